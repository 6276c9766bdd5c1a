using System.Runtime.InteropServices;
using Auscult.Learning.Sites;

namespace Auscult.Learning.SiteEncoding;

/// <summary>
/// How another exporter would have measured a signal: with more noise, because a mean over few samples moves more, more rarely, and
/// without the movement from row to row.
/// </summary>
/// <param name="Noise">Deviation of the noise added to shifts, in spreads of the signal.</param>
/// <param name="IsSlow">Whether every second moment repeats the one before it.</param>
/// <param name="IsStill">Whether motion and small changes of presence are not known.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SignalDistortion(float Noise, bool IsSlow, bool IsStill)
{
    private const float MostNoise = 1.5f;
    private const double Half = 0.5;
    private const float SmallPresence = 0.5f;

    /// <summary>Draws one.</summary>
    public static SignalDistortion Draw(Random random) =>
        new(random.NextSingle() * MostNoise, random.NextDouble() < Half, random.NextDouble() < Half);

    /// <summary>The moment whose shifts stand for a moment.</summary>
    public int MomentFor(int moment) => IsSlow && moment > 0 ? moment - (moment % 2) : moment;

    /// <summary>Writes a cell as the other exporter would show it.</summary>
    public void Apply(ReadOnlySpan<float> cell, Span<float> target, Random random)
    {
        cell.CopyTo(target);
        var noise = Noise * Normal(random);
        target[(int)ShiftChannel.Own] = Shifted(cell[(int)ShiftChannel.Own], noise);
        target[(int)ShiftChannel.Peer] = Shifted(cell[(int)ShiftChannel.Peer], noise);
        if (!IsStill)
            return;
        target[(int)ShiftChannel.Motion] = 0;
        if (MathF.Abs(cell[(int)ShiftChannel.Presence]) < SmallPresence)
            target[(int)ShiftChannel.Presence] = 0;
    }

    private static float Shifted(float shift, float noise) => float.IsNaN(shift) ? shift : MathF.Asinh(MathF.Sinh(shift) + noise);

    private static float Normal(Random random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
}
