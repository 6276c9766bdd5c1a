using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Evidence;

/// <summary>How a signal of an entity differs, in one word.</summary>
public enum ShiftDirection
{
    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>It is higher than usual, or than its peers.</summary>
    Rises,

    /// <summary>It is lower than usual, or than its peers.</summary>
    Falls,

    /// <summary>Its series stopped.</summary>
    Vanishes,

    /// <summary>Its series is there again, or anew.</summary>
    Appears,

    /// <summary>It stands still where it usually moves.</summary>
    Freezes,
}

/// <summary>One number and one word for the four channels of a shift.</summary>
public static class ShiftSize
{
    /// <summary>A series that vanished counts as much as a shift of this many asinh units.</summary>
    private const float Vanished = 5;

    /// <summary>Standing still or jittering says less than another value.</summary>
    private const float Motion = 0.5f;

    private const float HalfGone = 0.5f;
    private const float Frozen = -2;
    private const float Little = 1;

    /// <summary>Size of a shift in asinh units; 0 where nothing is known.</summary>
    /// <param name="cell">The four channels.</param>
    public static double Of(ReadOnlySpan<float> cell) => Math.Max(
        Math.Max(Known(cell[(int)ShiftChannel.Own]), Known(cell[(int)ShiftChannel.Peer])),
        Math.Max(Vanished * Math.Abs(cell[(int)ShiftChannel.Presence]), Motion * Known(cell[(int)ShiftChannel.Motion])));

    /// <summary>What happens to a signal.</summary>
    /// <param name="cell">The four channels.</param>
    public static ShiftDirection DirectionOf(ReadOnlySpan<float> cell)
    {
        if (Math.Abs(cell[(int)ShiftChannel.Presence]) >= HalfGone)
            return cell[(int)ShiftChannel.Presence] < 0 ? ShiftDirection.Vanishes : ShiftDirection.Appears;
        var (own, peer) = (cell[(int)ShiftChannel.Own], cell[(int)ShiftChannel.Peer]);
        var shift = Known(peer) > Known(own) ? peer : own;
        if (cell[(int)ShiftChannel.Motion] < Frozen && Known(shift) < Little)
            return ShiftDirection.Freezes;
        return float.IsNaN(shift) ? ShiftDirection.Unknown : shift > 0 ? ShiftDirection.Rises : ShiftDirection.Falls;
    }

    private static float Known(float shift) => float.IsNaN(shift) ? 0 : Math.Abs(shift);
}
