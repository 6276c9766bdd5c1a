using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Hardware;

/// <summary>
/// The system processor or the driver of an accelerator hangs (XID 119 or 120): its exporter shows the same values over and over, scrapes
/// take long, the process waits for ever while the host stays ready, so only the collectives' time-out finds it (taxonomy: GSP hang).
/// </summary>
internal sealed class DriverHang(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class. It lasts until the host is restarted, past the time-out (E). The root signals freeze.</summary>
    public static readonly FaultKind Definition = new(
        "driver_hang",
        Layer.Hardware,
        FaultTarget.Gpu,
        ["gpu_utilization_ratio", "gpu_power_watts", "gpu_sm_clock_hertz"],
        900,
        occurrence => new DriverHang(occurrence))
    {
        MinSeverity = 1,
        MaxSeverity = 1,
    };

    /// <inheritdoc/>
    public override Interruption? Interruption => Stop(Onset, Entity, isHang: true, nodeLost: true);

    /// <inheritdoc/>
    public override IEnumerable<FaultEvent> Events => [new(Onset, RootId, "xid", $"{Xid}")];

    private int Xid => Random().NextUniform() < 0.7 ? 119 : 120;

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        conditions.Gpu.Responding.Multiply(Entity, block, Onset, End, 0);
        conditions.Gpu.ProcessUp.Multiply(Entity, block, Onset, End, 0);
        conditions.Gpu.Xid.Mark(Entity, block, Onset, Xid);
        conditions.Node.ScrapeDelay.Add(Site.Layout.NodeOfGpu(Entity), block, Onset, End, 5);
        conditions.Causes.Gpu.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "gpu_utilization_ratio", "stays at its last value"),
        new(0, Site.Layout.NodeId(Site.Layout.NodeOfGpu(Entity)), "scrape_seconds", "rises"),
    ];
}
