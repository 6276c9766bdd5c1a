using System.Numerics;
using System.Runtime.Intrinsics;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// Turns the rows of one window into scaled values, a presence mask and the time since each signal was seen, row by row: a row stays in the
/// nearest cache until everything that follows from it is written.
/// </summary>
internal static unsafe class WindowCells
{
    /// <summary>Fills one window; all spans are <c>[time, signal]</c>.</summary>
    /// <param name="rows">Values of the frame, NaN where nothing was seen.</param>
    /// <param name="scaler">Null leaves values as they are.</param>
    /// <param name="width">Signals of a row.</param>
    /// <param name="values">Receives scaled values, 0 where nothing was seen.</param>
    /// <param name="presence">Receives 1 where a value was seen, 0 where not.</param>
    /// <param name="age">Receives the share of the window since the signal was last seen; empty when not wanted.</param>
    public static void Fill(
        ReadOnlySpan<float> rows, RobustScaler? scaler, int width, Span<float> values, Span<float> presence, Span<float> age)
    {
        if (presence.Length < rows.Length || (age.Length < rows.Length && !age.IsEmpty))
            throw new ArgumentException($"{rows.Length} values do not fit", nameof(presence));
        var step = (float)width / rows.Length;
        fixed (float* to = values, seen = presence, since = age)
        {
            for (var first = 0; first < rows.Length; first += width)
            {
                Mask(rows.Slice(first, width), scaler, values.Slice(first, width), to + first, seen + first);
                if (since is not null)
                    Age(seen + first, first == 0 ? null : since + first - width, since + first, width, step);
            }
        }
    }

    /// <summary>Writes an empty window: nothing was seen in it.</summary>
    public static void Clear(int width, Span<float> values, Span<float> presence, Span<float> age)
    {
        values.Clear();
        presence.Clear();
        var step = (float)width / values.Length;
        for (var i = 0; i < age.Length; i++)
            age[i] = step + (i >= width ? age[i - width] : 0);
    }

    /// <summary>Writes the values of a row, scaled, with 0 in place of NaN, and where they are numbers.</summary>
    private static void Mask(ReadOnlySpan<float> row, RobustScaler? scaler, Span<float> values, float* to, float* seen)
    {
        var i = 0;
        fixed (float* from = row)
        {
            for (; Vector512.IsHardwareAccelerated && i <= row.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                var x = Vector512.Load(from + i);
                if (scaler is not null)
                    x = scaler.Scale(x, i);
                var isNumber = Vector512.Equals(x, x);
                Vector512.Store(Vector512.ConditionalSelect(isNumber, x, Vector512<float>.Zero), to + i);
                Vector512.Store(Vector512.ConditionalSelect(isNumber, Vector512<float>.One, Vector512<float>.Zero), seen + i);
            }
        }
        if (scaler is null)
            row[i..].CopyTo(values[i..]);
        else
            scaler.TransformPart(row[i..], values[i..], i);
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var x = Vector.Load(to + i);
            var isNumber = Vector.Equals(x, x);
            Vector.Store(Vector.ConditionalSelect(isNumber, x, Vector<float>.Zero), to + i);
            Vector.Store(Vector.ConditionalSelect(isNumber, Vector<float>.One, Vector<float>.Zero), seen + i);
        }
        for (; i < row.Length; i++)
            (to[i], seen[i]) = float.IsNaN(to[i]) ? (0, 0) : (to[i], 1);
    }

    /// <summary>Writes 0 where a value was seen, else one step more than before.</summary>
    private static void Age(float* seen, float* before, float* since, int width, float step)
    {
        var i = 0;
        for (; i <= width - Vector<float>.Count; i += Vector<float>.Count)
        {
            var older = new Vector<float>(step) + (before is null ? Vector<float>.Zero : Vector.Load(before + i));
            Vector.Store(Vector.ConditionalSelect(Vector.GreaterThan(Vector.Load(seen + i), Vector<float>.Zero), Vector<float>.Zero, older), since + i);
        }
        for (; i < width; i++)
            since[i] = seen[i] > 0 ? 0 : step + (before is null ? 0 : before[i]);
    }
}
