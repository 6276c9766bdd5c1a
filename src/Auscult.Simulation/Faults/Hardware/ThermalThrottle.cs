using Auscult.Simulation.Configuration;
using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Hardware;

/// <summary>
/// An accelerator's cooling gets worse: it heats up with its own lag (30 to 120 s, E), then lowers its clock, and the others wait for it
/// spinning. Severity is the share of the clock that is gone once temperature and clock have settled, at most
/// 1 - <see cref="GpuModel.LowestClock"/>.
/// </summary>
internal sealed class ThermalThrottle(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class (taxonomy: lasts about 10 minutes, S).</summary>
    public static readonly FaultKind Definition = new(
        "thermal_throttle",
        Layer.Hardware,
        FaultTarget.Gpu,
        ["gpu_temperature_celsius", "gpu_memory_temperature_celsius", "gpu_sm_clock_hertz", "gpu_thermal_violation_seconds_total"],
        600,
        occurrence => new ThermalThrottle(occurrence))
    {
        MinSeverity = 0.1,
        MaxSeverity = 0.7,
    };

    /// <summary>Seconds in which the fan runs down.</summary>
    private const double RampSeconds = 20;

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        var worst = Resistance(Site.Config.Room, ClockThrottle.Of(Severity));
        conditions.Gpu.Cooling.Multiply(Entity, block, Onset, End, at => 1 + ((worst - 1) * OnsetShape.Ramp(at - Onset, RampSeconds)));
        conditions.Causes.Gpu.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "gpu_temperature_celsius", "rises"),
        AtRoot(HoldDelay, "gpu_sm_clock_hertz", "falls"),
    ];

    /// <summary>Time in which a busy die gets from its usual temperature to the one that slows it down: a first-order lag after the fan's.</summary>
    public override double HoldDelay
    {
        get
        {
            var (room, accelerator) = (Site.Config.Room, Site.Config.Room.Accelerator);
            var usual = ClockThrottle.BusyWatts(accelerator, 1) * accelerator.KelvinPerWatt;
            var (way, toSlowdown) = (usual * (Resistance(room, ClockThrottle.Of(Severity)) - 1), accelerator.SlowdownCelsius - room.AmbientCelsius - usual);
            var share = Math.Clamp(toSlowdown / way, 0, 0.99);
            return Math.Round((RampSeconds / 2) - (accelerator.ThermalTime.TotalSeconds * Math.Log(1 - share)), 1);
        }
    }

    // The factor on the thermal resistance with which a busy accelerator settles at the clock.
    private static double Resistance(MachineRoomConfig room, double clock)
    {
        var temperature = room.Accelerator.SlowdownCelsius + (GpuModel.SlowdownSpan * (1 - clock));
        var rise = ClockThrottle.BusyWatts(room.Accelerator, clock) * room.Accelerator.KelvinPerWatt;
        return Math.Max(1.2, (temperature - room.AmbientCelsius) / rise);
    }
}

/// <summary>How severity, clock and power of a throttled accelerator hang together.</summary>
internal static class ClockThrottle
{
    /// <summary>Share of the dynamic power that a training draws while it computes (E).</summary>
    private const double BusyShare = 0.85;

    /// <summary>The clock that a severity stands for, as a share of the healthy one.</summary>
    public static double Of(double severity) => Math.Max(GpuModel.LowestClock, 1 - severity);

    /// <summary>Power of a busy accelerator at a clock.</summary>
    public static double BusyWatts(AcceleratorConfig accelerator, double clock) =>
        accelerator.IdleWatts + (BusyShare * (accelerator.PowerLimitWatts - accelerator.IdleWatts) * clock * clock);
}
