using Auscult.Simulation.Configuration;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Jobs;

public sealed class TrainingStorageTests
{
    private static readonly TrainingJobConfig Saving = TrainingRun.Calm with { CheckpointSteps = 20 };

    [Fact]
    public void A_slow_loader_empties_its_stock_first_and_then_starves_its_replica_while_the_others_spin()
    {
        var run = new TrainingRun(TrainingRun.Calm with { Loader = new LoaderConfig { Headroom = 2, PrefetchBatches = 10 } });
        var (first, starved, spun) = (double.PositiveInfinity, 0.0, 0.0);
        run.Until(
            300,
            (second, tick, conditions, _) =>
            {
                if (second < 100)
                    return;
                conditions.Node.LoaderQuality.Change(2)[tick] = 0.1f;
                conditions.Causes.Node.Change(2)[tick] = 3;
            },
            (second, tick) =>
            {
                if (second >= 100 && run.Activity.Gpu.Starve[17][tick] > 0.05)
                    first = Math.Min(first, second);
                if (second < 200)
                    return;
                starved += run.Activity.Gpu.Starve[17][tick] / 100;
                spun += run.Activity.Gpu.Spin[2][tick] / 100;
            });
        // The stock lasts for ten batches, less what the slow loader still makes.
        first.ShouldBeInRange(100 + (9 * run.Parts.HealthyStepSeconds), 100 + (15 * run.Parts.HealthyStepSeconds));
        starved.ShouldBe(0.8, 0.05);
        spun.ShouldBe(0.8, 0.05);
        run.Ledger.LostSeconds(3).ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_checkpoint_takes_as_long_as_the_storage_needs_and_is_reported_as_harmless()
    {
        var run = new TrainingRun(Saving);
        var (written, starved) = (0.0, 0.0);
        run.Until(100, read: (_, tick) =>
        {
            starved += run.Activity.Gpu.Starve[0][tick];
            for (var node = 0; node < 4; node++)
                written += run.Activity.Node.WriteBytes[node][tick];
        });
        var saved = run.SecondsOf("checkpoint_saved");
        saved.Length.ShouldBeGreaterThan(1);
        written.ShouldBe(saved.Length * 14 * 7e9, 14 * 7e9);
        var intervals = run.Benign.Where(interval => interval.Class == "checkpoint").ToArray();
        intervals.ShouldAllBe(interval => Math.Abs(interval.EndSecond - interval.StartSecond - (14 * 7e9 / 40e9)) < 0.01);
        starved.ShouldBe(intervals.Length * 14 * 7e9 / 40e9, 3);
        var slow = new TrainingRun(Saving);
        slow.Until(100, (_, tick, conditions, _) => conditions.Storage.Quality.Change(0)[tick] = 0.5f);
        slow.Benign.First(interval => interval.Class == "checkpoint").ShouldSatisfyAllConditions(
            interval => (interval.EndSecond - interval.StartSecond).ShouldBe(2 * 14 * 7e9 / 40e9, 0.01));
    }

    [Fact]
    public void An_asynchronous_checkpoint_blocks_only_for_the_copy()
    {
        var run = new TrainingRun(Saving with { AsynchronousCheckpoint = true });
        run.Until(100);
        var interval = run.Benign.First(interval => interval.Class == "checkpoint");
        (interval.EndSecond - interval.StartSecond).ShouldBe(14 * 7e9 / (32 * 55e9 * 0.8), 0.01);
        run.SecondsOf("checkpoint_saved")[0].ShouldBe(interval.EndSecond + (14 * 7e9 / 40e9), 1.5);
    }

    [Fact]
    public void Evaluations_and_warm_up_are_reported_as_harmless()
    {
        var config = TrainingRun.Calm with { EvaluationSteps = 15, Imbalance = new ImbalanceConfig { WarmUpSteps = 5, PauseSteps = 200 } };
        var run = new TrainingRun(config);
        run.Until(150);
        run.Benign.First(interval => interval.Class == "warm_up").StartSecond.ShouldBe(0);
        var evaluation = run.Benign.First(interval => interval.Class == "evaluation");
        (evaluation.EndSecond - evaluation.StartSecond).ShouldBe(8 / 3.0 * run.Parts.Pace.HealthyUnitSeconds, 0.5);
        var pauses = run.Benign.Where(interval => interval.Class == "garbage_collection").ToArray();
        pauses.ShouldAllBe(interval => interval.Entity.StartsWith("rank", StringComparison.Ordinal));
        pauses.Length.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void A_host_under_contention_delays_random_ranks()
    {
        var run = new TrainingRun(TrainingRun.Calm);
        var starve = new double[32];
        run.Until(
            200,
            (_, tick, conditions, _) => conditions.Node.LaunchDelay.Change(1)[tick] = 0.3f,
            (_, tick) =>
            {
                for (var rank = 0; rank < 32; rank++)
                    starve[rank] += run.Activity.Gpu.Starve[rank][tick] / 200;
            });
        starve[8..16].ShouldAllBe(share => share > 0.05);
        starve.Where((_, rank) => rank is < 8 or >= 16).ShouldAllBe(share => share < 0.02);
        run.Value("steps_total", EntityKind.Rank, 0, 0).ShouldBeGreaterThan(0);
    }
}
