using Auscult.Simulation.Configuration;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Jobs;

public sealed class TrainingJobTests
{
    private static readonly TrainingJobConfig Lively = new()
    {
        PipelineParallel = 2,
        TensorParallel = 4,
        CheckpointSteps = 20,
        EvaluationSteps = 30,
        Imbalance = new ImbalanceConfig { SequenceSkew = 0.1, PauseSteps = 40 },
    };

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(20)]
    public void The_number_of_steps_does_not_depend_on_the_tick(double step)
    {
        var one = new TrainingRun(Lively).Until(400).Steps.CompletedSteps;
        one.ShouldBeGreaterThan(50);
        new TrainingRun(Lively, step: step).Until(400).Steps.CompletedSteps.ShouldBeInRange(one - 1, one + 1);
    }

    [Fact]
    public void Block_length_changes_nothing()
    {
        var (one, other) = (Trace(64), Trace(7));
        one.ShouldBe(other);
        one.Distinct().Count().ShouldBeGreaterThan(50);

        static double[] Trace(int ticks)
        {
            var trace = new List<double>();
            var run = new TrainingRun(Lively, ticks: ticks);
            run.Until(200, read: (_, tick) => trace.Add(
                run.Activity.Gpu.Compute[9][tick] + run.Value("loss", EntityKind.Cluster, 0, tick)
                + run.Value("progress_age_seconds", EntityKind.Rank, 3, tick)));
            return [.. trace];
        }
    }

    [Fact]
    public void Shares_of_a_tick_add_up_to_one_while_processes_run()
    {
        var run = new TrainingRun(Lively);
        run.Until(200, read: (_, tick) =>
        {
            var gpu = run.Activity.Gpu;
            for (var rank = 0; rank < run.Parallel.Ranks; rank++)
            {
                (gpu.Compute[rank][tick] + gpu.Communicate[rank][tick] + gpu.Spin[rank][tick] + gpu.Starve[rank][tick]).ShouldBe(1, 1e-4);
                gpu.Spin[rank][tick].ShouldBeInRange(0, 1);
            }
        });
    }

    [Fact]
    public void Bytes_are_those_of_the_collectives()
    {
        var run = new TrainingRun(TrainingRun.Calm with { PipelineParallel = 2, MicroBatches = 4 });
        var (whole, ofRank) = (0L, new double[32]);
        run.Until(300, read: (_, tick) =>
        {
            whole = run.Steps.CompletedSteps;
            for (var rank = 0; rank < 32; rank++)
                ofRank[rank] += run.Activity.Gpu.NetworkBytes[rank][tick];
        });
        // What one member of a group sends the next one receives, so all members of equal groups send the same.
        ofRank.ShouldAllBe(bytes => Math.Abs(bytes - ofRank[0]) < 0.005 * ofRank[0]);
        var (work, parts) = (run.Parts.Work, run.Parts);
        var steps = whole + parts.Progress.Unit[0];
        // 32 ranks, two stages of two hosts each: every rank has one pipeline neighbour, and rings go from host to host.
        var sent = parts.Books.Sent.Network;
        sent.ShouldBe(steps * 32 * ((4 * work.SendBytes) + work.GradientExchangeBytes), 0.01 * sent);
        parts.Books.Sent.Nvlink.ShouldBe(steps * 32 * 4 * work.TensorBytes, 0.01 * parts.Books.Sent.Nvlink);
    }

    [Fact]
    public void A_slow_rank_stays_busy_and_all_others_spin_for_it()
    {
        const int Culprit = 13;
        var run = new TrainingRun(TrainingRun.Calm);
        var (spin, compute) = (new double[32], new double[32]);
        run.Until(
            300,
            (_, tick, _, speed) => speed.Change(Culprit)[tick] = 0.5f,
            (_, tick) =>
            {
                for (var rank = 0; rank < 32; rank++)
                {
                    spin[rank] += run.Activity.Gpu.Spin[rank][tick] / 300;
                    compute[rank] += run.Activity.Gpu.Compute[rank][tick] / 300;
                }
            });
        spin[Culprit].ShouldBeLessThan(0.02);
        for (var rank = 0; rank < 32; rank++)
        {
            if (rank == Culprit)
                continue;
            spin[rank].ShouldBeGreaterThan(0.25);
            compute[rank].ShouldBe(compute[Culprit] / 2, 0.01);
        }
        var healthy = new TrainingRun(TrainingRun.Calm).Until(300).Steps.CompletedSteps;
        var expected = run.Parts.HealthyStepSeconds / (run.Parts.HealthyStepSeconds + (16 * run.Parts.Work.ComputeSeconds(0)));
        ((double)run.Steps.CompletedSteps).ShouldBe(healthy * expected, 1.5);
    }

    [Fact]
    public void A_standstill_reaches_the_group_first_then_the_pipeline_then_the_other_replicas()
    {
        var eight = TimeSpan.FromSeconds(8);
        var config = TrainingRun.Calm with { PipelineParallel = 4, TensorParallel = 4, MicroBatches = 8, ComputeTime = eight };
        var run = new TrainingRun(config, step: 0.1);
        var (culprit, peer) = (run.Parallel.RankOf(1, 0, 0), run.Parallel.RankOf(2, 0, 0));
        var (next, far, other) = (run.Parallel.RankOf(0, 0, 1), run.Parallel.RankOf(0, 0, 3), run.Parallel.RankOf(0, 1, 0));
        var onset = run.Parts.HealthyStepSeconds + 5;
        var stopped = new Dictionary<int, double>();
        run.Until(
            onset + 20,
            (second, tick, _, speed) => speed.Change(culprit)[tick] = second >= onset ? 0 : 1,
            (second, tick) =>
            {
                foreach (var rank in (int[])[peer, next, far, other])
                {
                    if (second > onset && run.Activity.Gpu.Compute[rank][tick] < 0.01)
                        stopped.TryAdd(rank, second);
                }
            });
        stopped[peer].ShouldBe(onset, 0.21);
        stopped[next].ShouldBeGreaterThan(stopped[peer] + 0.2);
        stopped[far].ShouldBeGreaterThan(stopped[next]);
        stopped[other].ShouldBeGreaterThan(stopped[far]);
    }

    [Fact]
    public void Lost_time_is_booked_to_the_cause_of_the_slow_rank()
    {
        var run = new TrainingRun(TrainingRun.Calm);
        run.Until(200, (second, tick, conditions, speed) =>
        {
            if (second is < 50 or >= 150)
                return;
            speed.Change(13)[tick] = 0.5f;
            conditions.Causes.Gpu.Change(13)[tick] = 2;
        });
        var share = 16 * run.Parts.Work.ComputeSeconds(0);
        run.Ledger.LostSeconds(2).ShouldBe(100 * share / (share + run.Parts.HealthyStepSeconds), 2);
        run.Ledger.LostSeconds(1).ShouldBe(0);
        run.Ledger.LastEffect(2).ShouldBe(150, 1);
    }

    [Fact]
    public void Tokens_and_samples_are_multiples_of_steps()
    {
        var run = new TrainingRun(TrainingRun.Calm);
        var seen = 0;
        run.Until(100, read: (_, tick) =>
        {
            if (run.Value("step_seconds", EntityKind.Cluster, 0, tick) == 0)
                return;
            seen++;
            run.Value("steps_total", EntityKind.Cluster, 0, tick).ShouldBe(run.Steps.Step);
            (run.Value("tokens_per_second", EntityKind.Cluster, 0, tick) * run.Value("step_seconds", EntityKind.Cluster, 0, tick))
                .ShouldBe(run.Parts.Work.TokensPerStep, 10);
        });
        seen.ShouldBeGreaterThan(20);
        run.Steps.Step.ShouldBe(run.Steps.CompletedSteps);
    }
}
