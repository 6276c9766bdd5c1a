using Auscult.Telemetry.Loading.Metrics;

namespace Auscult.Simulation.Serving.Metrics;

/// <summary>
/// A histogram as a serving engine exports it: running sum and number of observations, and the observations of the sampling interval in the
/// engine's buckets, from which means and quantiles are worked out as Prometheus does.
/// </summary>
/// <param name="bounds">Upper bounds of the buckets, ascending, without infinity.</param>
internal sealed class LatencyHistogram(double[] bounds)
{
    /// <summary>vLLM's buckets for the time to the first token.</summary>
    public static readonly double[] FirstTokenBounds =
        [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560];

    /// <summary>vLLM's buckets for the time between tokens.</summary>
    public static readonly double[] TokenBounds =
        [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];

    /// <summary>vLLM's buckets for whole requests and their phases.</summary>
    public static readonly double[] RequestBounds =
        [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680];

    private readonly double[] _bounds = [.. bounds, double.PositiveInfinity];
    private readonly double[] _counts = new double[bounds.Length + 1];
    private double _sum;
    private double _intervalSum;
    private long _count;
    private long _intervalCount;

    /// <summary>Sum of all observations, seconds.</summary>
    public double Sum => _sum + _intervalSum;

    /// <summary>Number of all observations.</summary>
    public long Count => _count + _intervalCount;

    /// <summary>Mean of the interval's observations; NaN without any.</summary>
    public double IntervalMean => _intervalCount > 0 ? _intervalSum / _intervalCount : double.NaN;

    /// <summary>Adds equal observations.</summary>
    public void Add(double seconds, long times = 1)
    {
        if (times == 0)
            return;
        var bucket = 0;
        while (seconds > _bounds[bucket])
            bucket++;
        _counts[bucket] += times;
        _intervalSum += seconds * times;
        _intervalCount += times;
    }

    /// <summary>A quantile of the interval's observations, linear within its bucket; NaN without any.</summary>
    public double IntervalQuantile(double quantile)
    {
        if (_intervalCount == 0)
            return double.NaN;
        Span<double> cumulative = stackalloc double[_counts.Length];
        var sum = 0.0;
        for (var i = 0; i < cumulative.Length; i++)
            cumulative[i] = sum += _counts[i];
        return HistogramSeries.Interpolate(_bounds, cumulative, quantile);
    }

    /// <summary>Begins the next interval.</summary>
    public void Clear()
    {
        (_sum, _count) = (Sum, Count);
        (_intervalSum, _intervalCount) = (0, 0);
        Array.Clear(_counts);
    }
}
