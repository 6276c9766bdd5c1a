using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults.Hardware;

/// <summary>
/// An accelerator's power limit falls at once (a failed supply, a power brake): power and clock go down together, it stays cool, the others
/// wait for it. Severity is the share of the clock that is gone while it computes, at most 0.7.
/// </summary>
internal sealed class PowerThrottle(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class (taxonomy: fail-slow of computing lasts about 10 minutes, S).</summary>
    public static readonly FaultKind Definition = new(
        "power_throttle",
        Layer.Hardware,
        FaultTarget.Gpu,
        ["gpu_power_watts", "gpu_sm_clock_hertz", "gpu_power_violation_seconds_total"],
        600,
        occurrence => new PowerThrottle(occurrence))
    {
        MinSeverity = 0.1,
        MaxSeverity = 0.7,
    };

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        var accelerator = Site.Config.Room.Accelerator;
        var limit = ClockThrottle.BusyWatts(accelerator, ClockThrottle.Of(Severity)) / accelerator.PowerLimitWatts;
        conditions.Gpu.PowerLimit.Multiply(Entity, block, Onset, End, limit);
        conditions.Causes.Gpu.Blame(Entity, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() =>
    [
        AtRoot(0, "gpu_power_watts", "falls"),
        AtRoot(Site.StepSeconds, "gpu_sm_clock_hertz", "falls"),
    ];
}
