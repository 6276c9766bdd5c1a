using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Learning.Training.Distributed;
using static TorchSharp.torch;

namespace Auscult.Learning.Tests.Training.Distributed;

public sealed class DataParallelTests : IDisposable
{
    private static readonly Lock Building = new();
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData(2, 1, false)]
    [InlineData(3, 1, false)]
    [InlineData(2, 2, false)]
    [InlineData(2, 2, true)]
    public void Ranks_give_the_losses_of_one_rank_to_rounding(int size, int accumulation, bool recomputed)
    {
        var config = TestRun.Config with { EmaDecay = 0.9 };
        var expected = new Recorder();
        using (var alone = new TestRun(_folder.File("alone"), config, expected))
            alone.Run();

        var ranks = RankThreads.Run(size, group => Train(group, "shared", config with
        {
            GradientAccumulation = accumulation,
            ActivationCheckpointing = recomputed,
        }));

        foreach (var rank in ranks)
        {
            // The same on every rank to the bit; equal to one rank to rounding.
            rank.Weights.ShouldBe(ranks[0].Weights);
            rank.Watched.Steps.Select(s => s.Loss).ShouldBe(ranks[0].Watched.Steps.Select(s => s.Loss));
            ShouldBeClose(rank.Watched.Steps.Select(s => s.Loss), expected.Steps.Select(s => s.Loss));
            ShouldBeClose(rank.Watched.Steps.Select(s => s.GradNorm), expected.Steps.Select(s => s.GradNorm));
            ShouldBeClose(rank.Watched.Validations.Select(v => v.Loss), expected.Validations.Select(v => v.Loss));
            rank.Watched.Steps.Select(s => s.Windows).ShouldBe(expected.Steps.Select(s => s.Windows));
        }
        ranks.Skip(1).ShouldAllBe(rank => rank.Result.Checkpoint == null);
        TestRun.Store(_folder.File("shared")).Folders.ShouldContain(ranks[0].Result.Checkpoint);
    }

    [Fact]
    public void Ranks_that_resume_equal_ranks_that_never_stopped()
    {
        var whole = RankThreads.Run(2, group => Train(group, "whole"));
        // Asked for by rank 1 alone, obeyed by both after the same step.
        var first = RankThreads.Run(2, group => Train(group, "parts", stopAfter: group.Rank == 1 ? 5 : null));
        first.ShouldAllBe(rank => rank.Result.Interrupted);
        first[0].Result.Step.ShouldBe(first[1].Result.Step);

        var second = RankThreads.Run(2, group => Train(group, "parts", resume: true));

        second[0].Weights.ShouldBe(whole[0].Weights);
        second[0].Result.BestLoss.ShouldBe(whole[0].Result.BestLoss);
    }

    [Fact]
    public void Another_number_of_ranks_goes_on_from_the_same_checkpoint()
    {
        var expected = new Recorder();
        using (var alone = new TestRun(_folder.File("alone"), observer: expected))
            alone.Run();

        var two = RankThreads.Run(2, group => Train(group, "elastic", stopAfter: 4))[0];
        var three = RankThreads.Run(3, group => Train(group, "elastic", resume: true, stopAfter: 8))[0];
        var one = new Recorder();
        using (var last = new TestRun(_folder.File("elastic"), observer: one))
        {
            last.Resume().ShouldBe(three.Result.Step);
            last.Run().Step.ShouldBe(TestRun.Config.MaxSteps);
        }

        var losses = two.Watched.Steps.Concat(three.Watched.Steps).Concat(one.Steps).Select(s => s.Loss).ToArray();
        losses.Length.ShouldBe(TestRun.Config.MaxSteps);
        ShouldBeClose(losses, expected.Steps.Select(s => s.Loss));
    }

    [Fact]
    public void Steps_on_several_ranks_leak_no_tensor() => RankThreads.Run(2, group =>
    {
        var counts = new List<long>();
        Train(group, "leak", TestRun.Config with { EvaluationSteps = 0, CheckpointSteps = 0 }, after: _ =>
        {
            // All ranks stand still at the same place while they are counted, but for the number that another one still holds.
            group.Sum(0);
            Thread.Sleep(20);
            counts.Add(Tensor.TotalCount);
            group.Sum(0);
        });
        (counts[^1] - counts[3]).ShouldBeInRange(-2, 2, string.Join(", ", counts));
        return counts.Count;
    });

    [Fact]
    public void A_rank_that_comes_late_is_waited_for() =>
        RankThreads.Run(
            2,
            group =>
            {
                var sum = group.Sum(group.Rank + 1)[0];
                // Time in which a rank that was given up would be ended.
                Thread.Sleep(500);
                return sum;
            },
            late: RankThreads.Quick.Patience * 1.5, RankThreads.Quick with { Grace = TimeSpan.FromSeconds(0.05) }).ShouldBe([3, 3]);

    [Fact]
    public void A_rank_that_ends_early_is_named_by_the_others()
    {
        var (_, failures) = RankThreads.Try(2, group => Train(group, "lost", after: step =>
        {
            if (group.Rank == 1 && step.Step == 3)
                throw new InputException("the disk of this rank is full");
        }));

        failures[1].ShouldBeOfType<InputException>();
        failures[0].ShouldBeOfType<PeerLostException>().Message.ShouldContain($"rank 1 on {Environment.MachineName} ended before its work was done");
        TestRun.Store(_folder.File("lost")).Folders.ShouldBeEmpty();
    }

    [Fact]
    public void Ranks_that_see_different_checkpoints_are_refused()
    {
        using (var alone = new TestRun(_folder.File("seen/0")))
            alone.Run();

        var (_, failures) = RankThreads.Try(2, group => Train(group, $"seen/{group.Rank}", resume: true));

        failures.ShouldAllBe(failure => failure is InputException && failure.Message.Contains("all ranks share", StringComparison.Ordinal));
    }

    [Fact]
    public void More_ranks_than_windows_of_a_batch_are_refused()
    {
        var (_, failures) = RankThreads.Try(3, group => Train(group, "small", TestRun.Config with { BatchSize = 2 }));

        failures.ShouldAllBe(failure => failure is InputException && failure.Message.Contains("a batch of 2 cannot be shared by 3 ranks", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static void ShouldBeClose(IEnumerable<double> actual, IEnumerable<double> expected)
    {
        var pairs = actual.Zip(expected, (a, b) => Math.Abs(a - b) / Math.Max(1e-3, Math.Abs(b))).ToArray();
        pairs.ShouldNotBeEmpty();
        pairs.Max().ShouldBeLessThan(2e-4);
    }

    private Trained Train(
        RankGroup group, string folder, TrainingConfig? config = null, bool resume = false, int? stopAfter = null, Action<StepReport>? after = null)
    {
        using var stop = new CancellationTokenSource();
        var watched = new Recorder
        {
            AfterStep = report =>
            {
                after?.Invoke(report);
                if (report.Step == stopAfter)
                    stop.Cancel();
            },
        };
        TestRun run;
        // Threads share one generator of random numbers.
        lock (Building)
            run = new TestRun(_folder.File(folder), config, watched, ranks: group);
        using (run)
        {
            if (resume)
                run.Resume();
            return new Trained(run.Run(stop.Token), watched, run.Weights());
        }
    }

    private sealed record Trained(TrainingResult Result, Recorder Watched, float[] Weights);
}
