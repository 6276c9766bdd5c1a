using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Tests.Heads;

public sealed class SmoothedDetectorTests
{
    [Fact]
    public void The_score_is_the_mean_of_trailing_log_averages()
    {
        var frame = TestFrames.Of(3, [(Layer.Hardware, "a")], (row, _) => new[] { 1.0, 4.0, 16.0 }[row]);
        var detector = new SmoothedDetector(new ValueDetector(), new SmoothingConfig { Rows = [1, 2] });

        var scores = detector.Score(frame, 0);

        scores[0].ShouldBe(1f, 1e-5f);
        scores[1].ShouldBe((float)Math.Exp(0.5 * (Math.Log(4) + Math.Log(2))), 1e-4f);
        scores[2].ShouldBe((float)Math.Exp(0.5 * (Math.Log(16) + Math.Log(8))), 1e-4f);
    }

    [Fact]
    public void Arithmetic_averages_keep_more_of_a_peak()
    {
        var frame = TestFrames.Of(3, [(Layer.Hardware, "a")], (row, _) => new[] { 1.0, 4.0, 16.0 }[row]);
        var detector = new SmoothedDetector(new ValueDetector(), new SmoothingConfig { Rows = [1, 2], IsArithmetic = true });

        detector.Score(frame, 0)[2].ShouldBe((float)Math.Exp(0.5 * (Math.Log(16) + Math.Log(10))), 1e-4f);
    }

    [Fact]
    public void A_later_row_never_changes_an_earlier_score()
    {
        var random = new Seeds(3).Generator();
        var values = Enumerable.Range(0, 200).Select(_ => random.NextDouble() + 0.01).ToArray();
        var before = Scores(values);
        values[150] = 1e6;
        var after = Scores(values);

        after[..150].ShouldBe(before[..150]);
        after[150].ShouldBeGreaterThan(before[150]);
    }

    [Fact]
    public void Smoothing_does_not_reach_across_recordings()
    {
        var frame = TestFrames.Of(20, [(Layer.Hardware, "a")], (row, _) => row < 10 ? 1000 : 1, segments: 2);

        new SmoothedDetector(new ValueDetector()).Score(frame, 0)[10].ShouldBe(1f, 1e-4f);
    }

    [Fact]
    public void A_fused_score_is_the_geometric_mean()
    {
        var frame = TestFrames.Of(2, [(Layer.Hardware, "a")], (row, _) => row == 0 ? 4 : 9);
        var fused = new FusedDetector("fused", [new ValueDetector(), new SmoothedDetector(new ValueDetector(), new SmoothingConfig { Rows = [1] })]);

        fused.Score(frame, 0).ShouldBe([4f, 9f], 1e-4);
        fused.IsCausal.ShouldBeTrue();
    }

    [Fact]
    public void A_member_of_twice_the_weight_counts_twice()
    {
        var frame = TestFrames.Of(1, [(Layer.Hardware, "a")], (_, _) => 8);
        var fused = new FusedDetector("fused", [new ValueDetector(), new ConstantDetector()], [2, 1]);

        fused.Score(frame, 0)[0].ShouldBe(4f, 1e-4f);
        Should.Throw<ArgumentException>(() => new FusedDetector("fused", [new ValueDetector()], [1, 1]));
    }

    [Fact]
    public void Fused_evidence_is_that_of_the_members_that_give_any()
    {
        var frame = TestFrames.Of(2, [(Layer.Hardware, "a"), (Layer.Hardware, "b")], (row, signal) => row == 0 ? 1 + (2 * signal) : 0);
        var fused = new FusedDetector("fused", [new SmoothedDetector(new ConstantDetector()), new ConstantDetector(), new ValueEvidence()]);

        fused.Contributions(frame, 0).ShouldBe([0.25f, 0.75f, 0f, 0f], 1e-5);
        Should.Throw<NotSupportedException>(() => new FusedDetector("fused", [new ConstantDetector()]).Contributions(frame, 0));
    }

    [Fact]
    public void Rows_must_be_positive() =>
        Should.Throw<InputException>(() => new SmoothedDetector(new ValueDetector(), new SmoothingConfig { Rows = [0] }));

    private static float[] Scores(double[] values) => new SmoothedDetector(new ValueDetector()).Score(
        TestFrames.Of(values.Length, [(Layer.Hardware, "a")], (row, _) => values[row]), 0);

    private sealed class ValueEvidence : IAnomalyDetector, ISignalEvidence
    {
        public string Name => "values";

        public bool IsCausal => true;

        public void Fit(Frame frame, IReadOnlyList<RowRange> train)
        {
        }

        public float[] Score(Frame frame, int entity) => new float[frame.Schema.RowCount];

        public float[] Contributions(Frame frame, int entity) => frame.Rows(entity, 0, frame.Schema.RowCount).ToArray();
    }

    private sealed class ConstantDetector : IAnomalyDetector
    {
        public string Name => "one";

        public bool IsCausal => true;

        public void Fit(Frame frame, IReadOnlyList<RowRange> train)
        {
        }

        public float[] Score(Frame frame, int entity) => [.. Enumerable.Repeat(1f, frame.Schema.RowCount)];
    }

    private sealed class ValueDetector : IAnomalyDetector
    {
        public string Name => "value";

        public bool IsCausal => true;

        public void Fit(Frame frame, IReadOnlyList<RowRange> train)
        {
        }

        public float[] Score(Frame frame, int entity) => frame.Rows(entity, 0, frame.Schema.RowCount).ToArray();
    }
}
