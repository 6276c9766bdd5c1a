using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults;

/// <summary>An accelerator's cooling gets worse: it heats up with its own lag, then lowers its clock; the others wait for it.</summary>
internal sealed class ThermalThrottle(int number, int entity, double onset, double duration, double severity)
    : FaultInstance(number, entity, onset, duration, severity)
{
    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        var cooling = conditions.Gpu.Cooling.Change(Entity);
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            var second = block.SecondOf(tick);
            if (second >= Onset && second < End)
                cooling[tick] *= (float)(1 + (1.5 * Severity));
        }
    }

    /// <inheritdoc/>
    public override Incident Label(LabelContext context) => new()
    {
        Id = $"fault-{Number}",
        FaultClass = "thermal_throttle",
        Layer = Layer.Hardware,
        RootEntity = context.Layout.GpuId(Entity),
        RootSignals = ["gpu_temperature_celsius", "gpu_sm_clock_hertz"],
        Onset = context.TimeOf(Onset),
        End = context.TimeOf(Math.Max(End, context.Ledger.LastEffect(Number))),
        Severity = Severity,
        Recording = context.Recording,
    };
}
