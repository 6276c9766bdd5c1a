using Auscult.Simulation.Room;

namespace Auscult.Simulation.Planes;

/// <summary>
/// Number of the fault or benign event that holds an entity up, -1 for none. Where several do, the most severe one is named. A job that
/// waits for an entity books the lost time under this number (<see cref="Faults.LossLedger"/>).
/// </summary>
/// <param name="layout">The machine room.</param>
/// <param name="ticks">Ticks of a block.</param>
/// <param name="experts">Experts of the job's model.</param>
internal sealed class Causes(ClusterLayout layout, int ticks, int experts)
{
    /// <summary>By accelerator.</summary>
    public Plane Gpu { get; } = new(layout.Gpus, ticks, -1);

    /// <summary>By host.</summary>
    public Plane Node { get; } = new(layout.Nodes, ticks, -1);

    /// <summary>By network interface.</summary>
    public Plane Nic { get; } = new(layout.Nics, ticks, -1);

    /// <summary>By switch.</summary>
    public Plane Switch { get; } = new(layout.Switches, ticks, -1);

    /// <summary>The shared storage.</summary>
    public Plane Storage { get; } = new(1, ticks, -1);

    /// <summary>The job as a whole.</summary>
    public Plane Job { get; } = new(1, ticks, -1);

    /// <summary>By expert.</summary>
    public Plane Expert { get; } = new(experts, ticks, -1);

    /// <summary>Nobody is to blame any more.</summary>
    public void Reset()
    {
        foreach (var plane in (Plane[])[Gpu, Node, Nic, Switch, Storage, Job, Expert])
            plane.Reset();
    }
}
