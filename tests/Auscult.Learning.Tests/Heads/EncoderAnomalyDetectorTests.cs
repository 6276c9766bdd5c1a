using Auscult.Foundation;
using Auscult.Learning.Encoding;
using Auscult.Learning.Heads;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Tests.Heads;

public sealed class EncoderAnomalyDetectorTests : IClassFixture<EncoderAnomalyDetectorTests.Fitted>
{
    private static readonly RowRange Train = new(0, 0, 600);
    private readonly Fitted _fitted;

    public EncoderAnomalyDetectorTests(Fitted fitted) => _fitted = fitted;

    [Fact]
    public void A_broken_correlation_scores_higher_than_normal_rows()
    {
        // The signal keeps its distribution; only its phase no longer fits the other layers.
        var frame = Changed((row, s, value) => s == 5 && row is >= 800 and < 860 ? _fitted.Frame.Rows(0, row - 28, 1)[5] : value);

        var scores = _fitted.Detector.Score(frame, 0);

        scores[820..860].Average().ShouldBeGreaterThan(3 * scores[650..790].Average());
        var evidence = _fitted.Detector.Contributions(frame, 0);
        Enumerable.Range(0, 8).MaxBy(s => Enumerable.Range(820, 40).Sum(row => (double)evidence[(row * 8) + s])).ShouldBe(5);
    }

    [Fact]
    public void A_later_row_never_changes_an_earlier_score()
    {
        _fitted.Detector.IsCausal.ShouldBeTrue();
        var before = _fitted.Detector.Score(_fitted.Frame, 0);
        var after = _fitted.Detector.Score(Changed((row, _, value) => row >= 700 ? value + 500 : value), 0);

        after[..700].ShouldBe(before[..700]);
        after[720].ShouldBeGreaterThan(before[720]);
    }

    [Fact]
    public void A_vanished_layer_is_a_symptom_and_every_score_stays_finite()
    {
        var normal = _fitted.Detector.Score(_fitted.Frame, 0);
        var vanished = _fitted.Detector.Score(Changed((row, s, value) => row >= 700 && s is 2 or 3 ? double.NaN : value), 0);
        var nothing = _fitted.Detector.Score(Changed((_, _, _) => double.NaN), 0);

        vanished.ShouldAllBe(score => float.IsFinite(score));
        vanished[750..].Average().ShouldBeGreaterThan(normal[750..].Average());
        nothing.ShouldAllBe(score => float.IsFinite(score) && score > 0);
    }

    [Fact]
    public void The_first_rows_of_a_recording_and_recordings_shorter_than_a_window_are_scored()
    {
        var frame = TestFrames.Correlated(30, segments: 3);

        _fitted.Detector.Score(frame, 0).Length.ShouldBe(30);
    }

    [Fact]
    public void Windows_that_see_the_future_are_not_called_causal()
    {
        var overlapping = new EncoderAnomalyDetector(
            _fitted.Model(), new AnomalyHeadConfig { IsCausal = false, HideWholeSignals = false, ScoreStride = 3, NumMasks = 3 });
        overlapping.Fit(_fitted.Frame, [Train]);

        overlapping.IsCausal.ShouldBeFalse();
        overlapping.Score(_fitted.Frame, 0).ShouldAllBe(score => float.IsFinite(score));
    }

    [Fact]
    public void Other_signals_are_an_input_error()
    {
        var frame = TestFrames.Of(100, [(Layer.Hardware, "cpu")], (row, _) => row);

        Should.Throw<InputException>(() => _fitted.Detector.Score(frame, 0)).Message.ShouldContain("nothing");
    }

    [Fact]
    public void Two_threads_score_as_one_does()
    {
        var alone = _fitted.Detector.Score(_fitted.Frame, 0);
        var together = new float[4][];

        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => together[i] = _fitted.Detector.Score(_fitted.Frame, 0));

        foreach (var scores in together)
            scores.ShouldBe(alone, 1e-4);
    }

    private MemoryFrame Changed(Func<int, int, double, double> change) => TestFrames.Of(
        _fitted.Frame.Schema.RowCount, [.. _fitted.Frame.Schema.Signals.Select(s => (s.Layer, s.Name))],
        (row, s) => change(row, s, _fitted.Frame.Rows(0, row, 1)[s]));

    /// <summary>A detector that was trained once for all tests.</summary>
    public sealed class Fitted : IDisposable
    {
        private readonly SelfTrainedDetector _detector = new(
            new PipelineConfig
            {
                Window = new WindowConfig { Length = 32, Stride = 2 },
                Encoder = new JointEncoderConfig { EmbedDim = 32, NumHeads = 2, NumLayerBlocks = 1, NumFusionBlocks = 1, PatchLength = 4 },
                Train = new TrainingConfig { MaxSteps = 250, BatchSize = 32, WarmupSteps = 10, LearningRate = 5e-3 },
            },
            TimeProvider.System);

        public Fitted() => _detector.Fit(Frame, [Train]);

        /// <summary>Four layers that follow one wave.</summary>
        public Frame Frame { get; } = TestFrames.Correlated(1000);

        /// <summary>Fitted on the first 600 rows.</summary>
        public SelfTrainedDetector Detector => _detector;

        internal Learning.Checkpoints.TrainedEncoder Model() => _detector.Model!;

        public void Dispose()
        {
            _detector.Dispose();
            Frame.Dispose();
        }
    }
}
