using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Thresholds;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Evaluation.Tests.Metrics;

public sealed class PredictionMetricsTests
{
    private static readonly PredictionMetric[] All =
    [
        PredictionMetrics.PointF1, PredictionMetrics.PointAdjustedF1, PredictionMetrics.EventF1, PredictionMetrics.RangeF1, Affiliation.F1,
    ];

    [Fact]
    public void The_truth_scores_one_and_silence_scores_zero() =>
        Prop.ForAll(RandomSeries.Arbitrary, series => All.All(metric =>
            Math.Abs(metric(series.Labels, series.Labels) - 1) < 1e-9 && metric(series.Labels, new bool[series.Count]) == 0))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Values_lie_between_zero_and_one_and_the_oracle_is_never_worse() =>
        Prop.ForAll(RandomSeries.Arbitrary, series => All.All(metric =>
        {
            var value = metric(series.Labels, series.Above(6));
            var (best, threshold) = OracleThreshold.Best(series, metric);
            return value is >= 0 and <= 1 + 1e-9 && metric(series.Labels, series.Above(threshold.Value)) == best;
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void Adjusting_points_never_lowers_the_score() =>
        Prop.ForAll(RandomSeries.Arbitrary, series =>
        {
            var predictions = series.Above(5);
            return PredictionMetrics.PointAdjustedF1(series.Labels, predictions) >= PredictionMetrics.PointF1(series.Labels, predictions);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_a_positive_label_there_is_no_value()
    {
        foreach (var metric in All)
            metric([false, false], [true, false]).ShouldBe(double.NaN);
        OracleThreshold.Best(new ScoredSeries([false, false], new double[] { 1, 2 }), PredictionMetrics.PointF1).Value.ShouldBe(double.NaN);
    }

    [Fact]
    public void Affiliation_rewards_a_near_miss_more_than_a_far_one()
    {
        var labels = Rows(100, 50, 60);
        var near = Affiliation.F1(labels, Rows(100, 62, 66));
        var far = Affiliation.F1(labels, Rows(100, 90, 94));
        near.ShouldBeGreaterThan(far + 0.2);
        PredictionMetrics.PointF1(labels, Rows(100, 62, 66)).ShouldBe(0);
    }

    [Fact]
    public void Range_f1_punishes_a_prediction_in_pieces()
    {
        var labels = Rows(100, 40, 60);
        var pieces = Rows(100, 40, 60);
        pieces[50] = pieces[51] = false;
        PredictionMetrics.RangeF1(labels, pieces).ShouldBeLessThan(PredictionMetrics.RangeF1(labels, Rows(100, 41, 59)) - 0.1);
    }

    private static bool[] Rows(int count, int start, int end) => [.. Enumerable.Range(0, count).Select(row => row >= start && row < end)];
}
