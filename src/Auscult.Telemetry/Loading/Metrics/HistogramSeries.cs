using Auscult.Telemetry.Loading.Importing;

namespace Auscult.Telemetry.Loading.Metrics;

/// <summary>
/// The running totals of one histogram or summary, and what happened between two scrapes of them: the mean and the quantiles of the
/// observations of that interval.
/// </summary>
internal sealed class HistogramSeries
{
    private readonly SortedDictionary<double, SampleSeries> _buckets = [];

    /// <summary>Running sum of the observations.</summary>
    public SampleSeries Sum { get; } = new();

    /// <summary>Running number of observations.</summary>
    public SampleSeries Count { get; } = new();

    /// <summary>Running number of observations up to a bound.</summary>
    public SampleSeries Bucket(double upperBound)
    {
        if (!_buckets.TryGetValue(upperBound, out var series))
            _buckets.Add(upperBound, series = new SampleSeries());
        return series;
    }

    /// <summary>Puts the totals in order of time, without repetitions.</summary>
    public void Settle()
    {
        foreach (var series in _buckets.Values.Append(Sum).Append(Count))
            series.Settle();
    }

    /// <summary>Mean of the observations between two scrapes, at the second; missing where there were none.</summary>
    public void Mean(Func<double, double> convert, SampleSeries target)
    {
        var counts = Increments(Count);
        foreach (var (micros, sum) in Increments(Sum))
        {
            if (counts.TryGetValue(micros, out var count))
                target.Add(micros, count > 0 ? convert(sum / count) : double.NaN);
        }
    }

    /// <summary>
    /// A quantile of the observations between two scrapes, at the second: linear within its bucket, as Prometheus' histogram_quantile; the
    /// largest finite bound when it lies above that; missing where there were no observations.
    /// </summary>
    public void Quantile(double quantile, Func<double, double> convert, SampleSeries target)
    {
        double[] bounds = [.. _buckets.Keys];
        var increments = _buckets.Values.Select(Increments).ToArray();
        if (bounds.Length == 0 || !double.IsPositiveInfinity(bounds[^1]))
            return;
        var counts = new double[bounds.Length];
        foreach (var (micros, _) in increments[^1])
        {
            if (!TryCounts(increments, micros, counts))
                continue;
            target.Add(micros, counts[^1] > 0 ? convert(Interpolate(bounds, counts, quantile)) : double.NaN);
        }
    }

    internal static double Interpolate(ReadOnlySpan<double> bounds, ReadOnlySpan<double> counts, double quantile)
    {
        var rank = quantile * counts[^1];
        var bucket = 0;
        while (bucket < counts.Length - 1 && counts[bucket] < rank)
            bucket++;
        if (bucket == bounds.Length - 1)
            return bounds.Length > 1 ? bounds[^2] : double.NaN;
        if (bucket == 0 && bounds[0] <= 0)
            return bounds[0];
        var (lower, below) = bucket == 0 ? (0, 0) : (bounds[bucket - 1], counts[bucket - 1]);
        var inside = counts[bucket] - below;
        return inside > 0 ? lower + ((bounds[bucket] - lower) * (rank - below) / inside) : bounds[bucket];
    }

    private static bool TryCounts(Dictionary<long, double>[] increments, long micros, double[] counts)
    {
        var highest = 0.0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (!increments[i].TryGetValue(micros, out var count))
                return false;
            // A scrape between two updates may see a bucket ahead of a larger one.
            counts[i] = highest = Math.Max(highest, count);
        }
        return true;
    }

    // What a running total grew by since the sample before; a total that fell was reset to zero in between.
    private static Dictionary<long, double> Increments(SampleSeries total)
    {
        var increments = new Dictionary<long, double>(total.Count);
        var times = total.Times;
        var values = total.Values;
        for (var i = 1; i < times.Length; i++)
            increments.Add(times[i], values[i] >= values[i - 1] ? values[i] - values[i - 1] : values[i]);
        return increments;
    }
}
