using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Machines;

/// <summary>
/// Air at the inlets of the hosts: a mean, a cycle of the day, a slow wandering of the whole room, a place of its own for every host, and
/// what conditions add.
/// </summary>
/// <remarks>A climate that swings by 1.5 K moves clocks by 1 to 2 % in warm hours (taxonomy: thermal/power throttle, S).</remarks>
internal sealed class Climate
{
    private const double SecondsOfDay = 86_400;

    /// <summary>The warmest hour, in seconds after midnight.</summary>
    private const double WarmestSecond = 15 * 3600;

    /// <summary>Time in which the room's wandering forgets itself (E).</summary>
    private const double WanderSeconds = 3 * 3600;
    private readonly ClusterLayout _layout;
    private readonly double[] _place;
    private readonly double _wander;
    private NoiseStream _random;
    private double _room;

    /// <param name="layout">The machine room.</param>
    /// <param name="ticks">Ticks of a block.</param>
    /// <param name="seeds">Where the room's and the hosts' numbers come from.</param>
    public Climate(ClusterLayout layout, int ticks, Seeds seeds)
    {
        _layout = layout;
        Inlet = new Plane(layout.Nodes, ticks, (float)layout.Config.AmbientCelsius);
        _random = new NoiseStream(seeds.Child("climate").Value);
        _wander = layout.Config.WanderCelsius;
        _room = _wander * _random.NextNormal();
        _place = [.. Enumerable.Range(0, layout.Nodes).Select(_ => layout.Config.PlaceCelsius * (double)_random.NextNormal())];
    }

    /// <summary>Degrees Celsius at the inlet of every host.</summary>
    public Plane Inlet { get; }

    /// <summary>Fixes the air of a block.</summary>
    public void Begin(Block block, NodeConditions conditions)
    {
        var config = _layout.Config;
        Span<float> room = stackalloc float[block.Ticks];
        var keep = Math.Exp(-block.StepSeconds / WanderSeconds);
        var fresh = _wander * Math.Sqrt(1 - (keep * keep));
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            _room = (keep * _room) + (fresh * _random.NextNormal());
            var second = block.TimeOf(tick).TimeOfDay.TotalSeconds;
            var cycle = config.DailySwingCelsius * Math.Cos(2 * Math.PI * (second - WarmestSecond) / SecondsOfDay);
            room[tick] = (float)(config.AmbientCelsius + cycle + _room);
        }
        for (var node = 0; node < _layout.Nodes; node++)
        {
            var inlet = Inlet.Change(node)[..block.Ticks];
            System.Numerics.Tensors.TensorPrimitives.Add(room, conditions.AmbientRise[node][..block.Ticks], inlet);
            System.Numerics.Tensors.TensorPrimitives.Add(inlet, (float)_place[node], inlet);
        }
    }
}
