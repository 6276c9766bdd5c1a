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
    private long[] _seeds = [];
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
        (_total, _seeds) = (new double[entities], IsPoisson ? new long[entities] : []);
        _wrap = settings.Wraps && Is32Bits ? Wrap : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public override void Start(int entity, ref NoiseStream random)
    {
        _total[entity] = Initial > 0 ? random.NextExponential(Initial) : 0;
        if (IsPoisson)
            _seeds[entity] = (long)random.NextBits();
    }

    /// <summary>Reads the counter of one entity in a block.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="sampling">When the samples are taken.</param>
    /// <param name="values">Where the samples go.</param>
    public virtual void Measure(int entity, in Sampling sampling, Span<double> values)
    {
        var ticks = sampling.Block.Ticks;
        Span<double> growth = stackalloc double[ticks];
        Grow(entity, sampling, growth);
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

    private void Grow(int entity, in Sampling sampling, Span<double> growth)
    {
        growth.Clear();
        var rates = rate[entity][..growth.Length];
        var (step, sum) = (sampling.Block.StepSeconds, 0.0);
        var factor = Scale * step;
        if (!rate.IsNeutral || rate.Neutral != 0)
        {
            for (var tick = 0; tick < growth.Length; tick++)
                sum += growth[tick] = rates[tick] * factor;
        }
        if (!IsPoisson)
        {
            if (Background > 0)
                TensorPrimitives.Add(growth, Background * step, growth);
            return;
        }
        if (sum <= 0 && Background <= 0)
            return;
        // Numbers of its own in every block, the background's first: what a fault adds changes no other signal and nothing before it.
        var random = new NoiseStream(_seeds[entity] + sampling.Block.FirstTick);
        var others = random.NextPoisson(Background * step * growth.Length);
        if (sum <= 0 && others == 0)
            return;
        Span<int> background = stackalloc int[growth.Length];
        background.Clear();
        for (; others > 0; others--)
            background[(int)(random.NextUniform() * growth.Length)]++;
        if (sum > 4 * growth.Length)
        {
            for (var tick = 0; tick < growth.Length; tick++)
                growth[tick] = random.NextPoisson(growth[tick]);
        }
        else if (sum > 0)
            Scatter(sum, growth, ref random);
        for (var tick = 0; tick < growth.Length; tick++)
            growth[tick] += background[tick];
    }

    /// <summary>Few events: their number, then the tick of each.</summary>
    private static void Scatter(double mean, Span<double> growth, ref NoiseStream random)
    {
        Span<int> placed = stackalloc int[growth.Length];
        placed.Clear();
        for (var i = random.NextPoisson(mean); i > 0; i--)
        {
            var (left, tick) = (random.NextUniform() * mean, 0);
            while (tick < growth.Length - 1 && left >= growth[tick])
                left -= growth[tick++];
            placed[tick]++;
        }
        for (var tick = 0; tick < growth.Length; tick++)
            growth[tick] = placed[tick];
    }
}
