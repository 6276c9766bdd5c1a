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
        int count, Func<IReadOnlyList<int>, double> statistic, Random generator, int resamples = DefaultResamples)
    {
        var values = new List<double>(resamples);
        var indices = new int[count];
        for (var b = 0; count > 0 && b < resamples; b++)
        {
            for (var i = 0; i < count; i++)
                indices[i] = generator.Next(count);
            var value = statistic(indices);
            if (!double.IsNaN(value))
                values.Add(value);
        }
        if (values.Count == 0)
            return new ConfidenceInterval(double.NaN, double.NaN);
        values.Sort();
        return new ConfidenceInterval(Quantiles.OfSorted(values, 0.025), Quantiles.OfSorted(values, 0.975));
    }
}
