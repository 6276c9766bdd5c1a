using System.Numerics.Tensors;
using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Realism.Statistics;

/// <summary>Figures of one series; values without NaN, NaN where a figure is undefined.</summary>
public static class SeriesStatistics
{
    /// <summary>Standard deviation (of the population) over the mean.</summary>
    public static double Variation(ReadOnlySpan<double> values) => Deviation(values) / Mean(values);

    /// <summary>Arithmetic mean.</summary>
    public static double Mean(ReadOnlySpan<double> values) => values.IsEmpty ? double.NaN : TensorPrimitives.Sum(values) / values.Length;

    /// <summary>Standard deviation of the population.</summary>
    public static double Deviation(ReadOnlySpan<double> values)
    {
        var mean = Mean(values);
        var sum = 0.0;
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return values.IsEmpty ? double.NaN : Math.Sqrt(sum / values.Length);
    }

    /// <summary>A quantile over the median.</summary>
    public static double QuantileRatio(ReadOnlySpan<double> values, double probability) =>
        Quantiles.Of(values, probability) / Quantiles.Of(values, 0.5);

    /// <summary>Width of the central half over the median: a variation that outliers do not move.</summary>
    public static double RelativeQuartiles(ReadOnlySpan<double> values) =>
        (Quantiles.Of(values, 0.75) - Quantiles.Of(values, 0.25)) / Quantiles.Of(values, 0.5);

    /// <summary>
    /// Autocorrelation at a lag (biased estimator, which divides by the whole variance). NaN for constant series and for lags beyond the
    /// end.
    /// </summary>
    public static double Autocorrelation(ReadOnlySpan<double> values, int lag)
    {
        if (lag >= values.Length)
            return double.NaN;
        var centred = new double[values.Length];
        TensorPrimitives.Subtract(values, Mean(values), centred);
        var variance = TensorPrimitives.Dot<double>(centred, centred);
        return IsConstant(variance, values) ? double.NaN : TensorPrimitives.Dot<double>(centred.AsSpan(lag), centred.AsSpan(..^lag)) / variance;
    }

    /// <summary>Pearson's correlation; NaN when one of them is constant.</summary>
    public static double Correlation(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var (a, b) = (new double[first.Length], new double[second.Length]);
        TensorPrimitives.Subtract(first, Mean(first), a);
        TensorPrimitives.Subtract(second, Mean(second), b);
        var (x, y) = (TensorPrimitives.Dot<double>(a, a), TensorPrimitives.Dot<double>(b, b));
        return IsConstant(x, first) || IsConstant(y, second) ? double.NaN : TensorPrimitives.Dot<double>(a, b) / Math.Sqrt(x * y);
    }

    /// <summary>Differences between neighbours.</summary>
    public static double[] Differences(ReadOnlySpan<double> values)
    {
        var differences = new double[Math.Max(0, values.Length - 1)];
        for (var i = 0; i < differences.Length; i++)
            differences[i] = values[i + 1] - values[i];
        return differences;
    }

    /// <summary>What is left of a series when the median of the <paramref name="width"/> values around each is taken away.</summary>
    /// <param name="values">The series.</param>
    /// <param name="width">Odd number of values; fewer at the ends.</param>
    public static double[] WithoutMovingMedian(ReadOnlySpan<double> values, int width)
    {
        var rest = new double[values.Length];
        for (var i = 0; i < rest.Length; i++)
        {
            var reach = Math.Min(width / 2, Math.Min(i, rest.Length - 1 - i));
            rest[i] = values[i] - Quantiles.Of(values.Slice(i - reach, (2 * reach) + 1), 0.5);
        }
        return rest;
    }

    private static bool IsConstant(double squares, ReadOnlySpan<double> values) =>
        !(squares > 1e-18 * values.Length * Math.Max(1e-300, Mean(values) * Mean(values)));
}
