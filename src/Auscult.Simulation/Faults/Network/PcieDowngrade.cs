using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Network;

/// <summary>
/// The PCIe link of an accelerator comes up with fewer lanes: its interface's buffer fills, the interface sends pauses, the senders' queues
/// on the same leaf fill, and in the end every accelerator starves (taxonomy: PCIe downgrade, a case of 40 minutes, S). Severity chooses
/// the lanes: 8 below 0.6, 4 below 0.8, 2 below 0.95, else 1 of 16.
/// </summary>
internal sealed class PcieDowngrade(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class.</summary>
    public static readonly FaultKind Definition = new(
        "pcie_downgrade",
        Layer.Network,
        FaultTarget.Gpu,
        ["gpu_pcie_link_width_state", "gpu_pcie_receive_bytes_per_second", "gpu_pcie_transmit_bytes_per_second", "gpu_pcie_replays_total"],
        2400,
        occurrence => new PcieDowngrade(occurrence));

    /// <summary>Seconds until the interface's buffer is full.</summary>
    private const double FillSeconds = 2;

    /// <summary>Seconds until the pauses reach the neighbours.</summary>
    private const double SpreadSeconds = 5;

    /// <inheritdoc/>
    public override IEnumerable<Victim> Neighbours => Jam < 0.01
        ? []
        : [new(Site.Layout.NicId(Nic), FillSeconds), .. Others.Select(nic => new Victim(Site.Layout.NicId(nic), SpreadSeconds))];

    private double LinkShare => Severity switch
    {
        < 0.6 => 8 / 16.0,
        < 0.8 => 4 / 16.0,
        < 0.95 => 2 / 16.0,
        _ => 1 / 16.0,
    };

    private int Nic => Site.Layout.NicOfGpu(Entity);

    private IEnumerable<int> Others => Site.NicsOfLeaf(Site.Layout.LeafOfNic(Nic)).Where(nic => nic != Nic);

    // What the interface cannot pass on to the accelerator.
    private double Jam => 1 - Math.Min(1, LinkShare * Site.Config.Room.Accelerator.PcieBytesPerSecond / Site.Config.Room.NicBytesPerSecond);

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        conditions.Gpu.PcieQuality.Multiply(Entity, block, Onset, End, LinkShare);
        conditions.Gpu.PcieReplays.Add(Entity, block, Onset, End, 0.5);
        conditions.Causes.Gpu.Blame(Entity, block, Onset, End, Number);
        if (Duration <= SpreadSeconds)
            return;
        conditions.Nic.Congestion.Add(Nic, block, Onset + FillSeconds, End, Jam);
        conditions.Causes.Nic.Blame(Nic, block, Onset + FillSeconds, End, Number);
        conditions.Switch.Congestion.Add(Site.Layout.LeafOfNic(Nic), block, Onset + SpreadSeconds, End, 0.5 * Jam);
        foreach (var nic in Others)
        {
            conditions.Nic.Congestion.Add(nic, block, Onset + SpreadSeconds, End, 0.3 * Jam);
            conditions.Causes.Nic.Blame(nic, block, Onset + SpreadSeconds, End, Number);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "gpu_pcie_link_width_state", "falls"),
        AtRoot(0, "gpu_pcie_receive_bytes_per_second", "falls"),
        new(FillSeconds, Site.Layout.NicId(Nic), "nic_transmit_pauses_total", "rises: its buffer is full"),
        new(SpreadSeconds, Site.Layout.SwitchId(Site.Layout.LeafOfNic(Nic)), "switch_transmit_wait_seconds_total", "rises"),
    ];
}
