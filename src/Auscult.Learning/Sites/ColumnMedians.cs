using System.Numerics;
using System.Runtime.CompilerServices;

namespace Auscult.Learning.Sites;

/// <summary>
/// Medians, and median absolute deviations from them, of several columns at a time: each lane of a vector is a column, and a sorting
/// network (Batcher 1968, odd-even merge) sorts them together. Not safe for several threads: it reuses its room.
/// </summary>
internal sealed class ColumnMedians
{
    private Vector<float>[] _values = [];
    private Vector<float>[] _sorted = [];
    private (int Low, int High)[] _network = [];
    private int _count = -1;

    /// <summary>Takes a column block of some rows.</summary>
    /// <param name="buffer">Values; NaN where nothing was seen.</param>
    /// <param name="rows">Where each row begins in it.</param>
    /// <param name="lane">First column of the block.</param>
    /// <param name="median">Receives the upper median of the seen values; NaN where none was.</param>
    /// <param name="deviation">Receives the upper median of their distances from it.</param>
    public void Of(float[] buffer, ReadOnlySpan<int> rows, int lane, out Vector<float> median, out Vector<float> deviation)
    {
        Prepare(rows.Length);
        var seen = Vector<int>.Zero;
        for (var i = 0; i < rows.Length; i++)
        {
            var value = new Vector<float>(buffer, rows[i] + lane);
            seen -= Vector.Equals(value, value);
            _values[i] = value;
        }
        median = Middle(seen, Vector<float>.Zero, isDistance: false);
        deviation = Middle(seen, median, isDistance: true);
    }

    private Vector<float> Middle(Vector<int> seen, Vector<float> centre, bool isDistance)
    {
        var last = new Vector<float>(float.PositiveInfinity);
        for (var i = 0; i < _count; i++)
        {
            var value = _values[i];
            var isSeen = Vector.Equals(value, value);
            _sorted[i] = Vector.ConditionalSelect(isSeen, isDistance ? Vector.Abs(value - centre) : value, last);
        }
        ref var first = ref _sorted[0];
        foreach (var (low, high) in _network)
        {
            ref var a = ref Unsafe.Add(ref first, low);
            ref var b = ref Unsafe.Add(ref first, high);
            var smaller = Vector.MinNative(a, b);
            b = Vector.MaxNative(a, b);
            a = smaller;
        }
        var rank = seen[0] / 2;
        if (Vector.EqualsAll(seen, new Vector<int>(seen[0])))
            return seen[0] == 0 ? new Vector<float>(float.NaN) : _sorted[rank];
        Span<float> result = stackalloc float[Vector<float>.Count];
        for (var lane = 0; lane < result.Length; lane++)
            result[lane] = seen[lane] == 0 ? float.NaN : _sorted[seen[lane] / 2][lane];
        return new Vector<float>(result);
    }

    private void Prepare(int count)
    {
        if (count == _count)
            return;
        (_values, _sorted, _network, _count) = (new Vector<float>[count], new Vector<float>[count], Network(count), count);
    }

    /// <summary>The network for the next power of two without the wires beyond the count, which would hold infinities throughout.</summary>
    private static (int Low, int High)[] Network(int count)
    {
        var pairs = new List<(int, int)>();
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)count);
        for (var p = 1; p < size; p *= 2)
        {
            for (var k = p; k >= 1; k /= 2)
            {
                for (var j = k % p; j <= size - 1 - k; j += 2 * k)
                {
                    for (var i = 0; i < Math.Min(k, size - j - k); i++)
                    {
                        if ((i + j) / (2 * p) == (i + j + k) / (2 * p) && i + j + k < count)
                            pairs.Add((i + j, i + j + k));
                    }
                }
            }
        }
        return [.. pairs];
    }
}
