using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Network;

/// <summary>
/// An interface loses its link for good. Its rank stops first; the others finish what they do and stall at the next collective, all within
/// hundreds of milliseconds, until the time-out (taxonomy: NIC down, R/S).
/// </summary>
internal sealed class NicDown(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; 15 minutes until a repair or a spare host (E).</summary>
    public static readonly FaultKind Definition = new(
        "nic_down",
        Layer.Network,
        FaultTarget.Nic,
        ["rdma_port_state", "nic_up_state", "rdma_link_downs_total", "rdma_transmit_bytes_total"],
        900,
        occurrence => new NicDown(occurrence))
    {
        MinSeverity = 1,
        MaxSeverity = 1,
    };

    /// <inheritdoc/>
    public override Interruption? Interruption =>
        Site.GpusOfNic(Entity).Select(gpu => Stop(Onset, gpu, isHang: true, nodeLost: true)).FirstOrDefault(stop => stop is not null);

    /// <inheritdoc/>
    public override IEnumerable<FaultEvent> Events => [new(Onset, RootId, "link_down", "mlx5: link down")];

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block) => LinkLoss.Write(this, conditions, block, Onset, End);

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "rdma_port_state", "falls from active to down"),
        AtRoot(0, "rdma_link_downs_total", "rises"),
        AtRoot(0, "rdma_transmit_bytes_total", "stands still"),
    ];
}

/// <summary>
/// An interface's link goes down and comes back again and again: 25 to 40 s down at a time (GPUd's definition: at least 25 s, three times,
/// R). The job stalls while it is down and goes on after; no time-out is reached. Severity is the share of the time it is down.
/// </summary>
internal sealed class NicFlap : FaultInstance
{
    /// <summary>The class; 5 minutes hold at least three flaps at the drawn severities (E).</summary>
    public static readonly FaultKind Definition = new(
        "nic_flap",
        Layer.Network,
        FaultTarget.Nic,
        ["rdma_link_downs_total", "rdma_port_state", "nic_up_state", "rdma_link_recoveries_total"],
        300,
        occurrence => new NicFlap(occurrence));

    private readonly Bursts _down;

    private NicFlap(Occurrence occurrence)
        : base(occurrence)
    {
        var share = Math.Clamp(Severity, 0.1, 0.95);
        var up = (1 - share) / share;
        _down = new Bursts(Random(), Onset, End, (25, 40), (25 * up, 40 * up));
    }

    /// <inheritdoc/>
    public override IEnumerable<FaultEvent> Events =>
        _down.Intervals.Select(down => new FaultEvent(down.From, RootId, "link_down", "mlx5: link down"));

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        foreach (var (from, until) in _down.Intervals)
        {
            LinkLoss.Write(this, conditions, block, from, until);
            conditions.Nic.Recoveries.Count(Entity, block, until);
        }
        conditions.Causes.Nic.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "rdma_link_downs_total", "rises at every flap"),
        AtRoot(0, "rdma_transmit_bytes_total", "stands still while the link is down"),
    ];
}

/// <summary>What a lost link does to an interface and the switch port at its other end.</summary>
internal static class LinkLoss
{
    /// <summary>Writes the loss of the link for an interval.</summary>
    public static void Write(FaultInstance fault, Conditions conditions, Block block, double from, double until)
    {
        conditions.Nic.LinkUp.Multiply(fault.Entity, block, from, until, 0);
        conditions.Nic.Quality.Multiply(fault.Entity, block, from, until, 0);
        conditions.Nic.LinkDowns.Count(fault.Entity, block, from);
        conditions.Switch.Errors.Count(fault.Site.Layout.LeafOfNic(fault.Entity), block, from);
        conditions.Causes.Nic.Blame(fault.Entity, block, from, until, fault.Number);
    }
}
