using Auscult.Simulation.Configuration;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// The values of the profiles. Rates of failings are estimates (E); intervals of DCGM and Prometheus are their defaults (M).
/// </summary>
internal static class ExporterProfiles
{
    private static readonly ExporterConfig Ideal = new()
    {
        GpuInterval = TimeSpan.FromSeconds(1),
        NodeInterval = TimeSpan.FromSeconds(1),
        FabricInterval = TimeSpan.FromSeconds(1),
        Refresh = TimeSpan.Zero,
        Noise = 0,
        Rounding = false,
        FullFields = true,
        SpreadPhases = false,
        Jitter = TimeSpan.Zero,
        ClockOffset = TimeSpan.Zero,
        ClockDriftPpm = 0,
        DropRatio = 0,
        GapsPerDay = 0,
        GapTime = TimeSpan.FromSeconds(30),
        ScrapeTime = TimeSpan.FromSeconds(0.05),
        ScrapeTimeout = TimeSpan.FromSeconds(10),
        HangFailRatio = 0,
        StuckPerDay = 0,
        StuckTime = TimeSpan.FromSeconds(300),
        BlanksPerDay = 0,
        BlankTime = TimeSpan.FromSeconds(120),
        BlankUnconvertedRatio = 0,
        Wraps = false,
        UpgradeSpread = TimeSpan.FromSeconds(600),
        UpgradeChangesUnits = false,
    };

    private static readonly ExporterConfig Typical = Ideal with
    {
        Noise = 1,
        Rounding = true,
        SpreadPhases = true,
        Jitter = TimeSpan.FromSeconds(0.02),
        ClockOffset = TimeSpan.FromSeconds(0.005),
        ClockDriftPpm = 0.05,
        DropRatio = 0.001,
        GapsPerDay = 0.5,
        HangFailRatio = 0.3,
        StuckPerDay = 0.02,
        BlanksPerDay = 0.05,
    };

    private static readonly ExporterConfig Harsh = Typical with
    {
        Noise = 2,
        Refresh = TimeSpan.FromSeconds(2),
        Jitter = TimeSpan.FromSeconds(0.15),
        ClockOffset = TimeSpan.FromSeconds(0.4),
        ClockDriftPpm = 20,
        DropRatio = 0.02,
        GapsPerDay = 24,
        GapTime = TimeSpan.FromSeconds(45),
        ScrapeTime = TimeSpan.FromSeconds(0.3),
        HangFailRatio = 0.6,
        StuckPerDay = 2,
        BlanksPerDay = 4,
        BlankUnconvertedRatio = 0.3,
        Wraps = true,
        UpgradeChangesUnits = true,
    };

    private static readonly ExporterConfig DcgmFull = Typical with
    {
        GpuInterval = TimeSpan.FromSeconds(15),
        NodeInterval = TimeSpan.FromSeconds(15),
        FabricInterval = TimeSpan.FromSeconds(30),
        Refresh = TimeSpan.FromSeconds(30),
        Jitter = TimeSpan.FromSeconds(0.05),
        ScrapeTime = TimeSpan.FromSeconds(0.1),
    };

    /// <summary>A profile with every value given, but <see cref="ExporterConfig.UpgradeAfter"/> mostly null.</summary>
    public static ExporterConfig Of(ExporterProfile profile) => profile switch
    {
        ExporterProfile.Ideal => Ideal,
        ExporterProfile.Typical => Typical,
        ExporterProfile.Harsh => Harsh,
        ExporterProfile.DcgmFull => DcgmFull,
        ExporterProfile.DcgmDefault => DcgmFull with { FullFields = false },
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, null),
    };
}
