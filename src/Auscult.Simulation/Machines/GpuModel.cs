using System.Runtime.InteropServices;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Machines;

/// <summary>
/// Power, temperature and clock of accelerators: power follows activity and clock, temperature follows power with a lag, the clock gives way
/// to limits of power and temperature. A tick begins by fixing the speed, then the job works at that speed, then power and heat follow.
/// </summary>
/// <param name="layout">The machine room.</param>
/// <param name="ticks">Ticks of a block.</param>
internal sealed class GpuModel(ClusterLayout layout, int ticks)
{
    /// <summary>Kelvin above the slowdown temperature at which the clock is at its lowest.</summary>
    public const double SlowdownSpan = 10;

    /// <summary>The lowest clock as a share of the highest.</summary>
    public const double LowestClock = 0.3;

    private readonly AcceleratorConfig _config = layout.Config.Accelerator;
    private readonly Machine[] _machines = Idle(layout);

    /// <summary>The state in the current block.</summary>
    public GpuState State { get; } = new(layout.Gpus, ticks);

    /// <summary>Fixes the speed of every accelerator for a tick.</summary>
    public void Begin(int tick, Conditions conditions)
    {
        for (var gpu = 0; gpu < _machines.Length; gpu++)
        {
            ref var machine = ref _machines[gpu];
            var heat = Math.Clamp((machine.Temperature - _config.SlowdownCelsius) / SlowdownSpan, 0, 1 - LowestClock);
            var clock = conditions.Gpu.ClockLimit[gpu][tick] * (1 - heat) * machine.PowerThrottle;
            State.Clock.Change(gpu)[tick] = (float)(_config.MaxClockHertz * clock);
            State.Speed.Change(gpu)[tick] = (float)(clock * conditions.Gpu.Present[gpu][tick] * conditions.Gpu.Responding[gpu][tick]);
            State.ThermalSlowdown.Change(gpu)[tick] = heat > 0 ? 1 : 0;
            State.PowerSlowdown.Change(gpu)[tick] = machine.PowerThrottle < 1 ? 1 : 0;
        }
    }

    /// <summary>Lets power and temperature follow what the job did in a tick.</summary>
    /// <param name="block">The block.</param>
    /// <param name="tick">The tick.</param>
    /// <param name="conditions">What is out of the ordinary.</param>
    /// <param name="activity">What the job did.</param>
    /// <param name="inletCelsius">Air at the inlets of every host, degrees Celsius.</param>
    public void End(Block block, int tick, Conditions conditions, GpuActivity activity, Plane inletCelsius)
    {
        var dynamic = _config.PowerLimitWatts - _config.IdleWatts;
        var pull = 1 - Math.Exp(-block.StepSeconds / _config.ThermalTime.TotalSeconds);
        for (var gpu = 0; gpu < _machines.Length; gpu++)
        {
            ref var machine = ref _machines[gpu];
            var clock = State.Clock[gpu][tick] / _config.MaxClockHertz / machine.PowerThrottle;
            var load = (0.9 * activity.Compute[gpu][tick]) + (0.55 * activity.Communicate[gpu][tick]) + (0.3 * activity.Spin[gpu][tick])
                + (0.05 * activity.Starve[gpu][tick]);
            var wanted = dynamic * load * clock * clock;
            var allowed = (_config.PowerLimitWatts * conditions.Gpu.PowerLimit[gpu][tick]) - _config.IdleWatts;
            // Power goes with the square of the clock here; the clock that keeps the limit takes effect in the next tick.
            machine.PowerThrottle = wanted > allowed ? Math.Sqrt(Math.Max(allowed, 1) / wanted) : 1;
            var watts = (_config.IdleWatts + Math.Min(wanted, Math.Max(allowed, 0))) * conditions.Gpu.Present[gpu][tick];
            var target = inletCelsius[layout.NodeOfGpu(gpu)][tick] + (watts * _config.KelvinPerWatt * conditions.Gpu.Cooling[gpu][tick]);
            machine.Temperature += pull * (target - machine.Temperature);
            machine.MemoryTemperature += pull * (target + (12 * load) - machine.MemoryTemperature);
            State.Power.Change(gpu)[tick] = (float)watts;
            State.Temperature.Change(gpu)[tick] = (float)machine.Temperature;
            State.MemoryTemperature.Change(gpu)[tick] = (float)machine.MemoryTemperature;
        }
    }

    private static Machine[] Idle(ClusterLayout layout)
    {
        var config = layout.Config;
        var idle = config.AmbientCelsius + (config.Accelerator.IdleWatts * config.Accelerator.KelvinPerWatt);
        return [.. Enumerable.Range(0, layout.Gpus).Select(_ => new Machine { Temperature = idle, MemoryTemperature = idle, PowerThrottle = 1 })];
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Machine
    {
        public double Temperature;
        public double MemoryTemperature;
        public double PowerThrottle;
    }
}
