using System.Collections.Frozen;
using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Telemetry.Catalogue;

namespace Auscult.Simulation.Exporting;

/// <summary>How the telemetry is measured, with every value of <see cref="ExporterConfig"/> decided; times in seconds.</summary>
internal sealed record ExporterSettings
{
    public required double GpuInterval { get; init; }

    public required double NodeInterval { get; init; }

    public required double FabricInterval { get; init; }

    public required double Refresh { get; init; }

    public required double Noise { get; init; }

    public required bool Rounding { get; init; }

    public required bool FullFields { get; init; }

    public required FrozenSet<string> Without { get; init; }

    public required bool SpreadPhases { get; init; }

    public required double Jitter { get; init; }

    public required double ClockOffset { get; init; }

    public required double ClockDriftPpm { get; init; }

    public required double DropRatio { get; init; }

    public required double GapsPerDay { get; init; }

    public required double GapTime { get; init; }

    public required double ScrapeTime { get; init; }

    public required double ScrapeTimeout { get; init; }

    public required double HangFailRatio { get; init; }

    public required double StuckPerDay { get; init; }

    public required double StuckTime { get; init; }

    public required double BlanksPerDay { get; init; }

    public required double BlankTime { get; init; }

    public required double BlankUnconvertedRatio { get; init; }

    public required bool Wraps { get; init; }

    public required double? UpgradeAfter { get; init; }

    public required double UpgradeSpread { get; init; }

    public required bool UpgradeChangesUnits { get; init; }

    /// <summary>Takes what is not given from the profile.</summary>
    /// <exception cref="InputException">A value cannot be; the message names the key.</exception>
    public static ExporterSettings Of(ExporterConfig config)
    {
        const string Section = "simulation.exporters";
        var profile = ExporterProfiles.Of(config.Profile);
        T Value<T>(Func<ExporterConfig, T?> of)
            where T : struct => of(config) ?? of(profile)!.Value;
        double Time(Func<ExporterConfig, TimeSpan?> of, string key, double least = 0)
        {
            var seconds = Value(of).TotalSeconds;
            return seconds >= least ? seconds : throw new InputException(
                $"{Section}.{key}_seconds={seconds:0.###} is too short",
                    remedy: least > 0 ? "it must be at least 0.001" : "it cannot be negative");
        }
        foreach (var (name, index) in config.Without.Select((name, index) => (name, index)))
        {
            if (SignalCatalogue.Default.Find(name) is null)
            {
                throw new InputException(
                    $"{Section}.without[{index}]: unknown signal '{name}'",
                    remedy: NearestName.Suggest(name, SignalCatalogue.Default.Names));
            }
        }
        return new ExporterSettings
        {
            GpuInterval = Time(c => c.GpuInterval, "gpu_interval", 0.001),
            NodeInterval = Time(c => c.NodeInterval, "node_interval", 0.001),
            FabricInterval = Time(c => c.FabricInterval, "fabric_interval", 0.001),
            Refresh = Time(c => c.Refresh, "refresh"),
            Noise = config.Noise * profile.Noise,
            Rounding = Value(c => c.Rounding),
            FullFields = Value(c => c.FullFields),
            Without = config.Without.ToFrozenSet(StringComparer.Ordinal),
            SpreadPhases = Value(c => c.SpreadPhases),
            Jitter = Time(c => c.Jitter, "jitter"),
            ClockOffset = Time(c => c.ClockOffset, "clock_offset"),
            ClockDriftPpm = Value(c => c.ClockDriftPpm),
            DropRatio = Value(c => c.DropRatio),
            GapsPerDay = Value(c => c.GapsPerDay),
            GapTime = Time(c => c.GapTime, "gap_time"),
            ScrapeTime = Time(c => c.ScrapeTime, "scrape_time", 0.001),
            ScrapeTimeout = Time(c => c.ScrapeTimeout, "scrape_timeout", 0.001),
            HangFailRatio = Value(c => c.HangFailRatio),
            StuckPerDay = Value(c => c.StuckPerDay),
            StuckTime = Time(c => c.StuckTime, "stuck_time"),
            BlanksPerDay = Value(c => c.BlanksPerDay),
            BlankTime = Time(c => c.BlankTime, "blank_time"),
            BlankUnconvertedRatio = Value(c => c.BlankUnconvertedRatio),
            Wraps = Value(c => c.Wraps),
            UpgradeAfter = (config.UpgradeAfter ?? profile.UpgradeAfter)?.TotalSeconds,
            UpgradeSpread = Time(c => c.UpgradeSpread, "upgrade_spread"),
            UpgradeChangesUnits = Value(c => c.UpgradeChangesUnits),
        };
    }
}
