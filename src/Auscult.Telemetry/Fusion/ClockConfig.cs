using System.ComponentModel.DataAnnotations;

namespace Auscult.Telemetry.Fusion;

/// <summary>How clocks of different hosts are brought together (<c>fusion.clock</c>).</summary>
public sealed record ClockConfig
{
    /// <summary>Whether estimated offsets are taken off; they are reported in any case. Default true.</summary>
    public bool Correct { get; init; } = true;

    /// <summary>
    /// Sightings farther apart are not the same event, and a larger estimate is not believed. Default 30.
    /// </summary>
    [Range(0.001, 86_400.0)]
    public double MaxOffsetSeconds { get; init; } = 30;

    /// <summary>A host that shares fewer events with others in a recording is not corrected. Default 5.</summary>
    [Range(2, int.MaxValue)]
    public int MinEvents { get; init; } = 5;
}

/// <summary>How far the clock of a host was from those of the others in one recording.</summary>
/// <param name="Recording">Name of the recording.</param>
/// <param name="Host">Id of the node.</param>
/// <param name="OffsetSeconds">Positive when its clock is ahead of the median of the hosts it shares events with.</param>
/// <param name="SpreadSeconds">1.4826 times the median absolute deviation of single events from the estimate.</param>
/// <param name="Events">Number of shared events.</param>
/// <param name="Corrected">Whether the offset was taken off its samples.</param>
public sealed record ClockOffset(
    string Recording, string Host, double OffsetSeconds, double SpreadSeconds, int Events, bool Corrected)
{
    /// <summary>Whether the estimate is at least three of its own standard errors from zero.</summary>
    public bool IsSignificant => Math.Abs(OffsetSeconds) > 3 * 1.2533 * SpreadSeconds / Math.Sqrt(Events);

    /// <summary>In words, for reports.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Host} {OffsetSeconds:+0.000;-0.000} s in {Recording} ({Events} shared events, spread {SpreadSeconds:0.000} s)");
}
