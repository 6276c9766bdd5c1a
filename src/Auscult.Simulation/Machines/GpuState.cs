using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>Physical state of accelerators in the current block.</summary>
internal sealed class GpuState : PlaneSet
{
    public GpuState(int entities, int ticks)
        : base(entities, ticks)
    {
        (Speed, Power, Temperature, MemoryTemperature, Clock) = (Add(1), Add(0), Add(0), Add(0), Add(0));
        (ThermalSlowdown, PowerSlowdown) = (Add(0), Add(0));
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

    /// <summary>Share of the tick in which the clock was lowered for power.</summary>
    public Plane PowerSlowdown { get; }
}
