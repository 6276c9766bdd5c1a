using Auscult.Simulation.Configuration;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Faults;

/// <summary>Every condition of a simulation, tick by tick, without job and machines.</summary>
internal sealed class ConditionRecord
{
    private readonly Dictionary<string, (Plane Plane, float[] Values)> _planes = new(StringComparer.Ordinal);
    private readonly int _ticks;

    private ConditionRecord(SimulationConfig config, int blockTicks, long seed)
    {
        var layout = new ClusterLayout(config.Room);
        var parallel = config.Training is { } training ? ParallelLayout.Of(training, config.Room) : null;
        Plan = FaultPlanner.Draw(config, layout, parallel, new Seeds(seed));
        _ticks = (int)(config.Duration / config.Step);
        var conditions = new Conditions(layout, blockTicks, config.Training?.Experts ?? 0);
        foreach (var set in typeof(Conditions).GetProperties())
        {
            foreach (var plane in set.PropertyType.GetProperties().Where(property => property.PropertyType == typeof(Plane)))
            {
                var value = (Plane)plane.GetValue(set.GetValue(conditions))!;
                _planes.Add($"{set.Name}.{plane.Name}", (value, new float[value.Entities * _ticks]));
            }
        }
        for (var first = 0; first < _ticks; first += blockTicks)
        {
            var block = new Block(first, Math.Min(blockTicks, _ticks - first), config.Step.TotalSeconds, config.Start);
            Plan.Apply(conditions, block);
            foreach (var (plane, values) in _planes.Values)
            {
                for (var entity = 0; entity < plane.Entities; entity++)
                    plane[entity][..block.Ticks].CopyTo(values.AsSpan((entity * _ticks) + first));
            }
        }
    }

    public FaultPlan Plan { get; }

    public IEnumerable<string> Names => _planes.Keys;

    public int Entities(string plane) => _planes[plane].Plane.Entities;

    public float Neutral(string plane) => _planes[plane].Plane.Neutral;

    public ReadOnlySpan<float> Of(string plane, int entity) => _planes[plane].Values.AsSpan(entity * _ticks, _ticks);

    public float[] All(string plane) => _planes[plane].Values;

    /// <summary>First and last tick of any plane that is not neutral.</summary>
    public (int First, int Last) Touched(Func<string, bool> isAsked)
    {
        var (first, last) = (int.MaxValue, -1);
        foreach (var (name, (plane, values)) in _planes.Where(plane => isAsked(plane.Key)))
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (!values[i].Equals(plane.Neutral))
                    (first, last) = (Math.Min(first, i % _ticks), Math.Max(last, i % _ticks));
            }
        }
        return (first, last);
    }

    public static ConditionRecord Of(SimulationConfig config, int blockTicks = 64, long seed = 1) => new(config, blockTicks, seed);
}
