using System.Numerics;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// Turns the rows of one window into scaled values, a presence mask and the time since each signal was seen, in a single pass: a value is
/// read once and everything that follows from it is written while it is in a register.
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
        if (values.Length < rows.Length || presence.Length < rows.Length || (age.Length < rows.Length && !age.IsEmpty))
            throw new ArgumentException($"{rows.Length} values do not fit", nameof(values));
        if (width < Vector<float>.Count)
        {
            FillNarrow(rows, scaler, width, values, presence, age);
            return;
        }
        var step = (float)width / rows.Length;
        fixed (float* from = rows, to = values, seen = presence, since = age)
        {
            for (var row = 0; row < rows.Length; row += width)
            {
                for (var signal = 0; signal < width; signal += Vector<float>.Count)
                {
                    // The last vector of a row overlaps the one before it: what both write is the same.
                    var first = Math.Min(signal, width - Vector<float>.Count);
                    var x = Vector.Load(from + row + first);
                    if (scaler is not null)
                        x = scaler.Scale(x, first);
                    var present = Vector.Equals(x, x);
                    Vector.Store(Vector.ConditionalSelect(present, x, Vector<float>.Zero), to + row + first);
                    Vector.Store(Vector.ConditionalSelect(present, Vector<float>.One, Vector<float>.Zero), seen + row + first);
                    if (since is null)
                        continue;
                    var before = row == 0 ? Vector<float>.Zero : Vector.Load(since + row + first - width);
                    Vector.Store(Vector.ConditionalSelect(present, Vector<float>.Zero, before + new Vector<float>(step)), since + row + first);
                }
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

    private static void FillNarrow(
        ReadOnlySpan<float> rows, RobustScaler? scaler, int width, Span<float> values, Span<float> presence, Span<float> age)
    {
        if (scaler is null)
            rows.CopyTo(values);
        else
            scaler.Transform(rows, values);
        var step = (float)width / rows.Length;
        for (var i = 0; i < rows.Length; i++)
        {
            var present = !float.IsNaN(values[i]);
            presence[i] = present ? 1 : 0;
            if (!present)
                values[i] = 0;
            if (!age.IsEmpty)
                age[i] = present ? 0 : step + (i >= width ? age[i - width] : 0);
        }
    }
}
