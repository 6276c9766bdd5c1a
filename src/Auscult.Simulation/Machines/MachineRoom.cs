using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Machines;

/// <summary>
/// The physical state of everything in the room: conditions and the jobs' activity go in, what exporters measure comes out.
/// </summary>
internal sealed class MachineRoom
{
    private readonly ClusterLayout _layout;
    private readonly GpuModel _gpus;
    private readonly GpuUsage _usage;
    private readonly GpuErrors _errors;
    private readonly NicModel _nics;
    private readonly NodeModel _nodes;
    private readonly DiskModel _disks;
    private readonly SwitchModel _switches;
    private readonly Climate _climate;

    /// <param name="layout">What there is.</param>
    /// <param name="ticks">Ticks of a block.</param>
    /// <param name="seeds">Where the machines' numbers come from.</param>
    public MachineRoom(ClusterLayout layout, int ticks, Seeds seeds)
    {
        _layout = layout;
        (_climate, Fabric, Storage) = (new Climate(layout, ticks, seeds), new Fabric(layout, ticks), new SharedStorage(layout, ticks));
        _gpus = new GpuModel(layout, ticks, seeds);
        (_usage, _errors) = (new GpuUsage(layout, _gpus.State), new GpuErrors(layout, _gpus.State));
        (_nics, _switches) = (new NicModel(layout, ticks, Fabric), new SwitchModel(layout, ticks));
        (_nodes, _disks) = (new NodeModel(layout, ticks, seeds), new DiskModel(layout, ticks, seeds));
    }

    /// <summary>Share of the healthy speed at which each accelerator can compute.</summary>
    public Plane Speed => _gpus.State.Speed;

    /// <summary>What the network can carry.</summary>
    public Fabric Fabric { get; }

    /// <summary>What the shared storage can do.</summary>
    public SharedStorage Storage { get; }

    /// <summary>Accelerators.</summary>
    public GpuState Gpus => _gpus.State;

    /// <summary>Network interfaces.</summary>
    public NicState Nics => _nics.State;

    /// <summary>Hosts.</summary>
    public NodeState Nodes => _nodes.State;

    /// <summary>The hosts' disks, then the shared storage.</summary>
    public DiskState Disks => _disks.State;

    /// <summary>Leaf switches, then spines.</summary>
    public SwitchState Switches => _switches.State;

    /// <summary>Air at the inlet of every host, degrees Celsius.</summary>
    public Plane Inlet => _climate.Inlet;

    /// <summary>Before the first tick of a block: what its conditions alone decide.</summary>
    public void BeginBlock(Block block, Conditions conditions)
    {
        Fabric.Begin(block, conditions);
        Storage.Begin(block, conditions.Storage);
        _climate.Begin(block, conditions.Node);
    }

    /// <summary>Before the job's tick: what the machines can do.</summary>
    public void Begin(int tick, Conditions conditions) => _gpus.Begin(tick, conditions);

    /// <summary>After the job's tick: what its work did to the machines.</summary>
    public void End(Block block, int tick, Conditions conditions, Activity activity) =>
        _gpus.End(block, tick, conditions, activity.Gpu, _climate.Inlet);

    /// <summary>After the last tick of a block: everything that the job does not react to within the block.</summary>
    public void Finish(Block block, Conditions conditions, Activity activity, ParallelOptions parallel)
    {
        _nics.Deliver(block, conditions, activity.Gpu);
        Storage.Deliver(block, conditions.Storage, activity.Node);
        Parallel.For(0, _layout.Nodes, parallel, node => Finish(node, block, conditions, activity));
        _disks.Finish(block, Storage);
        _switches.Finish(block, conditions.Switch, _nics.State);
    }

    private void Finish(int node, Block block, Conditions conditions, Activity activity)
    {
        for (var gpu = node * _layout.GpusPerNode; gpu < (node + 1) * _layout.GpusPerNode; gpu++)
        {
            _usage.Finish(gpu, block, conditions, activity.Gpu);
            _errors.Finish(gpu, block, conditions);
        }
        for (var nic = node * _layout.Rails; nic < (node + 1) * _layout.Rails; nic++)
            _nics.Finish(nic, block, conditions);
        _nodes.Finish(node, block, conditions, activity, _gpus.State, Storage, _climate.Inlet);
        _disks.Finish(node, block, conditions.Node, _nodes.State);
    }
}
