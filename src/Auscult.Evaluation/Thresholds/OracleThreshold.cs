using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Thresholds;

/// <summary>A metric of one prediction against labels, such as <see cref="PredictionMetrics.EventF1"/>.</summary>
/// <param name="labels">True where the row is anomalous.</param>
/// <param name="predictions">True where the row is called anomalous.</param>
public delegate double PredictionMetric(ReadOnlySpan<bool> labels, ReadOnlySpan<bool> predictions);

/// <summary>
/// Thresholds chosen on the labels they are judged on. They bound what a perfect threshold rule could reach and are never a
/// result; metric names carry <c>@oracle_threshold</c>.
/// </summary>
public static class OracleThreshold
{
    /// <summary>Number of thresholds tried, evenly spaced from the smallest to the largest score.</summary>
    public const int ThresholdCount = 100;

    /// <summary>The largest value of <paramref name="metric"/>, and the first threshold that gives it; NaN without positives.</summary>
    public static (double Value, ScoreThreshold Threshold) Best(ScoredSeries series, PredictionMetric metric)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var score in series.Scores)
            (low, high) = (Math.Min(low, score), Math.Max(high, score));

        var step = (high - low) / (ThresholdCount - 1);
        var best = (Value: double.NaN, Threshold: high);
        for (var i = 0; i < ThresholdCount; i++)
        {
            var threshold = i == ThresholdCount - 1 ? high : low + (i * step);
            var value = metric(series.Labels, series.Above(threshold));
            if (double.IsNaN(best.Value) || value > best.Value)
                best = (value, threshold);
        }
        return (best.Value, new ScoreThreshold("oracle_threshold", best.Threshold));
    }
}
