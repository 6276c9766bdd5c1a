using System.Numerics.Tensors;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// A total that only grows: the plane is its rate per second. It counts on while no sample is taken, and starts again from zero where
/// <see cref="Alive"/> is 0.
/// </summary>
/// <param name="name">Name of the signal in the catalogue.</param>
/// <param name="rate">What is added per second.</param>
internal class CounterColumn(string name, Plane rate) : SeriesColumnModel(name)
{
    private const double Wrap = 1L << 32;

    /// <summary>Events times the inverse of a tick's length may be a little below a whole number.</summary>
    private const double RoundingError = 1e-6;
    private double[] _total = [];
    private double _wrap = double.PositiveInfinity;

    /// <summary>Factor on the rate.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether single events are drawn at the rate, so that the total is a whole number.</summary>
    public bool IsPoisson { get; init; }

    /// <summary>Events per second beside the plane's, of healthy machines.</summary>
    public double Background { get; init; }

    /// <summary>Values are multiples of this, rounded down; 0: not rounded.</summary>
    public double Quantum { get; init; }

    /// <summary>Mean of the total at the start; it differs from entity to entity.</summary>
    public double Initial { get; init; }

    /// <summary>Whether the vendor's counter has 32 bits.</summary>
    public bool Is32Bits { get; init; }

    /// <summary>0 in ticks after which the counter starts at zero: its host or driver was started again; null: never.</summary>
    public Plane? Alive { get; init; }

    /// <inheritdoc/>
    public override void Prepare(int entities, double stepSeconds, ExporterSettings settings)
    {
        _total = new double[entities];
        _wrap = settings.Wraps && Is32Bits ? Wrap : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public override void Start(int entity, ref NoiseStream random) => _total[entity] = Initial > 0 ? random.NextExponential(Initial) : 0;

    /// <summary>Reads the counter of one entity in a block.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="sampling">When the samples are taken.</param>
    /// <param name="values">Where the samples go.</param>
    /// <param name="random">The entity's own numbers.</param>
    public virtual void Measure(int entity, in Sampling sampling, Span<double> values, ref NoiseStream random)
    {
        var ticks = sampling.Block.Ticks;
        Span<double> growth = stackalloc double[ticks];
        Grow(entity, sampling.Block.StepSeconds, growth, ref random);
        var alive = Alive is { IsNeutral: false } ? Alive[entity] : default;
        var (total, next) = (_total[entity], 0);
        var at = sampling.Ticks;
        var fractions = sampling.Fractions;
        for (var tick = 0; tick < growth.Length; tick++)
        {
            if (!alive.IsEmpty && alive[tick] <= 0)
                total = growth[tick] = 0;
            for (; next < values.Length && at[next] == tick; next++)
                values[next] = IsPoisson ? total : total + (growth[tick] * fractions[next]);
            total += growth[tick];
        }
        _total[entity] = total;
        Round(values);
    }

    /// <summary>What the exporter shows of the totals.</summary>
    private void Round(Span<double> totals)
    {
        if (Quantum > 0)
        {
            if (Quantum != 1)
                TensorPrimitives.Divide(totals, Quantum, totals);
            TensorPrimitives.Add(totals, RoundingError, totals);
            TensorPrimitives.Floor(totals, totals);
            if (Quantum != 1)
                TensorPrimitives.Multiply(totals, Quantum, totals);
        }
        if (!double.IsFinite(_wrap))
            return;
        foreach (ref var total in totals)
            total = total < _wrap ? total : total % _wrap;
    }

    private void Grow(int entity, double stepSeconds, Span<double> growth, ref NoiseStream random)
    {
        growth.Clear();
        var rates = rate[entity][..growth.Length];
        var factor = Scale * stepSeconds;
        var sum = 0.0;
        if (!rate.IsNeutral || rate.Neutral != 0)
        {
            for (var tick = 0; tick < growth.Length; tick++)
                sum += growth[tick] = rates[tick] * factor;
        }
        if (!IsPoisson)
        {
            if (Background > 0)
                TensorPrimitives.Add(growth, Background * stepSeconds, growth);
            return;
        }
        if (sum > 4 * growth.Length)
        {
            for (var tick = 0; tick < growth.Length; tick++)
                growth[tick] = random.NextPoisson(growth[tick] + (Background * stepSeconds));
            return;
        }
        Scatter(sum, Background * stepSeconds * growth.Length, growth, ref random);
    }

    /// <summary>Few events: their number, then the tick of each.</summary>
    private static void Scatter(double mean, double background, Span<double> growth, ref NoiseStream random)
    {
        var events = random.NextPoisson(mean);
        Span<int> placed = stackalloc int[growth.Length];
        placed.Clear();
        for (var i = 0; i < events; i++)
        {
            var (left, tick) = (random.NextUniform() * mean, 0);
            while (tick < growth.Length - 1 && left >= growth[tick])
                left -= growth[tick++];
            placed[tick]++;
        }
        for (var i = background > 0 ? random.NextPoisson(background) : 0; i > 0; i--)
            placed[(int)(random.NextUniform() * growth.Length)]++;
        for (var tick = 0; tick < growth.Length; tick++)
            growth[tick] = placed[tick];
    }
}
