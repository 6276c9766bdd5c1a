using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Network;

/// <summary>
/// Many senders talk to one interface at once (incast): its port's queue overflows in bursts, pauses and congestion notifications spread,
/// and the interfaces on the same leaf switch suffer with it (taxonomy: congestion/PFC storm; bursts, minutes to hours; fail-slow of
/// communication about 24 minutes, S). Severity is the share of the target's bandwidth that is gone during a burst, at most
/// <see cref="Fabric.CongestionLoss"/>.
/// </summary>
internal sealed class Congestion : FaultInstance
{
    /// <summary>The class.</summary>
    public static readonly FaultKind Definition = new(
        "congestion",
        Layer.Network,
        FaultTarget.Nic,
        ["nic_receive_pauses_total", "rdma_cnp_sent_total", "rdma_transmit_wait_total", "rdma_out_of_sequence_total"],
        1440,
        occurrence => new Congestion(occurrence));

    /// <summary>What the neighbours feel of it.</summary>
    private const double NeighbourShare = 0.4;
    private readonly Bursts _bursts;

    private Congestion(Occurrence occurrence)
        : base(occurrence) => _bursts = new Bursts(Random(), Onset, End, (3, 20), (0.5, 4));

    /// <inheritdoc/>
    public override IEnumerable<Victim> Neighbours => Others.Select(nic => new Victim(Site.Layout.NicId(nic), Site.StepSeconds));

    private int Leaf => Site.Layout.LeafOfNic(Entity);

    private IEnumerable<int> Others => Site.NicsOfLeaf(Leaf).Where(nic => nic != Entity);

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        foreach (var (from, until) in _bursts.Intervals)
        {
            if (from >= block.EndSecond || until <= block.FirstSecond - block.StepSeconds)
                continue;
            Jam(conditions, block, Entity, from, until, Severity);
            var spread = from + Site.StepSeconds;
            if (spread >= until)
                continue;
            foreach (var nic in Others)
                Jam(conditions, block, nic, spread, until, NeighbourShare * Severity);
            conditions.Switch.Congestion.Add(Leaf, block, spread, until, Severity);
        }
        conditions.Causes.Switch.Blame(Leaf, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "nic_receive_pauses_total", "rises in bursts"),
        AtRoot(0, "rdma_cnp_sent_total", "rises in bursts"),
        new(Site.StepSeconds, Site.Layout.SwitchId(Leaf), "switch_transmit_wait_seconds_total", "rises: the port's queue is full"),
    ];

    private void Jam(Conditions conditions, Block block, int nic, double from, double until, double share)
    {
        conditions.Nic.Congestion.Add(nic, block, from, until, Math.Min(1, share / Fabric.CongestionLoss));
        conditions.Causes.Nic.Blame(nic, block, from, until, Number);
    }
}
