using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.Report.Runs;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.Report;

/// <summary>Alarms of a detector beside labels, as the incident explorer shows them.</summary>
public sealed class DetectorReaderTests
{
    private const int Signals = 4;
    private static readonly (int First, int End)[] Shifted = [(340, 350), (353, 358), (400, 410), (480, 485)];

    [Fact]
    public void Alarms_are_matched_with_the_faults_they_touch()
    {
        var (recordings, incidents) = Read(gap: 2);
        recordings.ShouldHaveSingleItem().Name.ShouldBe("recording-1");
        // 300 is the first judged row; the second shift lies within the first fault, the third in none; the last fault shows nothing.
        incidents.Select(one => (one.Outcome, one.Start, one.End)).ShouldBe(
            [("found", 40, 50), ("duplicate", 53, 58), ("false", 100, 110), ("missed", 150, 160), ("found", 180, 185)]);
        incidents.Where(one => one.Outcome != "missed").ShouldAllBe(one => one.Raised == one.Start + 1);
        incidents.Select(one => one.TrueClass).ShouldBe(["cpu_contention", "cpu_contention", null, "disk_contention", "network_cap"]);
    }

    [Fact]
    public void Near_alarms_are_one()
    {
        var (_, incidents) = Read(gap: 3);
        incidents.Count(one => one.Raised is not null).ShouldBe(3);
        (incidents[0].Start, incidents[0].End).ShouldBe((40, 58));
    }

    [Fact]
    public void Evidence_names_the_shifted_signals_first()
    {
        var (recordings, incidents) = Read(gap: 2);
        var evidence = incidents[0].Evidence.ShouldNotBeNull();
        evidence.IsOfScore.ShouldBeTrue();
        evidence.Signals.Take(2).Select(signal => signal.Signal).ShouldBe(["signal_0", "signal_3"], ignoreOrder: true);
        evidence.Signals.ShouldAllBe(signal => signal.Contribution > 0 && signal.Contribution <= 1);
        evidence.Signals[0].Direction.ShouldBe("rises");
        evidence.Layers.Sum(layer => layer.Share).ShouldBe(1, 1e-9);
        incidents[3].Evidence.ShouldBeNull();
        var lane = recordings[0].Lanes[0].Shifts;
        lane[45].ShouldBeGreaterThan(lane[20]);
        recordings[0].Labels.Count(label => label.IsBenign).ShouldBe(1);
    }

    private static (IReadOnlyList<ReportedRecording> Recordings, IReadOnlyList<ReportedIncident> Incidents) Read(int gap)
    {
        var frame = SyntheticFrames.Waves(Signals, [300, 200], row => Array.Exists(Shifted, part => part.First <= row && row < part.End));
        LabelledRows Label(string name, int first, int end, bool isBenign = false) => new($"{name}-1", name, isBenign, new RowRange(0, first, end - first));
        var task = new DetectionTask
        {
            Protocol = "own", Description = "", Frame = frame, Train = [new RowRange(0, 0, 300)], ThresholdRule = "train_threshold", Scored = [new RowRange(0, 300, 200)],
            Labels =
            [
                Label("cpu_contention", 338, 360), Label("disk_contention", 450, 460), Label("network_cap", 478, 490), Label("checkpoint", 310, 315, isBenign: true),
            ],
        };
        using var detector = new RobustZDetector();
        detector.Fit(frame, task.Train);
        var scores = new Dictionary<int, float[]> { [0] = new float[500] };
        foreach (var (first, end) in Shifted)
            scores[0].AsSpan(first, end - first).Fill(2);
        var row = new DetectionRow { Detector = "robust-z", IsCausal = true, Seconds = 0, Threshold = 1, Metrics = Array.Empty<MetricValue>(), FalseAlarmsPerDay = 0, Benign = [] };
        var outcome = new DetectionOutcome(row, scores[0][300..], scores);
        return new DetectorReader(task, detector, outcome, RobustScaler.Fit(frame, task.Train), causes: null, gap).Read();
    }
}
