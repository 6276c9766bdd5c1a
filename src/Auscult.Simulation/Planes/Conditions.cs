using Auscult.Simulation.Room;

namespace Auscult.Simulation.Planes;

/// <summary>
/// What is out of the ordinary in the current block: faults and benign events write it, jobs and machines read it. Factors are 1 and
/// rates are 0 when all is well. Several events that touch the same plane multiply factors and add rates. What a switch or a PCIe slot does
/// to network interfaces stands in the planes of the interfaces too, so a reader needs no topology.
/// </summary>
/// <param name="layout">The machine room.</param>
/// <param name="ticks">Ticks of a block.</param>
/// <param name="experts">Experts of the job's model; 0 without experts.</param>
internal sealed class Conditions(ClusterLayout layout, int ticks, int experts = 0)
{
    /// <summary>Accelerators.</summary>
    public GpuConditions Gpu { get; } = new(layout.Gpus, ticks);

    /// <summary>Hosts.</summary>
    public NodeConditions Node { get; } = new(layout.Nodes, ticks);

    /// <summary>Network interfaces.</summary>
    public NicConditions Nic { get; } = new(layout.Nics, ticks);

    /// <summary>Switches.</summary>
    public SwitchConditions Switch { get; } = new(layout.Switches, ticks);

    /// <summary>Shared storage: one entity.</summary>
    public StorageConditions Storage { get; } = new(ticks);

    /// <summary>The job: one entity.</summary>
    public JobConditions Job { get; } = new(ticks);

    /// <summary>Experts of the job's model.</summary>
    public ExpertConditions Expert { get; } = new(experts, ticks);

    /// <summary>Who is to blame for what the other planes say.</summary>
    public Causes Causes { get; } = new(layout, ticks, experts);

    /// <summary>Makes everything neutral again.</summary>
    public void Reset()
    {
        Gpu.Reset();
        Node.Reset();
        Nic.Reset();
        Switch.Reset();
        Storage.Reset();
        Job.Reset();
        Expert.Reset();
        Causes.Reset();
    }
}
