using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Torch;

namespace Auscult.Learning.Tests.Training;

/// <summary>Ways of computing the same training: narrower types, less memory, fewer kernels.</summary>
public sealed class PrecisionTests : IDisposable
{
    private static readonly TrainingConfig Config = TestRun.Config with { MaxSteps = 10, EvaluationSteps = 5 };
    private readonly TestFolder _folder = new();

    [Fact]
    public void Bfloat16_blocks_follow_the_losses_of_float32_and_keep_float32_weights()
    {
        var expected = Losses("wide", Config);

        var recorder = new Recorder();
        using var run = new TestRun(_folder.File("narrow"), Config with { Precision = "bfloat16" }, recorder);
        run.Run();

        // Eight bits of mantissa: the losses differ, but by less than a step changes them.
        var losses = recorder.Steps.Select(s => s.Loss).ToArray();
        losses.ShouldNotBe(expected);
        losses.Zip(expected, (a, b) => Math.Abs(a - b) / b).Max().ShouldBeLessThan(0.05);
        run.Weights().Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Activations_that_are_computed_again_change_no_bit()
    {
        using var kept = new TestRun(_folder.File("kept"), Config);
        kept.Run();
        using var again = new TestRun(_folder.File("again"), Config with { ActivationCheckpointing = true });
        again.Run();

        again.ShouldEqual(kept);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Batches_copied_ahead_change_no_bit_and_a_stop_is_still_exact(int prefetched)
    {
        var config = Config with { PrefetchBatches = prefetched, GradientAccumulation = 2 };
        using var plain = new TestRun(_folder.File("plain"), config, overlapsCopies: false);
        plain.Run();
        using var stop = new CancellationTokenSource();
        var recorder = new Recorder { AfterStep = report => { if (report.Step == 4) stop.Cancel(); } };
        using (var interrupted = new TestRun(_folder.File("ahead"), config, recorder, overlapsCopies: true))
            interrupted.Run(stop.Token).Step.ShouldBe(4);

        using var resumed = new TestRun(_folder.File("ahead"), config, overlapsCopies: true);
        resumed.Resume().ShouldBe(4);
        resumed.Run();

        resumed.ShouldEqual(plain);
    }

    [Fact]
    public void The_fused_step_is_refused_or_gives_the_losses_of_the_plain_one()
    {
        if (!Capabilities.FusedAdamW)
        {
            Should.Throw<InputException>(() => Losses("fused", Config with { FusedOptimizer = FusedOptimizer.Always }))
                .Message.ShouldContain("train.fused_optimizer=always");
            return;
        }
        Losses("fused", Config with { FusedOptimizer = FusedOptimizer.Always }).Zip(Losses("plain", Config), (a, b) => Math.Abs(a - b) / b).Max()
            .ShouldBeLessThan(1e-4);
    }

    public void Dispose() => _folder.Dispose();

    private double[] Losses(string folder, TrainingConfig config)
    {
        var recorder = new Recorder();
        using var run = new TestRun(_folder.File(folder), config, recorder);
        run.Run();
        return [.. recorder.Steps.Select(s => s.Loss)];
    }
}
