using Auscult.Simulation.Room;

namespace Auscult.Simulation.Planes;

/// <summary>
/// What is out of the ordinary in the current block: faults and benign events write it, jobs and machines read it. Factors are 1 and
/// rates are 0 when all is well. Several events that touch the same plane multiply factors and add rates.
/// </summary>
/// <param name="layout">The machine room.</param>
/// <param name="ticks">Ticks of a block.</param>
internal sealed class Conditions(ClusterLayout layout, int ticks)
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

    /// <summary>Makes everything neutral again.</summary>
    public void Reset()
    {
        Gpu.Reset();
        Node.Reset();
        Nic.Reset();
        Switch.Reset();
        Storage.Reset();
        Job.Reset();
    }
}

/// <summary>Conditions of accelerators.</summary>
internal sealed class GpuConditions : PlaneSet
{
    public GpuConditions(int entities, int ticks)
        : base(entities, ticks)
    {
        (ClockLimit, Cooling, PowerLimit, Present, Responding) = (Add(1), Add(1), Add(1), Add(1), Add(1));
        (CorrectedErrors, UncorrectedErrors, RemappedRows) = (Add(0), Add(0), Add(0));
        (NvlinkQuality, NvlinkErrors, PcieQuality, PcieReplays) = (Add(1), Add(0), Add(1), Add(0));
        (Xid, Corruption) = (Add(0), Add(0));
    }

    /// <summary>Highest clock as a share of the healthy highest.</summary>
    public Plane ClockLimit { get; }

    /// <summary>Factor on the thermal resistance; 2 means twice the kelvin per watt.</summary>
    public Plane Cooling { get; }

    /// <summary>Power limit as a share of the healthy one.</summary>
    public Plane PowerLimit { get; }

    /// <summary>1 on the bus, 0 gone: every series of it vanishes.</summary>
    public Plane Present { get; }

    /// <summary>1 when the driver answers, 0 when it hangs: exporters freeze at the last value.</summary>
    public Plane Responding { get; }

    /// <summary>Corrected memory errors per second.</summary>
    public Plane CorrectedErrors { get; }

    /// <summary>Uncorrected memory errors per second.</summary>
    public Plane UncorrectedErrors { get; }

    /// <summary>Rows remapped per second.</summary>
    public Plane RemappedRows { get; }

    /// <summary>Share of the NVLink bandwidth that is left.</summary>
    public Plane NvlinkQuality { get; }

    /// <summary>NVLink CRC errors per second.</summary>
    public Plane NvlinkErrors { get; }

    /// <summary>Share of the PCIe bandwidth that is left.</summary>
    public Plane PcieQuality { get; }

    /// <summary>PCIe replays per second.</summary>
    public Plane PcieReplays { get; }

    /// <summary>XID code raised in the tick, 0 for none.</summary>
    public Plane Xid { get; }

    /// <summary>Size of the silent error this accelerator puts into its gradients, 0 for none.</summary>
    public Plane Corruption { get; }
}

/// <summary>Conditions of hosts.</summary>
internal sealed class NodeConditions : PlaneSet
{
    public NodeConditions(int entities, int ticks)
        : base(entities, ticks)
    {
        (Up, Contention, LaunchDelay, LoaderQuality, LoaderMemory, AmbientRise, Reachable) = (Add(1), Add(0), Add(0), Add(1), Add(0), Add(0), Add(1));
    }

    /// <summary>1 when the host runs, 0 when it is down.</summary>
    public Plane Up { get; }

    /// <summary>Share of the processors that foreign work takes.</summary>
    public Plane Contention { get; }

    /// <summary>Share of the time in which its processes do not get to launch work (pauses, garbage collection).</summary>
    public Plane LaunchDelay { get; }

    /// <summary>Share of the data loaders' speed that is left.</summary>
    public Plane LoaderQuality { get; }

    /// <summary>Bytes that leak into the data loaders.</summary>
    public Plane LoaderMemory { get; }

    /// <summary>Kelvin above the room's inlet temperature.</summary>
    public Plane AmbientRise { get; }

    /// <summary>1 when its exporters answer, 0 when scrapes fail.</summary>
    public Plane Reachable { get; }
}

/// <summary>Conditions of network interfaces.</summary>
internal sealed class NicConditions : PlaneSet
{
    public NicConditions(int entities, int ticks)
        : base(entities, ticks)
    {
        (LinkUp, Quality, SymbolErrors, Recoveries, Congestion) = (Add(1), Add(1), Add(0), Add(0), Add(0));
    }

    /// <summary>1 when the link is up.</summary>
    public Plane LinkUp { get; }

    /// <summary>Share of the bandwidth that is left.</summary>
    public Plane Quality { get; }

    /// <summary>Symbol errors per second.</summary>
    public Plane SymbolErrors { get; }

    /// <summary>Link recoveries per second.</summary>
    public Plane Recoveries { get; }

    /// <summary>0 free to 1 jammed: pauses, congestion notifications, out-of-sequence packets.</summary>
    public Plane Congestion { get; }
}

/// <summary>Conditions of switches.</summary>
internal sealed class SwitchConditions : PlaneSet
{
    public SwitchConditions(int entities, int ticks)
        : base(entities, ticks) => (Quality, Congestion, Errors) = (Add(1), Add(0), Add(0));

    /// <summary>Share of the bandwidth that is left.</summary>
    public Plane Quality { get; }

    /// <summary>0 free to 1 jammed.</summary>
    public Plane Congestion { get; }

    /// <summary>Errors and discards per second and port.</summary>
    public Plane Errors { get; }
}

/// <summary>Conditions of the shared storage.</summary>
internal sealed class StorageConditions : PlaneSet
{
    public StorageConditions(int ticks)
        : base(1, ticks) => (Quality, ForeignLoad) = (Add(1), Add(0));

    /// <summary>Share of the throughput that is left.</summary>
    public Plane Quality { get; }

    /// <summary>Share of the throughput that others use.</summary>
    public Plane ForeignLoad { get; }
}

/// <summary>Conditions of the job as a whole.</summary>
internal sealed class JobConditions : PlaneSet
{
    public JobConditions(int ticks)
        : base(1, ticks) => (SequenceSkew, ExpertSkew, LearningRate) = (Add(0), Add(0), Add(1));

    /// <summary>Added to the coefficient of variation of the sequence lengths.</summary>
    public Plane SequenceSkew { get; }

    /// <summary>Share of the tokens that one expert draws on top of its own.</summary>
    public Plane ExpertSkew { get; }

    /// <summary>Factor on the learning rate.</summary>
    public Plane LearningRate { get; }
}
