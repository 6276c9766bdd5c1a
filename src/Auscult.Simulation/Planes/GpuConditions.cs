namespace Auscult.Simulation.Planes;

/// <summary>Conditions of accelerators.</summary>
internal sealed class GpuConditions : PlaneSet
{
    public GpuConditions(int entities, int ticks)
        : base(entities, ticks)
    {
        (ClockLimit, Cooling, PowerLimit, Present, Responding, ProcessUp) = (Add(1), Add(1), Add(1), Add(1), Add(1), Add(1));
        (CorrectedErrors, UncorrectedErrors, RemappedRows, RowRemapFailed) = (Add(0), Add(0), Add(0), Add(0));
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

    /// <summary>1 when a serving process can run on it, 0 when it was killed and is not back yet. Trainings go by interruptions.</summary>
    public Plane ProcessUp { get; }

    /// <summary>Corrected memory errors per second.</summary>
    public Plane CorrectedErrors { get; }

    /// <summary>Uncorrected memory errors per second; exact: n errors are n divided by a tick's length, in one tick.</summary>
    public Plane UncorrectedErrors { get; }

    /// <summary>Rows remapped per second; exact as <see cref="UncorrectedErrors"/>.</summary>
    public Plane RemappedRows { get; }

    /// <summary>1 while a row remapping has failed.</summary>
    public Plane RowRemapFailed { get; }

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
