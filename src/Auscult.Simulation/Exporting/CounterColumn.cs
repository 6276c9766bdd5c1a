using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Exporting;

/// <summary>A total that only grows: the plane is its rate per second. It counts on while no sample is taken.</summary>
/// <param name="name">Name of the signal in the catalogue.</param>
/// <param name="rate">What is added per second.</param>
internal sealed class CounterColumn(string name, Plane rate) : SeriesColumnModel(name)
{
    private double[] _total = [];

    /// <summary>Factor on the rate.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether single events are drawn at the rate, so that the total is a whole number.</summary>
    public bool IsPoisson { get; init; }

    /// <summary>Values are multiples of this, rounded down; 0: not rounded.</summary>
    public double Quantum { get; init; }

    /// <inheritdoc/>
    public override void Prepare(int entities, double noise) => _total = new double[entities];

    /// <inheritdoc/>
    public override void Start(int entity, ref NoiseStream random)
    {
    }

    /// <inheritdoc/>
    public override void Measure(
        int entity, int ticks, double stepSeconds, ReadOnlySpan<int> sampled, Span<double> values, ref NoiseStream random)
    {
        var rates = rate[entity];
        var (total, next, factor) = (_total[entity], 0, Scale * stepSeconds);
        for (var tick = 0; tick < ticks; tick++)
        {
            var growth = rates[tick] * factor;
            total += IsPoisson ? random.NextPoisson(growth) : growth;
            if (next < sampled.Length && sampled[next] == tick)
                values[next++] = Quantum > 0 ? Math.Floor(total / Quantum) * Quantum : total;
        }
        _total[entity] = total;
    }
}
