using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.Protocols;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.Protocols;

public sealed class DetectionEvaluationTests
{
    private static readonly LabelledRows[] Labels =
    [
        new("a", "cpu_contention", IsBenign: false, new RowRange(0, 500, 30)),
        new("b", "cpu_contention", IsBenign: false, new RowRange(0, 620, 20)),
        new("c", "checkpoint", IsBenign: true, new RowRange(0, 560, 10)),
        new("d", "checkpoint", IsBenign: true, new RowRange(0, 100, 10)),
    ];

    [Fact]
    public void Figures_labels_and_false_alarms_are_those_of_the_judged_rows()
    {
        using var frame = SyntheticFrames.Waves(6, [700], IsAnomalous);
        var results = Evaluation().Run(Task(frame), [new RandomDetector(new Seeds(1)), new RobustZDetector()]);

        results.Rows.ShouldBe(250);
        results.FaultRows.ShouldBe(50);
        results.Faults.ShouldBe(2);
        results.ThresholdRule.ShouldBe("val_threshold: 0.99 quantile");
        results.Detectors.Select(row => row.Detector).ShouldBe(["random", "robust-z"]);
        var row = results.Detectors[1];
        row["vus_pr"].ShouldBeGreaterThan(results.Detectors[0]["vus_pr"] + 0.2);
        row["point_f1@val_threshold"].ShouldBeGreaterThan(0.5);
        row["no such metric"].ShouldBe(double.NaN);
        row.Benign.ShouldBe([new BenignAlarms("checkpoint", 1, 1)], "row 560 is shifted like a fault; row 100 is not judged");
        row.FalseAlarmsPerDay.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_threshold_comes_from_the_calibration_rows_alone()
    {
        using var frame = SyntheticFrames.Waves(6, [700], IsAnomalous);
        var detector = new RobustZDetector();
        var threshold = Evaluation().Run(Task(frame), [detector]).Detectors[0].Threshold;
        var scores = detector.Score(frame, 0).AsSpan(400, 50).ToArray();
        scores.Count(score => score > threshold).ShouldBe(1);
    }

    [Fact]
    public void Without_calibration_rows_a_part_of_the_training_rows_takes_their_place()
    {
        using var frame = SyntheticFrames.Waves(6, [700], IsAnomalous);
        var task = Task(frame) with { Calibration = [], ThresholdRule = "train_threshold" };
        var detector = new WindowStatisticsDetector();
        var threshold = Evaluation().Run(task, [detector]).Detectors[0].Threshold;
        var onTrain = detector.Score(frame, 0).AsSpan(0, 400).ToArray();
        ((double)onTrain.Count(score => score > threshold)).ShouldBeLessThan(4, "scores of rows that were fitted on are smaller");
        threshold.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Peaks_over_threshold_is_a_rule_too()
    {
        using var frame = SyntheticFrames.Waves(6, [1700], row => IsAnomalous(row - 1000));
        var task = Task(frame) with
        {
            Train = [new RowRange(0, 0, 400)],
            Calibration = [new RowRange(0, 400, 1000)],
            Scored = [new RowRange(0, 1450, 250)],
            Labels = [.. Labels.Select(label => label with { Rows = label.Rows with { FirstRow = label.Rows.FirstRow + 1000 } })],
        };
        var quantile = Evaluation().Run(task, [new RobustZDetector()]).Detectors[0].Threshold;
        var peaks = new DetectionEvaluation(new ThresholdConfig { Kind = ThresholdKind.Peaks, Level = 0.95, Risk = 1e-4 }, TimeProvider.System)
            .Run(task, [new RobustZDetector()]);
        peaks.Detectors[0].Threshold.ShouldBeGreaterThan(quantile);
        peaks.ThresholdRule.ShouldContain("peaks over the 0.95 quantile, risk 0.0001");
    }

    [Fact]
    public void Plots_keep_every_peak_and_the_labels()
    {
        using var frame = SyntheticFrames.Waves(6, [5000], row => row == 4321);
        var task = Task(frame) with
        {
            Train = [new RowRange(0, 0, 3000)],
            Calibration = [new RowRange(0, 3000, 500)],
            Scored = [new RowRange(0, 3500, 1500)],
            Labels = [new("a", "fault", IsBenign: false, new RowRange(0, 4321, 1))],
        };
        var plot = Evaluation().Run(task, [new RobustZDetector()]).Plots.ShouldHaveSingleItem();
        var scores = plot.Scores.ShouldHaveSingleItem();
        scores.High.Count.ShouldBe(750);
        scores.High.ToList().IndexOf(scores.High.Max()).ShouldBe((4321 - 3500) / 2);
        plot.Bands.ShouldBe([new PlotBand(410, 411, "fault", IsBenign: false)]);
        plot.SecondsPerPoint.ShouldBe(2);
        plot.Signals.Count.ShouldBe(3);
    }

    [Fact]
    public void A_cancelled_evaluation_stops_between_detectors()
    {
        using var frame = SyntheticFrames.Waves(6, [700], IsAnomalous);
        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Evaluation().Run(
            Task(frame), [new RobustZDetector(), new RobustZDetector()], _ => stop.Cancel(), stop.Token));
    }

    [Fact]
    public void A_view_of_a_recording_is_that_recording_and_nothing_else()
    {
        using var frame = SyntheticFrames.Waves(4, [300, 200], _ => false);
        using var view = new RecordingView(frame, "recording-1");
        view.Schema.RowCount.ShouldBe(200);
        view.TimeOf(0).ShouldBe(frame.TimeOf(300));
        view.Rows(0, 10, 20).SequenceEqual(frame.Rows(0, 310, 20)).ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => view.Rows(0, 190, 20).Length);
        Should.Throw<ArgumentException>(() => new RecordingView(frame, "recording-7"));
    }

    [Fact]
    public void Held_out_rows_are_apart_from_the_fitted_ones()
    {
        using var frame = SyntheticFrames.Waves(2, [.. Enumerable.Repeat(20, 12)], _ => false);
        foreach (var train in new[] { new[] { new RowRange(0, 0, 240) }, [new RowRange(0, 5, 30)] })
        {
            var (fitted, heldOut) = HeldOutRows.Of(frame.Schema, train);
            fitted.ShouldAllBe(range => heldOut.All(other => !other.Overlaps(range)));
            (fitted.Sum(range => range.RowCount) + heldOut.Sum(range => range.RowCount)).ShouldBe(train[0].RowCount);
            heldOut.Sum(range => range.RowCount).ShouldBeInRange(train[0].RowCount / 5, train[0].RowCount / 2);
        }
    }

    private static bool IsAnomalous(int row) => row is >= 500 and < 530 or >= 620 and < 640 or 560;

    private static DetectionEvaluation Evaluation() => new(new ThresholdConfig(), TimeProvider.System);

    private static DetectionTask Task(Frame frame) => new()
    {
        Protocol = "own",
        Description = "a test",
        Frame = frame,
        Train = [new RowRange(0, 0, 400)],
        Calibration = [new RowRange(0, 400, 50)],
        ThresholdRule = "val_threshold",
        Scored = [new RowRange(0, 450, 250)],
        Labels = Labels,
    };
}
