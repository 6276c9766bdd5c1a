using System.Numerics;
using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Windowing;

/// <summary>Turns NaN into a mask and into an age.</summary>
internal static class PresenceMask
{
    /// <summary>Writes 1 where a value is a number and 0 where it is NaN, and replaces the NaN by 0.</summary>
    public static void Extract(Span<float> values, Span<float> presence)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var masks = MemoryMarshal.Cast<float, Vector<float>>(presence);
        for (var i = 0; i < vectors.Length; i++)
        {
            var seen = Vector.Equals(vectors[i], vectors[i]);
            masks[i] = Vector.ConditionalSelect(seen, Vector<float>.One, Vector<float>.Zero);
            vectors[i] = Vector.ConditionalSelect(seen, vectors[i], Vector<float>.Zero);
        }
        for (var i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            var seen = !float.IsNaN(values[i]);
            presence[i] = seen ? 1 : 0;
            values[i] = seen ? values[i] : 0;
        }
    }

    /// <summary>Age of each signal within one window, <c>[time, signal]</c>, as a share of the window.</summary>
    public static void TimeSinceSeen(ReadOnlySpan<float> presence, int signals, Span<float> age)
    {
        var step = (float)signals / presence.Length;
        for (var i = 0; i < presence.Length; i++)
            age[i] = presence[i] > 0 ? 0 : step + (i >= signals ? age[i - signals] : 0);
    }
}
