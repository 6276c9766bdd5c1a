using System.Runtime.InteropServices;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Machines;

/// <summary>
/// Power, temperature and clock of accelerators: power follows activity and clock, temperature follows power with a lag, the clock gives
/// way to limits of power and temperature. A tick begins by fixing the speed, then the job works at that speed, then power and heat follow.
/// </summary>
internal sealed class GpuModel
{
    /// <summary>Kelvin above the slowdown temperature at which the clock is at its lowest.</summary>
    public const double SlowdownSpan = 10;

    /// <summary>The lowest clock as a share of the highest.</summary>
    public const double LowestClock = 0.3;

    /// <summary>Kelvin above the slowdown temperature at which the hardware cuts the clock itself.</summary>
    private const double HardwareSpan = 5;

    /// <summary>Spread of the power that equal work takes: MLPerf's 64 nodes of eight differ by 0.7 %.</summary>
    private const double PowerSpread = 0.02;

    /// <summary>Clock without work, as a share of the highest (345 of 1,980 MHz on an H100).</summary>
    private const double IdleClock = 0.174;

    /// <summary>Kelvin that the air gains on its way from the first to the last accelerator of a host (E).</summary>
    private const double AirRise = 4;

    /// <summary>Kelvin of the memory above the die at full work (E).</summary>
    private const double MemoryRise = 12;
    private readonly ClusterLayout _layout;
    private readonly AcceleratorConfig _config;
    private readonly Machine[] _machines;

    /// <param name="layout">The machine room.</param>
    /// <param name="ticks">Ticks of a block.</param>
    /// <param name="seeds">Where the differences between accelerators come from.</param>
    public GpuModel(ClusterLayout layout, int ticks, Seeds seeds)
    {
        (_layout, _config) = (layout, layout.Config.Accelerator);
        State = new GpuState(layout.Gpus, ticks);
        _machines = [.. Enumerable.Range(0, layout.Gpus).Select(gpu => Idle(gpu, new NoiseStream(seeds.Child($"gpu/{gpu}").Value)))];
    }

    /// <summary>The state in the current block.</summary>
    public GpuState State { get; }

    /// <summary>Fixes the speed of every accelerator for a tick.</summary>
    public void Begin(int tick, Conditions conditions)
    {
        for (var gpu = 0; gpu < _machines.Length; gpu++)
        {
            ref var machine = ref _machines[gpu];
            var above = machine.Temperature - _config.SlowdownCelsius;
            var heat = Math.Clamp(above / SlowdownSpan, 0, 1 - LowestClock);
            machine.Clock = conditions.Gpu.ClockLimit[gpu][tick] * (1 - heat) * machine.PowerThrottle;
            State.Speed.Change(gpu)[tick] =
                (float)(machine.Clock * conditions.Gpu.Present[gpu][tick] * conditions.Gpu.Responding[gpu][tick]);
            State.ThermalSlowdown.Change(gpu)[tick] = heat > 0 ? 1 : 0;
            State.HardwareSlowdown.Change(gpu)[tick] = above > HardwareSpan ? 1 : 0;
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
        var pull = 1 - Math.Exp(-block.StepSeconds / _config.ThermalTime.TotalSeconds);
        for (var gpu = 0; gpu < _machines.Length; gpu++)
        {
            ref var machine = ref _machines[gpu];
            var (compute, communicate, spin) = (activity.Compute[gpu][tick], activity.Communicate[gpu][tick], activity.Spin[gpu][tick]);
            var starve = activity.Starve[gpu][tick];
            // Shares of the dynamic power (E): matrix products, moving data, polling, waiting.
            var load = (0.9 * compute) + (0.55 * communicate) + (0.3 * spin) + (0.05 * starve);
            var limit = _config.PowerLimitWatts * conditions.Gpu.PowerLimit[gpu][tick];
            var clock = machine.Clock / machine.PowerThrottle;
            var wanted = (_config.PowerLimitWatts - _config.IdleWatts) * machine.PowerFactor * load * clock * clock;
            var allowed = Math.Max(1, limit - _config.IdleWatts);
            // Power goes with the square of the clock here; the clock that keeps the limit takes effect in the next tick.
            machine.PowerThrottle = wanted > allowed ? Math.Sqrt(allowed / wanted) : 1;
            var isOn = conditions.Gpu.Present[gpu][tick] * conditions.Node.Up[_layout.NodeOfGpu(gpu)][tick];
            var watts = (_config.IdleWatts + Math.Min(wanted, allowed)) * isOn;
            var target = inletCelsius[_layout.NodeOfGpu(gpu)][tick] + machine.AirCelsius
                + (watts * _config.KelvinPerWatt * machine.ResistanceFactor * conditions.Gpu.Cooling[gpu][tick]);
            machine.Temperature += pull * (target - machine.Temperature);
            machine.MemoryTemperature += pull * (target + (MemoryRise * load) - machine.MemoryTemperature);
            var isIdle = compute + communicate + spin + starve <= 0;
            State.Clock.Change(gpu)[tick] = (float)(_config.MaxClockHertz * (isIdle ? Math.Min(IdleClock, machine.Clock) : machine.Clock));
            State.Power.Change(gpu)[tick] = (float)watts;
            State.PowerLimit.Change(gpu)[tick] = (float)limit;
            State.Temperature.Change(gpu)[tick] = (float)machine.Temperature;
            State.MemoryTemperature.Change(gpu)[tick] = (float)machine.MemoryTemperature;
        }
    }

    private Machine Idle(int gpu, NoiseStream random)
    {
        var machine = new Machine
        {
            PowerThrottle = 1,
            Clock = 1,
            ResistanceFactor = Math.Max(0.5, 1 + (0.05 * _config.Spread * random.NextNormal())),
            PowerFactor = Math.Max(0.5, 1 + (PowerSpread * _config.Spread * random.NextNormal())),
            AirCelsius = _config.Spread > 0 ? AirRise * (gpu % _layout.GpusPerNode) / _layout.GpusPerNode : 0,
        };
        machine.Temperature = _layout.Config.AmbientCelsius + machine.AirCelsius
            + (_config.IdleWatts * _config.KelvinPerWatt * machine.ResistanceFactor);
        machine.MemoryTemperature = machine.Temperature;
        return machine;
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Machine
    {
        public double Temperature;
        public double MemoryTemperature;
        public double PowerThrottle;
        public double Clock;
        public double ResistanceFactor;
        public double PowerFactor;
        public double AirCelsius;
    }
}
