using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Network;

/// <summary>
/// A switch drops packets, or dies: every interface on that leaf and rail is hurt in the same second, so comparing the hosts of the leaf
/// with each other shows nothing (taxonomy: Switch/ToR, S). A spine takes its share of the bandwidth between sets of hosts. Severity is the
/// share of the switch's bandwidth that is gone; from 0.9 on a leaf is dead and the collectives time out.
/// </summary>
internal sealed class SwitchFault(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; 15 minutes (E).</summary>
    public static readonly FaultKind Definition = new(
        "switch_fault",
        Layer.Network,
        FaultTarget.Switch,
        ["switch_discards_total", "switch_port_errors_total", "switch_transmit_bytes_total"],
        900,
        occurrence => new SwitchFault(occurrence))
    {
        MaxSeverity = 1,
    };

    private const double DeadSeverity = 0.9;

    /// <inheritdoc/>
    public override Interruption? Interruption => !IsDead
        ? null
        : HeldUpGpus.Select(gpu => Stop(Onset, gpu, isHang: true, nodeLost: true)).FirstOrDefault(stop => stop is not null);

    /// <inheritdoc/>
    public override IEnumerable<int> HeldUpGpus => Hurt.SelectMany(Site.GpusOfNic);

    /// <inheritdoc/>
    public override IEnumerable<Victim> Neighbours => Hurt.Select(nic => new Victim(Site.Layout.NicId(nic), 0));

    private bool IsLeaf => Entity < Site.Layout.Leaves;

    private bool IsDead => IsLeaf && Severity >= DeadSeverity;

    // A spine hurts only what goes from one set of hosts to another.
    private IEnumerable<int> Hurt => IsLeaf ? Site.NicsOfLeaf(Entity) : Enumerable.Range(0, Site.Layout.Pods > 1 ? Site.Layout.Nics : 0);

    private double Loss => IsLeaf ? Severity : Severity / Site.Config.Room.Spines;

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        conditions.Switch.Quality.Multiply(Entity, block, Onset, End, 1 - Severity);
        conditions.Switch.Errors.Add(Entity, block, Onset, End, 10 + (1000 * Severity));
        conditions.Causes.Switch.Blame(Entity, block, Onset, End, Number);
        foreach (var nic in Hurt)
        {
            conditions.Nic.Quality.Multiply(nic, block, Onset, End, IsDead ? 0 : 1 - Loss);
            conditions.Causes.Nic.Blame(nic, block, Onset, End, Number);
            if (IsDead)
            {
                conditions.Nic.LinkUp.Multiply(nic, block, Onset, End, 0);
                conditions.Nic.LinkDowns.Count(nic, block, Onset);
            }
            else
                conditions.Nic.SequenceErrors.Add(nic, block, Onset, End, 100 * Loss);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain()
    {
        yield return AtRoot(0, "switch_discards_total", "rises");
        var sign = IsDead ? "rdma_link_downs_total" : "rdma_packet_sequence_errors_total";
        foreach (var nic in Hurt.Take(1))
            yield return new CausalLink(0, Site.Layout.NicId(nic), sign, "rises at every interface at once");
    }
}
