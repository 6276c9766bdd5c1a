using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>Physical state of accelerators in the current block.</summary>
internal sealed class GpuState : PlaneSet
{
    public GpuState(int entities, int ticks)
        : base(entities, ticks)
    {
        (Speed, Power, Temperature, MemoryTemperature, Clock) = (Add(1), Add(0), Add(0), Add(0), Add(0));
        (ThermalSlowdown, HardwareSlowdown, PowerSlowdown, PowerLimit) = (Add(0), Add(0), Add(0), Add(0));
        (Busy, SmActive, TensorActive, DramActive, MemoryUsed, Reasons, Voltage) = (Add(0), Add(0), Add(0), Add(0), Add(0), Add(0), Add(0));
        (PcieTransmit, PcieReceive, PcieWidth, NvlinkTransmit, NvlinkReceive) = (Add(0), Add(0), Add(16), Add(0), Add(0));
        (Present, Alive, Xid, XidCount, RemapPending) = (Add(1), Add(1), Add(0), Add(0), Add(0));
    }

    /// <summary>Share of the healthy speed at which it can compute; 0 when it is gone.</summary>
    public Plane Speed { get; }

    /// <summary>Watts.</summary>
    public Plane Power { get; }

    /// <summary>Degrees Celsius of the compute die.</summary>
    public Plane Temperature { get; }

    /// <summary>Degrees Celsius of the memory.</summary>
    public Plane MemoryTemperature { get; }

    /// <summary>Clock of the compute units in hertz.</summary>
    public Plane Clock { get; }

    /// <summary>Share of the tick in which the clock was lowered for temperature.</summary>
    public Plane ThermalSlowdown { get; }

    /// <summary>Share of the tick in which the hardware itself cut the clock, far above the slowdown temperature.</summary>
    public Plane HardwareSlowdown { get; }

    /// <summary>Share of the tick in which the clock was lowered for power.</summary>
    public Plane PowerSlowdown { get; }

    /// <summary>Power limit in force, watts.</summary>
    public Plane PowerLimit { get; }

    /// <summary>Share of the tick in which any kernel ran; one that spins in a collective counts.</summary>
    public Plane Busy { get; }

    /// <summary>Share of the compute units' cycles with a warp.</summary>
    public Plane SmActive { get; }

    /// <summary>Share of the tensor cores' cycles in use.</summary>
    public Plane TensorActive { get; }

    /// <summary>Share of the memory's cycles in use.</summary>
    public Plane DramActive { get; }

    /// <summary>Bytes of memory in use.</summary>
    public Plane MemoryUsed { get; }

    /// <summary>Why the clock is not at its highest: the bits of NVML's clock event reasons.</summary>
    public Plane Reasons { get; }

    /// <summary>Volts of the compute die.</summary>
    public Plane Voltage { get; }

    /// <summary>Bytes per second to the host.</summary>
    public Plane PcieTransmit { get; }

    /// <summary>Bytes per second from the host.</summary>
    public Plane PcieReceive { get; }

    /// <summary>Lanes of the link to the host.</summary>
    public Plane PcieWidth { get; }

    /// <summary>Bytes per second to accelerators of the same host.</summary>
    public Plane NvlinkTransmit { get; }

    /// <summary>Bytes per second from accelerators of the same host.</summary>
    public Plane NvlinkReceive { get; }

    /// <summary>1 while exporters see it: on the bus of a running host.</summary>
    public Plane Present { get; }

    /// <summary>0 while its driver is gone or hangs: what it counts starts again afterwards.</summary>
    public Plane Alive { get; }

    /// <summary>The latest XID since the driver started, 0 for none.</summary>
    public Plane Xid { get; }

    /// <summary>XIDs of the last five minutes.</summary>
    public Plane XidCount { get; }

    /// <summary>1 while remapped rows wait for a restart.</summary>
    public Plane RemapPending { get; }
}
