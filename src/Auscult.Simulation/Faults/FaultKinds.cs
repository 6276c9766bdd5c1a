using Auscult.Simulation.Benign;
using Auscult.Simulation.Faults.Hardware;
using Auscult.Simulation.Faults.Network;
using Auscult.Simulation.Faults.Work;

namespace Auscult.Simulation.Faults;

/// <summary>Every class that can happen.</summary>
internal static class FaultKinds
{
    /// <summary>Faults.</summary>
    public static readonly IReadOnlyList<FaultKind> Faults =
    [
        HbmEcc.Definition, OffBus.Definition, DriverHang.Definition, ThermalThrottle.Definition, PowerThrottle.Definition,
        SilentDataCorruption.Definition, CpuContention.Definition,
        NvlinkErrors.Definition, PcieDowngrade.Definition, NicDown.Definition, NicFlap.Definition, DirtyOptic.Definition,
        Congestion.Definition, SwitchFault.Definition,
        StorageSaturation.Definition, DataLoaderStall.Definition, ExpertHotspot.Definition, ExpertRankLoss.Definition,
    ];

    /// <summary>Benign events that are planned here; jobs report more of them themselves.</summary>
    public static readonly IReadOnlyList<FaultKind> Benign =
    [
        PlannedReboot.Definition, LongSequences.Definition, LearningRateChange.Definition, LoadPeak.Definition, WarmDay.Definition,
        NeighbourTraffic.Definition, ScrapeGap.Definition, ExporterUpgrade.Definition,
    ];

    /// <summary>Names that logs show and that are no causes (taxonomy: "symptoms: never root labels").</summary>
    public static readonly IReadOnlyList<string> Symptoms = ["cuda_error", "nccl_timeout"];
}
