using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Hardware;

/// <summary>
/// An accelerator falls off the bus (XID 79): all its series vanish, its process dies. No numeric sign comes before (taxonomy: "minimal
/// numeric precursor", R) but for PCIe replays in 43 to 63 % of the cases (S), 0 to 5 minutes before (E).
/// </summary>
internal sealed class OffBus : FaultInstance
{
    /// <summary>The class. The host is restarted or replaced within 10 minutes (E). The root signals are those that vanish.</summary>
    public static readonly FaultKind Definition = new(
        "off_bus",
        Layer.Hardware,
        FaultTarget.Gpu,
        ["gpu_power_watts", "gpu_temperature_celsius", "gpu_sm_clock_hertz", "gpu_pcie_replays_total"],
        600,
        occurrence => new OffBus(occurrence))
    {
        MinSeverity = 1,
        MaxSeverity = 1,
    };

    private const double ReplayShare = 0.53;
    private readonly double? _precursor;

    private OffBus(Occurrence occurrence)
        : base(occurrence)
    {
        var random = Random();
        var lead = 10 + (290 * random.NextUniform());
        if (random.NextUniform() < ReplayShare && Onset > 10)
            _precursor = Math.Max(0, Onset - lead);
    }

    /// <inheritdoc/>
    public override double? PrecursorStart => _precursor;

    /// <inheritdoc/>
    public override Interruption? Interruption => Stop(Onset, Entity, isHang: false, nodeLost: true);

    /// <inheritdoc/>
    public override IEnumerable<FaultEvent> Events => [new(Onset, RootId, "xid", "79")];

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        if (_precursor is { } start)
            conditions.Gpu.PcieReplays.Add(Entity, block, start, Onset, 5);
        conditions.Gpu.Present.Multiply(Entity, block, Onset, End, 0);
        conditions.Gpu.ProcessUp.Multiply(Entity, block, Onset, End, 0);
        conditions.Gpu.Xid.Mark(Entity, block, Onset, 79);
        conditions.Node.ScrapeDelay.Add(Site.Layout.NodeOfGpu(Entity), block, Onset, End, 0.5);
        conditions.Causes.Gpu.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain()
    {
        if (_precursor is { } start)
            yield return AtRoot(start - Onset, "gpu_pcie_replays_total", "rises");
        yield return AtRoot(0, "gpu_power_watts", "vanishes with all series");
        yield return new CausalLink(0, Site.Layout.NodeId(Site.Layout.NodeOfGpu(Entity)), "scrape_seconds", "rises");
    }
}
