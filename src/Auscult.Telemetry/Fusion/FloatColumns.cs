using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Fusion;

/// <summary>Whole-column operations.</summary>
internal static class FloatColumns
{
    /// <summary>Rounds to float32.</summary>
    public static void Narrow(ReadOnlySpan<double> source, Span<float> target)
    {
        var pairs = MemoryMarshal.Cast<double, Vector<double>>(source);
        var narrow = MemoryMarshal.Cast<float, Vector<float>>(target);
        var vectors = Math.Min(pairs.Length / 2, narrow.Length);
        for (var i = 0; i < vectors; i++)
            narrow[i] = Vector.Narrow(pairs[2 * i], pairs[(2 * i) + 1]);
        for (var i = vectors * Vector<float>.Count; i < source.Length; i++)
            target[i] = (float)source[i];
    }

    /// <summary>Replaces infinities by NaN.</summary>
    /// <returns>How many there were.</returns>
    public static long MaskNonFinite(Span<float> values)
    {
        long found = 0;
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (var i = 0; i < vectors.Length; i++)
        {
            var infinite = Vector.Equals(Vector.Abs(vectors[i]), new Vector<float>(float.PositiveInfinity));
            if (infinite == Vector<int>.Zero)
                continue;
            found -= Vector.Sum(infinite);
            vectors[i] = Vector.ConditionalSelect(infinite, new Vector<float>(float.NaN), vectors[i]);
        }
        for (var i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            if (float.IsInfinity(values[i]))
            {
                values[i] = float.NaN;
                found++;
            }
        }
        return found;
    }

    /// <summary>Number of values that are not NaN.</summary>
    public static long CountPresent(ReadOnlySpan<float> values)
    {
        long present = 0;
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (var vector in vectors)
            present -= Vector.Sum(Vector.Equals(vector, vector));
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
            present += float.IsNaN(value) ? 0 : 1;
        return present;
    }

    /// <summary>Stores columns side by side: <c>rows[row, positions[i]] = columns[i][firstRow + row]</c>.</summary>
    /// <param name="columns">Values by column.</param>
    /// <param name="positions">Where each column goes within a row.</param>
    /// <param name="firstRow">First row to take.</param>
    /// <param name="rows">Rows to write, <c>[row, signal]</c>.</param>
    /// <param name="width">Signals of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interleave(float[][] columns, int[] positions, int firstRow, Span<float> rows, int width)
    {
        var count = rows.Length / width;
        var i = 0;
        // Four at a time keeps the addresses in registers and fills a quarter of a cache line per row.
        for (; i + 4 <= positions.Length; i += 4)
        {
            var a = columns[i].AsSpan(firstRow, count);
            var b = columns[i + 1].AsSpan(firstRow, count);
            var c = columns[i + 2].AsSpan(firstRow, count);
            var d = columns[i + 3].AsSpan(firstRow, count);
            var (pa, pb, pc, pd) = (positions[i], positions[i + 1], positions[i + 2], positions[i + 3]);
            for (var row = 0; row < count; row++)
            {
                var target = rows.Slice(row * width, width);
                target[pa] = a[row];
                target[pb] = b[row];
                target[pc] = c[row];
                target[pd] = d[row];
            }
        }
        for (; i < positions.Length; i++)
        {
            var column = columns[i].AsSpan(firstRow, count);
            for (var row = 0; row < count; row++)
                rows[(row * width) + positions[i]] = column[row];
        }
    }
}
