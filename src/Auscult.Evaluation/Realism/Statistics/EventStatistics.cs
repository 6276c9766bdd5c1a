using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Realism.Statistics;

/// <summary>Figures of events in time and of who they happen to.</summary>
public static class EventStatistics
{
    /// <summary>
    /// Index of dispersion: variance over mean of the counts in spans of <paramref name="bins"/> bins. 1 for a Poisson process at every
    /// scale; it grows with the scale where bursts last long. NaN with fewer than four spans or without an event.
    /// </summary>
    public static double Dispersion(ReadOnlySpan<double> counts, int bins)
    {
        var spans = new double[counts.Length / bins];
        if (spans.Length < 4)
            return double.NaN;
        for (var i = 0; i < spans.Length; i++)
        {
            foreach (var count in counts.Slice(i * bins, bins))
                spans[i] += count;
        }
        var (mean, deviation) = (SeriesStatistics.Mean(spans), SeriesStatistics.Deviation(spans));
        return mean > 0 ? deviation * deviation / mean : double.NaN;
    }

    /// <summary>
    /// Share of the events that fall on the <paramref name="share"/> of affected members with the most of them (at least one member). With
    /// events spread evenly it is about <paramref name="share"/>, plus what chance piles up.
    /// </summary>
    /// <param name="counts">Events of each member that had one.</param>
    /// <param name="share">0 to 1.</param>
    public static double TopShare(IReadOnlyList<int> counts, double share)
    {
        var top = Math.Max(1, (int)Math.Round(share * counts.Count));
        return counts.Count == 0 ? double.NaN : counts.OrderDescending().Take(top).Sum() / (double)counts.Sum();
    }

    /// <summary>
    /// The largest difference between the distribution of the gaps and an exponential one with the same mean (Lilliefors' statistic): 0
    /// to 1, small for a Poisson process.
    /// </summary>
    public static double DistanceFromExponential(ReadOnlySpan<double> gaps)
    {
        var sorted = gaps.ToArray();
        Array.Sort(sorted);
        var mean = SeriesStatistics.Mean(sorted);
        var largest = sorted.Length == 0 ? double.NaN : 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var expected = 1 - Math.Exp(-sorted[i] / mean);
            largest = Math.Max(largest, Math.Max(Math.Abs(((i + 1.0) / sorted.Length) - expected), Math.Abs(((double)i / sorted.Length) - expected)));
        }
        return largest;
    }

    /// <summary>
    /// Share of the gaps below a fraction of the median gap: how much comes in bursts. 1 - 2^-fraction for a Poisson process.
    /// </summary>
    public static double BurstShare(ReadOnlySpan<double> gaps, double fraction = 0.1)
    {
        var limit = fraction * Quantiles.Of(gaps, 0.5);
        var short_ = 0;
        foreach (var gap in gaps)
        {
            if (gap < limit)
                short_++;
        }
        return gaps.IsEmpty ? double.NaN : (double)short_ / gaps.Length;
    }
}
