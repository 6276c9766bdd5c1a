using Auscult.Evaluation.Baselines;
using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.Baselines;

public sealed class RelativeErrorDetectorTests
{
    private static readonly RelativeErrorConfig Plain = new() { MemoryRows = 50, Smoothing = new SmoothingConfig { Rows = [] } };

    [Fact]
    public void Errors_count_in_units_of_what_is_usual_for_their_signal()
    {
        // Signal 0 is always a hundred times harder to predict than signal 1.
        using var frame = SyntheticFrames.Of(2, [300], (row, signal) => (signal == 0 ? 100 : 1) * (signal == 1 && row == 250 ? 40 : 1));
        var scores = Scores(frame, Plain);
        scores[250].ShouldBe(20f, 0.5f);
        scores[100].ShouldBe(1, 0.05f);
    }

    [Fact]
    public void A_lasting_change_is_forgiven_in_part_and_a_new_recording_begins_from_training()
    {
        using var frame = SyntheticFrames.Of(1, [600, 10], (row, _) => row < 200 ? 1 : 16);
        var scores = Scores(frame, Plain with { LeastError = 1e-6 });
        scores[200].ShouldBe(16, 0.2f);
        // Relative to training still 16, to the recent past 1.
        scores[599].ShouldBe(4, 0.1f);
        scores[600].ShouldBe(16, 0.2f);
    }

    [Fact]
    public void One_enormous_error_hardly_changes_what_is_usual()
    {
        using var frame = SyntheticFrames.Of(1, [300], (row, _) => row == 250 ? 1e6f : 1);
        var scores = Scores(frame, Plain);
        scores[250].ShouldBeInRange(5000, 10_000);
        scores[251].ShouldBeInRange(0.75f, 1);
    }

    [Fact]
    public void Detectors_without_errors_per_signal_and_impossible_options_are_refused()
    {
        Should.Throw<ArgumentException>(() => new RelativeErrorDetector(new WindowStatisticsDetector()));
        Should.Throw<InputException>(() => new RelativeErrorDetector(new ValuesAsErrors(), Plain with { MemoryRows = 0 }));
    }

    private static float[] Scores(Frame frame, RelativeErrorConfig config)
    {
        var detector = new RelativeErrorDetector(new ValuesAsErrors(), config);
        detector.Fit(frame, [new RowRange(0, 0, 200)]);
        return detector.Score(frame, 0);
    }

    private sealed class ValuesAsErrors : IAnomalyDetector, ISignalEvidence
    {
        public string Name => "values";

        public bool IsCausal => true;

        public void Fit(Frame frame, IReadOnlyList<RowRange> train)
        {
            // Nothing to learn.
        }

        public float[] Score(Frame frame, int entity) => throw new NotSupportedException();

        public float[] Contributions(Frame frame, int entity) => frame.Rows(entity, 0, frame.Schema.RowCount).ToArray();
    }
}
