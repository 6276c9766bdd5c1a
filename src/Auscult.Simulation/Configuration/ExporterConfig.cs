using System.ComponentModel.DataAnnotations;

namespace Auscult.Simulation.Configuration;

/// <summary>A way in which telemetry is measured; every number of it can be set by itself.</summary>
public enum ExporterProfile
{
    /// <summary>Every field, exactly, every second.</summary>
    Ideal,

    /// <summary>Every field with measurement noise, rounded, once a second, with few failings.</summary>
    Typical,

    /// <summary>Every field, noisy, with clocks that differ, gaps, stuck sensors and blank values.</summary>
    Harsh,

    /// <summary>
    /// The fields and rates of dcgm-exporter and Prometheus as installed (taxonomy, R: ECC, throttle, NVLink errors are off).
    /// </summary>
    DcgmDefault,

    /// <summary>The same rates with every field.</summary>
    DcgmFull,
}

/// <summary>
/// How the telemetry is measured: rates, jitter, noise and what goes wrong with it. What is not given is the profile's
/// (docs/guide/simulate.md has the table).
/// </summary>
public sealed record ExporterConfig
{
    /// <summary>Where the values come from that are not given. Default typical.</summary>
    public ExporterProfile Profile { get; init; } = ExporterProfile.Typical;

    /// <summary>Time between two samples of accelerators.</summary>
    public TimeSpan? GpuInterval { get; init; }

    /// <summary>Time between two samples of hosts, their interfaces and disks.</summary>
    public TimeSpan? NodeInterval { get; init; }

    /// <summary>Time between two samples of switches and the shared storage.</summary>
    public TimeSpan? FabricInterval { get; init; }

    /// <summary>Time that accelerators' values are kept before the driver is asked again; samples in between repeat them.</summary>
    public TimeSpan? Refresh { get; init; }

    /// <summary>Factor on every measurement noise of the profile. Default 1.</summary>
    [Range(0.0, 100.0)]
    public double Noise { get; init; } = 1;

    /// <summary>Whether values are rounded as the exporters round them.</summary>
    public bool? Rounding { get; init; }

    /// <summary>Whether fields that the vendors' exporters leave off by default are there.</summary>
    public bool? FullFields { get; init; }

    /// <summary>Signals that are not measured.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Whether each exporter is sampled at a moment of its own within the interval.</summary>
    public bool? SpreadPhases { get; init; }

    /// <summary>Standard deviation of the moment of a sample; at most 0.4 intervals are used.</summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>Standard deviation of the hosts' clock offsets.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>Standard deviation of the hosts' clock drifts, parts per million.</summary>
    [Range(0.0, 1000.0)]
    public double? ClockDriftPpm { get; init; }

    /// <summary>Share of the samples that never happen.</summary>
    [Range(0.0, 1.0)]
    public double? DropRatio { get; init; }

    /// <summary>Gaps of an exporter per day.</summary>
    [Range(0.0, 86_400.0)]
    public double? GapsPerDay { get; init; }

    /// <summary>Mean length of a gap.</summary>
    public TimeSpan? GapTime { get; init; }

    /// <summary>Median time that an exporter takes to answer.</summary>
    public TimeSpan? ScrapeTime { get; init; }

    /// <summary>Time after which the collector gives a sample up.</summary>
    public TimeSpan? ScrapeTimeout { get; init; }

    /// <summary>Share of the samples that fail while an accelerator's driver hangs; in the others its values freeze.</summary>
    [Range(0.0, 1.0)]
    public double? HangFailRatio { get; init; }

    /// <summary>How often a sensor of an entity sticks at its last value, per day.</summary>
    [Range(0.0, 86_400.0)]
    public double? StuckPerDay { get; init; }

    /// <summary>Mean time for which a sensor sticks.</summary>
    public TimeSpan? StuckTime { get; init; }

    /// <summary>How often fields of an accelerator are blank, per day.</summary>
    [Range(0.0, 86_400.0)]
    public double? BlanksPerDay { get; init; }

    /// <summary>Mean time for which they are blank.</summary>
    public TimeSpan? BlankTime { get; init; }

    /// <summary>Share of the blank fields whose number (DCGM's 9223372036854775794) the importer took for a value.</summary>
    [Range(0.0, 1.0)]
    public double? BlankUnconvertedRatio { get; init; }

    /// <summary>Whether old counters start again after 2^32.</summary>
    public bool? Wraps { get; init; }

    /// <summary>When the exporters of accelerators are upgraded, which renames fields; null: never.</summary>
    public TimeSpan? UpgradeAfter { get; init; }

    /// <summary>Time within which all hosts are upgraded.</summary>
    public TimeSpan? UpgradeSpread { get; init; }

    /// <summary>Whether the upgrade also changes units (memory in MiB where bytes were).</summary>
    public bool? UpgradeChangesUnits { get; init; }
}
