using Auscult.Simulation.Faults;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Benign;

/// <summary>
/// A host is drained and restarted on purpose: its series stop, its links go down and come back, the job pauses with a checkpoint
/// (operators report false link alarms from this: docs/guide/simulate.md).
/// </summary>
internal sealed class PlannedReboot(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; 8 minutes (E).</summary>
    public static readonly FaultKind Definition = new(
        "planned_reboot",
        Layer.Hardware,
        FaultTarget.Node,
        ["exporter_up_state", "scrape_seconds"],
        480,
        occurrence => new PlannedReboot(occurrence))
    {
        IsBenign = true,
    };

    /// <summary>Longest time from the drain to the shutdown, seconds.</summary>
    private const double DrainSeconds = 60;

    /// <inheritdoc/>
    public override Interruption? Interruption => Site.GpusOfNode(Entity).Take(1)
        .Select(gpu => Stop(Down, gpu, isHang: false, nodeLost: true)).OfType<Interruption>()
        .Select(stop => stop with { IsPlanned = true }).FirstOrDefault();

    /// <inheritdoc/>
    public override IEnumerable<FaultEvent> Events =>
    [
        new(Onset, RootId, "drain", "planned reboot"),
        new(Down, RootId, "reboot", "planned reboot"),
        new(End, RootId, "resume", "planned reboot"),
    ];

    private double Down => Onset + Math.Min(DrainSeconds, Duration / 4);

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        conditions.Node.Up.Multiply(Entity, block, Down, End, 0);
        conditions.Node.Reachable.Multiply(Entity, block, Down, End, 0);
        conditions.Causes.Node.Blame(Entity, block, Onset, End, Number);
        foreach (var gpu in Site.GpusOfNode(Entity))
        {
            conditions.Gpu.Present.Multiply(gpu, block, Down, End, 0);
            conditions.Gpu.ProcessUp.Multiply(gpu, block, Down, End, 0);
            conditions.Causes.Gpu.Blame(gpu, block, Down, End, Number);
        }
        foreach (var nic in Site.NicsOfNode(Entity))
        {
            conditions.Nic.LinkUp.Multiply(nic, block, Down, End, 0);
            conditions.Nic.LinkDowns.Count(nic, block, Down);
            conditions.Causes.Nic.Blame(nic, block, Down, End, Number);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(Down - Onset, "exporter_up_state", "falls: shut down"),
        AtRoot(Duration, "exporter_up_state", "rises: it is back"),
    ];
}
