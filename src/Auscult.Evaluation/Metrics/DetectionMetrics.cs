using Auscult.Evaluation.Thresholds;

namespace Auscult.Evaluation.Metrics;

/// <summary>One figure with the name it has in tables, JSON and reports.</summary>
/// <param name="Name">Lower-case; a metric that needs a threshold says which after <c>@</c>.</param>
/// <param name="Value">The figure; NaN where it is undefined.</param>
public sealed record MetricValue(string Name, double Value);

/// <summary>The standard set of detection figures, headline first.</summary>
public static class DetectionMetrics
{
    private static readonly IReadOnlyList<(string Name, PredictionMetric Metric)> OfPredictions =
    [
        ("point_f1", PredictionMetrics.PointF1),
        ("event_f1", PredictionMetrics.EventF1),
        ("range_f1", PredictionMetrics.RangeF1),
        ("affiliation_f1", Affiliation.F1),
        ("point_adjusted_f1", PredictionMetrics.PointAdjustedF1),
    ];

    /// <summary>VUS-PR, VUS-ROC, AUC-PR, AUC-ROC: no threshold needed.</summary>
    public static IReadOnlyList<MetricValue> ThresholdFree(ScoredSeries series, int bufferLength)
    {
        var volumes = VolumeUnderSurface.Of(series, bufferLength);
        return
        [
            new("vus_pr", volumes.Pr),
            new("vus_roc", volumes.Roc),
            new("auc_pr", RankingMetrics.AucPr(series)),
            new("auc_roc", RankingMetrics.AucRoc(series)),
        ];
    }

    /// <summary>The F1 family at one threshold.</summary>
    /// <param name="series">Labels and scores.</param>
    /// <param name="threshold">Rows with a larger score are anomalous.</param>
    /// <param name="rule">What the names carry after <c>@</c>, e.g. <c>train_threshold</c>.</param>
    public static IReadOnlyList<MetricValue> At(ScoredSeries series, double threshold, string rule)
    {
        var predictions = series.Above(threshold);
        return [.. OfPredictions.Select(entry => new MetricValue($"{entry.Name}@{rule}", entry.Metric(series.Labels, predictions)))];
    }

    /// <summary>The F1 family, each at the threshold that suits it best on these labels: upper bounds, not results.</summary>
    public static IReadOnlyList<MetricValue> AtOracle(ScoredSeries series) =>
    [
        new("point_f1@oracle_threshold", RankingMetrics.OraclePointF1(series)),
        .. OfPredictions.Skip(1).Select(entry =>
            new MetricValue($"{entry.Name}@oracle_threshold", OracleThreshold.Best(series, entry.Metric).Value)),
    ];
}
