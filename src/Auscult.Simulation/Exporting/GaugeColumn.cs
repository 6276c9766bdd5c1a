using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Exporting;

/// <summary>A level: the plane's value, scaled, with coloured noise (an AR(1) process), rounded as the exporter does.</summary>
/// <param name="name">Name of the signal in the catalogue.</param>
/// <param name="source">The physical quantity.</param>
internal sealed class GaugeColumn(string name, Plane source) : SeriesColumnModel(name)
{
    private float[] _noise = [];
    private float[] _factor = [];
    private double _amplitude = 1;

    /// <summary>Factor on the physical quantity.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Added after scaling.</summary>
    public double Offset { get; init; }

    /// <summary>Standard deviation of the noise in the signal's unit.</summary>
    public double Noise { get; init; }

    /// <summary>Time in which the noise forgets itself (1/e), seconds.</summary>
    public double NoiseSeconds { get; init; } = 1;

    /// <summary>Standard deviation of a factor that differs from entity to entity and stays.</summary>
    public double Spread { get; init; }

    /// <summary>Values are multiples of this; 0: not rounded.</summary>
    public double Quantum { get; init; }

    /// <summary>Smallest value.</summary>
    public double Min { get; init; }

    /// <summary>Largest value.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public override void Prepare(int entities, double noise) => (_noise, _factor, _amplitude) = (new float[entities], new float[entities], noise);

    /// <inheritdoc/>
    public override void Start(int entity, ref NoiseStream random)
    {
        _noise[entity] = random.NextNormal();
        _factor[entity] = 1 + (float)(Spread * random.NextNormal());
    }

    /// <inheritdoc/>
    public override void Measure(
        int entity, int ticks, double stepSeconds, ReadOnlySpan<int> sampled, Span<double> values, ref NoiseStream random)
    {
        var level = source[entity];
        var (noise, previous) = (_noise[entity], -1);
        var (keep, fresh, gap) = (0f, 0f, 0);
        var amplitude = Noise * _amplitude;
        for (var i = 0; i < sampled.Length; i++)
        {
            var tick = sampled[i];
            if (tick - previous != gap)
            {
                gap = tick - previous;
                keep = (float)Math.Exp(-gap * stepSeconds / NoiseSeconds);
                fresh = MathF.Sqrt(1 - (keep * keep));
            }
            previous = tick;
            var value = (level[tick] * Scale * _factor[entity]) + Offset;
            if (amplitude > 0)
            {
                noise = (keep * noise) + (fresh * random.NextNormal());
                value += amplitude * noise;
            }
            if (Quantum > 0)
                value = Math.Round(value / Quantum) * Quantum;
            values[i] = Math.Clamp(value, Min, Max);
        }
        _noise[entity] = noise;
    }
}
