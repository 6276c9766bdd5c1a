using Auscult.Evaluation.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Evaluation.Tests.Metrics;

public sealed class RootCauseMetricsTests
{
    private static readonly string[][] Ranked = [["cpu", "disk", "net"], ["disk", "cpu", "net"], ["net", "disk", "cpu"]];
    private static readonly HashSet<string>[] Truths = [["cpu"], ["cpu"], ["cpu", "disk"]];

    [Fact]
    public void Ranks_are_counted_by_hand()
    {
        CauseRanking.AccuracyAt(1, Ranked, Truths).ShouldBe(1 / 3.0, 1e-12);
        CauseRanking.AccuracyAt(2, Ranked, Truths).ShouldBe((1 + 1 + 0.5) / 3, 1e-12);
        CauseRanking.AccuracyAt(3, Ranked, Truths).ShouldBe(1, 1e-12);
        CauseRanking.AverageAccuracy(3, Ranked, Truths).ShouldBe(((1 / 3.0) + (2.5 / 3) + 1) / 3, 1e-12);
        CauseRanking.MeanReciprocalRank(Ranked, Truths).ShouldBe((1 + 0.5 + 0.5) / 3, 1e-12);
        CauseRanking.MeanReciprocalRank([["a"]], [new HashSet<string>(StringComparer.Ordinal) { "b" }]).ShouldBe(0);
        CauseRanking.AccuracyAt(1, [], []).ShouldBe(double.NaN);
    }

    [Fact]
    public void The_confusion_matrix_is_counted_by_hand()
    {
        var matrix = new ConfusionMatrix(["a", "b", "c"], ["a", "a", "a", "b"], ["a", "a", "b", "b"]);
        matrix[0, 0].ShouldBe(2);
        matrix[0, 1].ShouldBe(1);
        matrix.Accuracy.ShouldBe(0.75);
        matrix.BalancedAccuracy.ShouldBe(((2 / 3.0) + 1) / 2, 1e-12);
        matrix.MacroF1.ShouldBe((0.8 + (2 / 3.0)) / 2, 1e-12);
        matrix.RecallOf(2).ShouldBe(double.NaN);
        matrix.PrecisionOf(1).ShouldBe(0.5);
        Should.Throw<ArgumentException>(() => new ConfusionMatrix(["a"], ["a"], ["z"]));
    }

    [Fact]
    public void Renaming_classes_changes_no_mean() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var generator = new Random(seed);
            string[] classes = ["a", "b", "c", "d"];
            var truths = Enumerable.Range(0, 30).Select(_ => classes[generator.Next(3)]).ToArray();
            var predictions = truths.Select(truth => generator.Next(2) == 0 ? truth : classes[generator.Next(4)]).ToArray();
            var matrix = new ConfusionMatrix(classes, truths, predictions);
            var renamed = new ConfusionMatrix(["d", "c", "b", "a"], truths, predictions);
            return Math.Abs(matrix.MacroF1 - renamed.MacroF1) < 1e-12 && Math.Abs(matrix.BalancedAccuracy - renamed.BalancedAccuracy) < 1e-12
                && matrix.Accuracy == renamed.Accuracy;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Calibration_compares_confidence_with_success()
    {
        CalibrationError.Of([0.75, 0.75, 0.75, 0.75], [true, true, true, false]).ShouldBe(0, 1e-12);
        CalibrationError.Of([1, 1], [false, false]).ShouldBe(1, 1e-12);
        CalibrationError.Of([], []).ShouldBe(double.NaN);
    }

    [Fact]
    public void The_bootstrap_interval_holds_the_mean_and_narrows_with_more_incidents()
    {
        var few = Interval(10);
        var many = Interval(1000);
        few.Contains(0.5).ShouldBeTrue();
        many.Contains(0.5).ShouldBeTrue();
        (many.High - many.Low).ShouldBeLessThan((few.High - few.Low) / 4);
        double.IsNaN(Bootstrap.Interval(0, _ => 1, new Random(1)).Low).ShouldBeTrue();

        static ConfidenceInterval Interval(int count) =>
            Bootstrap.Interval(count, chosen => chosen.Average(i => i % 2), new Random(7));
    }

    [Fact]
    public void Quantiles_interpolate_between_order_statistics()
    {
        Quantiles.Of([4, 1, 3, 2], 0.5).ShouldBe(2.5);
        Quantiles.Of([4, 1, 3, 2], 1).ShouldBe(4);
        Quantiles.Of([], 0.5).ShouldBe(double.NaN);
    }
}
