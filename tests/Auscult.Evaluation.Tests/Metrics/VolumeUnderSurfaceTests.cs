using System.Diagnostics;
using Auscult.Evaluation.Metrics;
using Auscult.Foundation;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Evaluation.Tests.Metrics;

public sealed class VolumeUnderSurfaceTests
{
    [Fact]
    public void A_monotone_transform_of_the_scores_changes_nothing() =>
        Prop.ForAll(RandomSeries.Arbitrary, series =>
        {
            var transformed = new ScoredSeries(series.Labels.ToArray(), [.. series.Scores.ToArray().Select(s => Math.Exp(s / 3) - 7)]);
            var (before, after) = (VolumeUnderSurface.Of(series, 12), VolumeUnderSurface.Of(transformed, 12));
            return Same(before.Pr, after.Pr) && Same(before.Roc, after.Roc)
                && Same(RankingMetrics.AucPr(series), RankingMetrics.AucPr(transformed))
                && Same(RankingMetrics.AucRoc(series), RankingMetrics.AucRoc(transformed))
                && Same(RankingMetrics.OraclePointF1(series), RankingMetrics.OraclePointF1(transformed));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reversing_time_changes_nothing() =>
        Prop.ForAll(RandomSeries.Arbitrary, series =>
        {
            var reversed = new ScoredSeries([.. series.Labels.ToArray().Reverse()], [.. series.Scores.ToArray().Reverse()]);
            var (before, after) = (VolumeUnderSurface.Of(series, 9), VolumeUnderSurface.Of(reversed, 9));
            return Same(before.Pr, after.Pr) && Same(before.Roc, after.Roc);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Values_lie_between_zero_and_one() =>
        Prop.ForAll(RandomSeries.Arbitrary, series =>
        {
            var volumes = VolumeUnderSurface.Of(series, 20);
            return volumes.Pr is >= 0 and <= 1 && (double.IsNaN(volumes.Roc) || volumes.Roc is >= 0 and <= 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_agrees_with_the_definition_computed_row_by_row() =>
        Prop.ForAll(RandomSeries.Arbitrary, series =>
        {
            var (pr, roc) = DirectVolumes.Of(series, 7);
            var actual = VolumeUnderSurface.Of(series, 7);
            return Math.Abs(actual.Pr - pr) < 1e-9 && (double.IsNaN(roc) || Math.Abs(actual.Roc - roc) < 1e-9);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_perfect_score_reaches_one_and_its_negative_stays_near_the_prevalence()
    {
        var labels = Enumerable.Range(0, 1000).Select(i => i is >= 500 and < 540).ToArray();
        VolumeUnderSurface.Of(new ScoredSeries(labels, [.. labels.Select(label => label ? 1.0 : 0.0)]), 0).Pr.ShouldBe(1, 1e-12);
        VolumeUnderSurface.Of(new ScoredSeries(labels, [.. labels.Select(label => label ? 0.0 : 1.0)]), 0).Pr.ShouldBeInRange(0, 0.05);
    }

    [Fact]
    public void Degenerate_series_give_a_value_or_say_that_there_is_none()
    {
        var scores = new double[] { 1, 5, 2, 4 };
        VolumeUnderSurface.Of(new ScoredSeries(new bool[4], scores), 3).ShouldBe(new SurfaceVolumes(double.NaN, double.NaN));
        var allPositive = VolumeUnderSurface.Of(new ScoredSeries([true, true, true, true], scores), 3);
        allPositive.Pr.ShouldBe(1, 1e-12);
        allPositive.Roc.ShouldBe(double.NaN);
        VolumeUnderSurface.Of(new ScoredSeries([false, true, false, false], new double[4]), 0).Pr.ShouldBe(0.25, 1e-12);
    }

    [Fact]
    public void Bad_scores_are_refused_in_one_line()
    {
        Should.Throw<InputException>(() => new ScoredSeries([true, false], [1, double.NaN])).Message.ShouldStartWith("the score of row 2 is NaN");
        Should.Throw<InputException>(() => new ScoredSeries([true], new double[] { 1, 2 })).Message.ShouldContain("1 labels but 2 scores");
        Should.Throw<InputException>(() => new ScoredSeries([], Array.Empty<double>())).Message.ShouldContain("no rows");
    }

    [Fact]
    public void Twenty_four_thousand_rows_take_less_than_two_seconds()
    {
        var generator = new Random(5);
        var labels = Enumerable.Range(0, 24_000).Select(i => i % 1500 < 60).ToArray();
        var series = new ScoredSeries(labels, [.. labels.Select(label => generator.NextDouble() + (label ? 0.4 : 0))]);
        var clock = Stopwatch.StartNew();
        VolumeUnderSurface.Of(series, 300).Pr.ShouldBeInRange(0.1, 0.9);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static bool Same(double a, double b) => Math.Abs(a - b) < 1e-12 || (double.IsNaN(a) && double.IsNaN(b));
}
