using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>What fusion found in one column of the frame.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Layer">Its layer.</param>
/// <param name="Coverage">Share of its values that were seen, 0 to 1.</param>
/// <param name="Resets">Counter restarts; the increase since the restart counts.</param>
/// <param name="Wraps">32-bit or 64-bit overflows that were undone.</param>
/// <param name="StepsBack">Times a counter went back without restarting; the increases on both sides are not seen.</param>
/// <param name="Gaps">Neighbouring counter samples too far apart for a rate.</param>
/// <param name="NonFinite">Infinite samples (and those beyond float32), treated as not seen.</param>
public sealed record SignalFindings(
    string Name, Layer Layer, double Coverage, long Resets, long Wraps, long StepsBack, long Gaps, long NonFinite);

/// <summary>What fusion saw, left out and mended: nothing of it stays silent.</summary>
public sealed record FusionReport
{
    /// <summary>Samples read: rows of all series tables.</summary>
    public required long SampleRows { get; init; }

    /// <summary>Rows that repeat the entity and time of another; for each signal the last value counts.</summary>
    public required long DuplicateRows { get; init; }

    /// <summary>Rows that came after a later one of the same entity and were put in order.</summary>
    public required long LateRows { get; init; }

    /// <summary>Rows outside every recording; left out.</summary>
    public required long RowsOutsideRecordings { get; init; }

    /// <summary>Entities with samples that neither are, nor contain, nor lie within an entity of the frame; left out.</summary>
    public required IReadOnlyList<string> UnplacedEntities { get; init; }

    /// <summary>Signals without any sample; left out of the frame.</summary>
    public required IReadOnlyList<string> NeverSeen { get; init; }

    /// <summary>Signals left out because of the configuration.</summary>
    public required IReadOnlyList<string> Excluded { get; init; }

    /// <summary>Signals the configuration asks for that the dataset does not have; their columns are empty.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Estimated offsets between the clocks of hosts, by recording; empty when hosts share no event.</summary>
    public IReadOnlyList<ClockOffset> ClockOffsets { get; init; } = [];

    /// <summary>Rows taken over from an earlier frame of fewer samples; 0 when all rows were computed.</summary>
    public int KeptRows { get; init; }

    /// <summary>Samples that came too late for an earlier frame's final rows; all rows were computed anew because of them.</summary>
    public long LateBeyondHorizon { get; init; }

    /// <summary>One entry per column of the frame, in its order.</summary>
    public required IReadOnlyList<SignalFindings> Signals { get; init; }

    /// <summary>Share of seen values per layer, 0 to 1.</summary>
    public IReadOnlyDictionary<Layer, double> CoverageByLayer =>
        Signals.GroupBy(signal => signal.Layer).ToDictionary(layer => layer.Key, layer => layer.Average(signal => signal.Coverage));

    /// <summary>One line per thing a user should know.</summary>
    public IEnumerable<string> Warnings()
    {
        if (NeverSeen.Count > 0)
            yield return $"never seen, left out: {Listed(NeverSeen)}";
        if (Missing.Count > 0)
            yield return $"not in the dataset, masked: {Listed(Missing)}";
        if (UnplacedEntities.Count > 0)
            yield return $"related to no entity of the frame, left out: {Listed(UnplacedEntities)}";
        if (RowsOutsideRecordings > 0)
            yield return $"{RowsOutsideRecordings} of {SampleRows} rows lie outside every recording, left out";
        if (DuplicateRows > 0)
            yield return $"{DuplicateRows} of {SampleRows} rows repeat the time of another row of their entity, merged";
        if (LateRows > 0)
            yield return $"{LateRows} of {SampleRows} rows came late or after a backward jump of the clock, put in order";
        if (LateBeyondHorizon > 0)
            yield return $"{LateBeyondHorizon} rows came after the rows they belong to were final, the whole frame was fused anew";
        if (ClockOffsets.Where(clock => clock.Corrected).Select(clock => clock.ToString()).ToArray() is { Length: > 0 } corrected)
            yield return $"clocks corrected: {Listed(corrected)}";
        if (ClockOffsets.Where(clock => clock is { Corrected: false, IsSignificant: true }).Select(clock => clock.ToString()).ToArray() is { Length: > 0 } left)
            yield return $"clocks apart, not corrected: {Listed(left)}";
        foreach (var (what, count) in new (string, Func<SignalFindings, long>)[]
        {
            ("counters restarted", s => s.Resets), ("counters overflowed", s => s.Wraps), ("counters stepped back, masked", s => s.StepsBack),
            ("counters paused too long for a rate, masked", s => s.Gaps), ("infinite values, masked", s => s.NonFinite),
        })
        {
            var found = Signals.Where(signal => count(signal) > 0).ToArray();
            if (found.Length > 0)
                yield return $"{what}: {found.Sum(count)} times in {Listed([.. found.Select(signal => signal.Name)])}";
        }
    }

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count <= 5 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} and {names.Count - 5} more";
}
