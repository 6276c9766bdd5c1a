using System.Runtime.InteropServices;

namespace Auscult.Evaluation.Metrics;

/// <summary>A closed interval of plausible values.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ConfidenceInterval(double Low, double High)
{
    /// <summary>Whether <paramref name="value"/> lies within.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}

/// <summary>Percentile bootstrap over incidents (Efron 1979): incidents, not rows, are the independent observations.</summary>
public static class Bootstrap
{
    /// <summary>Number of resamples.</summary>
    public const int DefaultResamples = 1000;

    /// <summary>The central 95% of a statistic over resamples of <paramref name="count"/> incidents with replacement.</summary>
    /// <param name="count">Number of incidents; with none the interval is NaN.</param>
    /// <param name="statistic">The statistic of the incidents with the given indices; NaN resamples are left out.</param>
    /// <param name="generator">Source of the resamples.</param>
    /// <param name="resamples">Number of resamples.</param>
    public static ConfidenceInterval Interval(
        int count, Func<IReadOnlyList<int>, double> statistic, Random generator, int resamples = DefaultResamples) =>
        IntervalOf(Replicates(count, statistic, generator, resamples));

    /// <summary>
    /// The statistic of each resample, in order. The same count and generator give the same resamples: differences of two methods'
    /// replicates are paired.
    /// </summary>
    /// <inheritdoc cref="Interval"/>
    public static double[] Replicates(int count, Func<IReadOnlyList<int>, double> statistic, Random generator, int resamples = DefaultResamples)
    {
        var values = new double[count > 0 ? resamples : 0];
        var indices = new int[count];
        for (var b = 0; b < values.Length; b++)
        {
            for (var i = 0; i < count; i++)
                indices[i] = generator.Next(count);
            values[b] = statistic(indices);
        }
        return values;
    }

    /// <summary>The central 95% of replicates; NaN ones are left out, and without any the interval is NaN.</summary>
    public static ConfidenceInterval IntervalOf(IEnumerable<double> replicates)
    {
        double[] values = [.. replicates.Where(value => !double.IsNaN(value)).Order()];
        return values.Length == 0
            ? new ConfidenceInterval(double.NaN, double.NaN)
            : new ConfidenceInterval(Quantiles.OfSorted(values, 0.025), Quantiles.OfSorted(values, 0.975));
    }
}
