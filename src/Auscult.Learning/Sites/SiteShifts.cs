using System.Runtime.InteropServices;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Sites;

/// <summary>What is said of a signal of an entity at a moment.</summary>
public enum ShiftChannel
{
    /// <summary>Distance of now from the entity's own past, in asinh units of the signal's spread; NaN where either was not seen.</summary>
    Own,

    /// <summary>
    /// How far that distance is from the median distance of the peers, in the same units; NaN with fewer than three peers.
    /// </summary>
    Peer,

    /// <summary>Share of rows seen now minus share of rows seen in the past, -1 to 1: a series that vanished has about -1.</summary>
    Presence,

    /// <summary>
    /// Logarithm of how much the signal moves from row to row now, relative to the past: a frozen value is far below 0, a jittering one
    /// above. NaN where either was not seen.
    /// </summary>
    Motion,
}

/// <summary>The shifts of all entities of one kind.</summary>
public sealed class KindShifts
{
    /// <summary>Number of <see cref="ShiftChannel"/>s.</summary>
    public const int Channels = 4;

    internal KindShifts(EntityKind kind, IReadOnlyList<Entity> entities, IReadOnlyList<Signal> signals, int moments)
    {
        (Kind, Entities, Signals, Moments) = (kind, entities, signals, moments);
        Values = new float[(long)moments * entities.Count * signals.Count * Channels];
    }

    /// <summary>The kind.</summary>
    public EntityKind Kind { get; }

    /// <summary>Second axis.</summary>
    public IReadOnlyList<Entity> Entities { get; }

    /// <summary>Third axis.</summary>
    public IReadOnlyList<Signal> Signals { get; }

    /// <summary>Length of the first axis.</summary>
    public int Moments { get; }

    /// <summary><c>[moment, entity, signal, channel]</c>, row-major.</summary>
    public float[] Values { get; }

    /// <summary>One moment of one entity, <c>[signal, channel]</c>.</summary>
    public ReadOnlySpan<float> At(int moment, int entity) =>
        Values.AsSpan(((moment * Entities.Count) + entity) * Width, Width);

    internal Span<float> Write(int moment, int entity) => Values.AsSpan(((moment * Entities.Count) + entity) * Width, Width);

    private int Width => Signals.Count * Channels;
}

/// <summary>
/// A site as differences: every signal of every entity against its own past and against its peers, at evenly spaced moments. Causal: a
/// moment uses rows up to its own only.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="Rows">Row of each moment: the last row that it uses.</param>
/// <param name="Kinds">One for each of <see cref="Site.Kinds"/>.</param>
public sealed record SiteShifts(Site Site, IReadOnlyList<int> Rows, IReadOnlyList<KindShifts> Kinds)
{
    /// <summary>The shifts of a site at every stride, against a past that moves along.</summary>
    /// <param name="site">The site.</param>
    /// <param name="scales">Usual spreads.</param>
    /// <param name="config">Lengths.</param>
    public static SiteShifts Trailing(Site site, SignalScales scales, SiteConfig config)
    {
        var lengths = ShiftLengths.Of(config, site.Step);
        var rows = Enumerable.Range(1, site.RowCount / lengths.Stride).Select(i => (i * lengths.Stride) - 1).ToArray();
        var moments = Array.ConvertAll(rows, row => (lengths.PastOf(row), lengths.NowOf(row)));
        return Of(site, scales, config, rows, moments, lengths.Refresh, lengths.SampleStep);
    }

    /// <summary>The shift of some rows against others that are taken as their normality; one moment.</summary>
    /// <param name="site">The site.</param>
    /// <param name="scales">Usual spreads.</param>
    /// <param name="config">Limits; its lengths are not used, except the shortest past.</param>
    /// <param name="past">Normal rows.</param>
    /// <param name="now">Rows that are judged.</param>
    public static SiteShifts Between(Site site, SignalScales scales, SiteConfig config, RowSpan past, RowSpan now) =>
        Of(site, scales, config, [now.End - 1], [(past, now)], 1, ShiftLengths.StepOf(past.Count));

    private static SiteShifts Of(
        Site site, SignalScales scales, SiteConfig config, int[] rows, (RowSpan Past, RowSpan Now)[] moments, int block, int sampleStep)
    {
        var minPast = site.RowsIn(config.MinPastSeconds);
        return new SiteShifts(
            site, rows, [.. site.Kinds.Select(kind => ShiftCalculator.Of(kind, scales, config, moments, block, sampleStep, minPast))]);
    }

    /// <summary>The moment whose row is the last at or before a row; -1 when there is none.</summary>
    public int MomentAt(int row)
    {
        var (low, high) = (0, Rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Rows[middle] <= row)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }
}

/// <summary>Consecutive rows.</summary>
/// <param name="First">First row.</param>
/// <param name="End">First row after them.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RowSpan(int First, int End)
{
    /// <summary>Number of rows.</summary>
    public int Count => End - First;
}
