using System.Numerics.Tensors;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// A level or state: the plane's value, scaled, with coloured noise (an AR(1) process) and a slow drift, rounded as the exporter does.
/// </summary>
/// <param name="name">Name of the signal in the catalogue.</param>
/// <param name="source">The physical quantity.</param>
internal class GaugeColumn(string name, Plane source) : SeriesColumnModel(name)
{
    private readonly float[] _keep = new float[Sampling.LongestGap + 1];
    private readonly float[] _fresh = new float[Sampling.LongestGap + 1];
    private float[] _noise = [];
    private float[] _factor = [];
    private SlowDrift? _drift;
    private float _amplitude = 1;
    private bool _isRounded = true;

    /// <summary>The physical quantity.</summary>
    public Plane Source => source;

    /// <summary>Factor on the physical quantity.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Added after scaling.</summary>
    public double Offset { get; init; }

    /// <summary>Standard deviation of the noise in the signal's unit.</summary>
    public double Noise { get; init; }

    /// <summary>Standard deviation of the noise as a share of the value, on top of <see cref="Noise"/>.</summary>
    public double NoiseRatio { get; init; }

    /// <summary>
    /// Whether the noise is dips below a ceiling, exponentially distributed with the same mean and deviation, instead of symmetric.
    /// </summary>
    public bool IsDipping { get; init; }

    /// <summary>Share of the samples in which the sensor has not renewed its value, so that the one before comes again. Default 0.</summary>
    public double RepeatShare { get; init; }

    /// <summary>Time in which the noise forgets itself (1/e), seconds.</summary>
    public double NoiseSeconds { get; init; } = 1;

    /// <summary>Standard deviation of the slow drift in the signal's unit.</summary>
    public double Drift { get; init; }

    /// <summary>Standard deviation of a factor that differs from entity to entity and stays.</summary>
    public double Spread { get; init; }

    /// <summary>Values are multiples of this; 0: not rounded.</summary>
    public double Quantum { get; init; }

    /// <summary>Smallest value.</summary>
    public double Min { get; init; }

    /// <summary>Largest value.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public override void Prepare(int entities, double stepSeconds, ExporterSettings settings)
    {
        (_noise, _factor) = (new float[entities], new float[entities]);
        (_amplitude, _isRounded) = ((float)settings.Noise, settings.Rounding && Quantum > 0);
        _drift = Drift * settings.Noise > 0 ? new SlowDrift(entities, (float)(Drift * settings.Noise)) : null;
        for (var gap = 0; gap < _keep.Length; gap++)
        {
            _keep[gap] = (float)Math.Exp(-gap * stepSeconds / NoiseSeconds);
            _fresh[gap] = MathF.Sqrt(1 - (_keep[gap] * _keep[gap]));
        }
    }

    /// <inheritdoc/>
    public override void Start(int entity, ref NoiseStream random)
    {
        _noise[entity] = random.NextNormal();
        _factor[entity] = 1 + (float)(Spread * random.NextNormal());
        _drift?.Start(entity, ref random);
    }

    /// <summary>Measures one entity in a block.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="sampling">When the samples are taken.</param>
    /// <param name="values">Where the samples go.</param>
    /// <param name="random">The entity's own numbers.</param>
    public virtual void Measure(int entity, in Sampling sampling, Span<float> values, ref NoiseStream random)
    {
        var level = source[entity];
        var ticks = sampling.Ticks;
        for (var i = 0; i < values.Length; i++)
            values[i] = level[ticks[i]];
        if (Scale != 1 || Spread > 0)
            TensorPrimitives.Multiply(values, (float)Scale * _factor[entity], values);
        if (Offset != 0)
            TensorPrimitives.Add(values, (float)Offset, values);
        if (_amplitude * (Noise + NoiseRatio) > 0)
            AddNoise(entity, sampling.Gaps, values, ref random);
        _drift?.Add(entity, sampling, values, ref random);
        if (_isRounded)
        {
            TensorPrimitives.Multiply(values, (float)(1 / Quantum), values);
            TensorPrimitives.Round(values, values);
            TensorPrimitives.Multiply(values, (float)Quantum, values);
        }
        TensorPrimitives.Clamp(values, (float)Min, (float)Max, values);
        for (var i = 1; RepeatShare > 0 && i < values.Length; i++)
            values[i] = random.NextUniform() < RepeatShare ? values[i - 1] : values[i];
    }

    private void AddNoise(int entity, ReadOnlySpan<byte> gaps, Span<float> values, ref NoiseStream random)
    {
        Span<float> normals = stackalloc float[128];
        var noise = _noise[entity];
        var (fixedPart, share) = (_amplitude * (float)Noise, _amplitude * (float)NoiseRatio);
        for (var first = 0; first < values.Length; first += normals.Length)
        {
            var part = values[first..Math.Min(values.Length, first + normals.Length)];
            var drawn = normals[..part.Length];
            Ziggurat.Fill(ref random, drawn);
            for (var i = 0; i < part.Length; i++)
            {
                var gap = gaps[first + i];
                noise = (_keep[gap] * noise) + (_fresh[gap] * drawn[i]);
                part[i] += (fixedPart + (share * part[i])) * (IsDipping ? Dip(noise) : noise);
            }
        }
        _noise[entity] = noise;
    }

    // 1 - E with E exponential: the logistic function is close to the normal distribution function.
    private static float Dip(float normal) => 1 - MathF.Log(1 + MathF.Exp(1.702f * normal));
}
