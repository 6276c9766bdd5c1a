using System.Numerics;
using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Fusion;

/// <summary>
/// Median and median absolute deviation over the members of a group, for many cells at once: every lane of a vector is one cell (one step of
/// one signal), and the members are put in order by Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M),
/// whose comparisons do not depend on the values.
/// </summary>
internal static class PeerStatistics
{
    private const int RowsAtOnce = 256;

    /// <summary>Computes the statistics of every group from the values that are there.</summary>
    /// <param name="schema">Axes of the frame.</param>
    /// <param name="minMembers">Fewer seen members give NaN.</param>
    /// <param name="values">Read from and written to.</param>
    /// <param name="firstRow">Rows before it are left as they are.</param>
    public static void Compute(FrameSchema schema, int minMembers, IFrameValues values, int firstRow = 0)
    {
        foreach (var (group, number) in schema.PeerGroups.Select((group, i) => (group, i)))
        {
            var blocks = (schema.RowCount - firstRow + RowsAtOnce - 1) / RowsAtOnce;
            int[] entities = [.. group.Entities];
            var (median, deviation) =
                (schema.PeerPlane(number, PeerStatistic.Median), schema.PeerPlane(number, PeerStatistic.MedianAbsoluteDeviation));
            Parallel.For(0, blocks, () => new Vector<float>[entities.Length], (block, _, members) =>
            {
                var first = firstRow + (block * RowsAtOnce);
                var count = Math.Min(RowsAtOnce, schema.RowCount - first);
                Compute(
                    entities, minMembers, values, first, count, values.Rows(median, first, count), values.Rows(deviation, first, count),
                    members);
                return members;
            }, _ => { });
        }
    }

    private static void Compute(
        int[] entities, int minMembers, IFrameValues values, int firstRow, int rowCount, Span<float> medians,
        Span<float> deviations, Vector<float>[] members)
    {
        var lanes = Vector<float>.Count;
        Span<float> rest = stackalloc float[lanes];
        for (var cell = 0; cell < medians.Length; cell += lanes)
        {
            var width = Math.Min(lanes, medians.Length - cell);
            var counts = Vector<int>.Zero;
            for (var i = 0; i < members.Length; i++)
            {
                scoped ReadOnlySpan<float> cells = values.Rows(entities[i], firstRow, rowCount).Slice(cell, width);
                if (width < lanes)
                {
                    cells.CopyTo(rest);
                    cells = rest;
                }
                var value = new Vector<float>(cells);
                var seen = Vector.Equals(value, value);
                counts -= seen;
                members[i] = Vector.ConditionalSelect(seen, value, new Vector<float>(float.PositiveInfinity));
            }
            var enough = Vector.GreaterThanOrEqual(counts, new Vector<int>(minMembers));
            var median = Middle(members, counts);
            for (var i = 0; i < members.Length; i++)
                members[i] = Vector.Abs(members[i] - median);
            var deviation = Middle(members, counts);
            Store(Vector.ConditionalSelect(enough, median, new Vector<float>(float.NaN)), medians.Slice(cell, width));
            Store(Vector.ConditionalSelect(enough, deviation, new Vector<float>(float.NaN)), deviations.Slice(cell, width));
        }
    }

    private static void Store(Vector<float> vector, Span<float> target)
    {
        if (target.Length == Vector<float>.Count)
            vector.CopyTo(target);
        for (var i = 0; i < target.Length && target.Length < Vector<float>.Count; i++)
            target[i] = vector[i];
    }

    // The mean of the two middle ones of the first so many; what was not seen is infinite and comes last.
    private static Vector<float> Middle(Span<Vector<float>> members, Vector<int> counts)
    {
        Sort(members);
        if (Vector.EqualsAll(counts, new Vector<int>(counts[0])) && counts[0] > 0)
            return (members[(counts[0] - 1) / 2] * 0.5f) + (members[counts[0] / 2] * 0.5f);
        var cells = MemoryMarshal.Cast<Vector<float>, float>(members);
        Span<float> middle = stackalloc float[Vector<float>.Count];
        for (var lane = 0; lane < middle.Length; lane++)
        {
            var count = Math.Max(1, counts[lane]);
            middle[lane] = (cells[((count - 1) / 2 * middle.Length) + lane] * 0.5f) + (cells[(count / 2 * middle.Length) + lane] * 0.5f);
        }
        return new Vector<float>(middle);
    }

    private static void Sort(Span<Vector<float>> members)
    {
        var top = (int)BitOperations.RoundUpToPowerOf2((uint)members.Length) / 2;
        for (var p = top; p > 0; p /= 2)
        {
            for (var (q, r, d) = (top, 0, p); ; (d, q, r) = (q - p, q / 2, p))
            {
                for (var begin = r; begin < members.Length - d; begin += 2 * p)
                {
                    var low = members[begin..Math.Min(begin + p, members.Length - d)];
                    var high = members.Slice(begin + d, low.Length);
                    for (var i = 0; i < low.Length; i++)
                        (low[i], high[i]) = (Vector.MinNative(low[i], high[i]), Vector.MaxNative(low[i], high[i]));
                }
                if (q == p)
                    break;
            }
        }
    }
}
