using Auscult.Foundation;
using Auscult.Learning.Checkpoints;

namespace Auscult.Learning.Tests.Training;

public sealed class EncoderTrainerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void The_loss_falls_where_layers_explain_each_other()
    {
        var recorder = new Recorder();
        using var run = new TestRun(_folder.Path, TestRun.Config with { MaxSteps = 150, EvaluationSteps = 0, CheckpointSteps = 0 }, recorder);

        run.Run().Step.ShouldBe(150);

        var losses = recorder.Steps.Select(s => s.Loss).ToArray();
        losses[^20..].Average().ShouldBeLessThan(0.3 * losses[..5].Average());
    }

    [Fact]
    public void A_run_stopped_in_the_middle_of_an_epoch_continues_bit_for_bit()
    {
        var straight = new Recorder();
        using var whole = new TestRun(_folder.File("whole"), observer: straight);
        var expected = whole.Run();

        using var stop = new CancellationTokenSource();
        var first = new Recorder { AfterStep = report => { if (report.Step == 7) stop.Cancel(); } };
        using (var interrupted = new TestRun(_folder.File("parts"), observer: first))
        {
            var result = interrupted.Run(stop.Token);
            result.Interrupted.ShouldBeTrue();
            result.Step.ShouldBe(7);
        }
        var second = new Recorder();
        using var resumed = new TestRun(_folder.File("parts"), observer: second);
        resumed.Resume().ShouldBe(7);
        var actual = resumed.Run();

        resumed.ShouldEqual(whole);
        first.Steps.Concat(second.Steps).Select(s => s.Loss).ShouldBe(straight.Steps.Select(s => s.Loss));
        first.Steps.Concat(second.Steps).Select(s => s.LearningRate).ShouldBe(straight.Steps.Select(s => s.LearningRate));
        actual.BestLoss.ShouldBe(expected.BestLoss);
        File.ReadAllBytes(Path.Combine(actual.Checkpoint!, CheckpointStore.OptimizerFile))
            .ShouldBe(File.ReadAllBytes(Path.Combine(expected.Checkpoint!, CheckpointStore.OptimizerFile)));
    }

    [Fact]
    public void Averaged_weights_and_dropout_continue_exactly_too()
    {
        var config = TestRun.Config with { EmaDecay = 0.9 };
        var encoder = TestRun.Encoder with { Dropout = 0.1 };
        using var whole = new TestRun(_folder.File("whole"), config, encoder: encoder);
        var expected = whole.Run();
        using var stop = new CancellationTokenSource();
        var first = new Recorder { AfterStep = report => { if (report.Step == 6) stop.Cancel(); } };
        using (var interrupted = new TestRun(_folder.File("parts"), config, first, encoder: encoder))
            interrupted.Run(stop.Token);
        using var resumed = new TestRun(_folder.File("parts"), config, encoder: encoder);
        resumed.Resume().ShouldBe(6);
        var actual = resumed.Run();

        resumed.ShouldEqual(whole);
        File.ReadAllBytes(Path.Combine(actual.Checkpoint!, CheckpointStore.EmaFile))
            .ShouldBe(File.ReadAllBytes(Path.Combine(expected.Checkpoint!, CheckpointStore.EmaFile)));
    }

    [Fact]
    public void Gradient_accumulation_gives_the_same_step()
    {
        using var once = new TestRun(_folder.File("once"), TestRun.Config with { MaxSteps = 3, EvaluationSteps = 0 });
        using var parts = new TestRun(_folder.File("parts"), TestRun.Config with { MaxSteps = 3, EvaluationSteps = 0, GradientAccumulation = 3 });
        once.Run();
        parts.Run();

        parts.Weights().Zip(once.Weights(), (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void Other_data_is_refused()
    {
        using (var run = new TestRun(_folder.Path))
            run.Run();
        using var other = new TestRun(_folder.Path, fingerprint: "other");

        Should.Throw<InputException>(() => other.Resume()).Message.ShouldContain("trained on other data");
    }

    [Fact]
    public void A_truncated_checkpoint_is_passed_over_with_a_warning()
    {
        using (var run = new TestRun(_folder.Path))
            run.Run();
        var latest = TestRun.Store(_folder.Path).Folders[0];
        using (var file = new FileStream(Path.Combine(latest, CheckpointStore.WeightsFile), FileMode.Open))
            file.SetLength(file.Length / 2);
        var recorder = new Recorder();

        using var resumed = new TestRun(_folder.Path, observer: recorder);

        resumed.Resume().ShouldBeLessThan(12);
        recorder.Warnings.ShouldHaveSingleItem().ShouldContain("passed over");
    }

    [Fact]
    public void A_time_limit_ends_training_with_a_checkpoint()
    {
        using var run = new TestRun(_folder.Path, TestRun.Config with { MaxSteps = 1_000_000, MaxSeconds = 0.3, EvaluationSteps = 0 });

        var result = run.Run();

        result.Interrupted.ShouldBeFalse();
        result.Step.ShouldBeLessThan(1_000_000);
        CheckpointStore.Check(result.Checkpoint!).Step.ShouldBe(result.Step);
    }

    [Fact]
    public void Lost_patience_ends_training()
    {
        using var run = new TestRun(
            _folder.Path, TestRun.Config with { MaxSteps = 400, EvaluationSteps = 1, Patience = 2, LearningRate = 5, ClipNorm = 0 });

        run.Run().Step.ShouldBeLessThan(400);
    }

    public void Dispose() => _folder.Dispose();
}
