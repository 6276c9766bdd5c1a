using Auscult.Simulation.Configuration;
using Auscult.Simulation.Faults;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Jobs;

public sealed class TrainingStopsTests
{
    private static readonly Interruption Exit = new(100, 5, IsHang: false, NodeLost: false, Cause: 1);
    private static readonly TrainingJobConfig Saving = TrainingRun.Calm with { CheckpointSteps = 10 };

    [Fact]
    public void A_crash_is_noticed_the_processes_go_and_training_resumes_from_the_checkpoint()
    {
        var run = new TrainingRun(Saving, interruptions: Exit);
        var (before, resumed) = (0L, 0L);
        run.Until(1000, read: (second, tick) =>
        {
            before = second < 100 ? run.Steps.Step : before;
            if (second is >= 101 and < 107)
            {
                run.Value("steps_total", EntityKind.Rank, 4, tick).ShouldBe(before);
                run.Activity.Gpu.Compute[5][tick].ShouldBe(0);
                Present(run, 5, tick).ShouldBe(0);
                Present(run, 4, tick).ShouldBe(1);
                if (second > 104)
                    run.Activity.Gpu.Spin[4][tick].ShouldBe(1, 1e-4);
            }
            if (second is >= 109 and < 828)
            {
                Present(run, 4, tick).ShouldBe(0);
                run.Activity.Gpu.Spin[4][tick].ShouldBe(0);
            }
            if (second is >= 829.5 and < 830.5)
                resumed = run.Steps.Step;
        });
        run.SecondsOf("crash").ShouldBe([100]);
        run.SecondsOf("job_stop").ShouldBe([108]);
        run.SecondsOf("restart").ShouldHaveSingleItem().ShouldBe(108 + 721, 1e-3);
        resumed.ShouldBe(before / 10 * 10);
        run.Steps.RepeatedSteps.ShouldBe(before - resumed);
        run.Steps.Step.ShouldBe(run.Steps.CompletedSteps - run.Steps.RepeatedSteps);
        // Waiting, restart, and the steps that were done twice.
        run.Ledger.LostSeconds(1).ShouldBe(729 + (run.Steps.RepeatedSteps * run.Parts.HealthyStepSeconds), 2.5);
    }

    [Fact]
    public void A_hang_lasts_until_the_collectives_time_out()
    {
        var config = Saving with { HangTimeout = TimeSpan.FromSeconds(60), RestartTime = TimeSpan.FromSeconds(50) };
        var run = new TrainingRun(config, interruptions: new Interruption(100, 5, IsHang: true, NodeLost: false, Cause: 1));
        run.Until(400, read: (second, tick) =>
        {
            if (second is < 105 or >= 159)
                return;
            Present(run, 5, tick).ShouldBe(1);
            run.Activity.Gpu.Spin[20][tick].ShouldBe(1, 1e-4);
            run.Activity.Gpu.Spin[5][tick].ShouldBe(0, 1e-4);
            run.Activity.Gpu.Starve[5][tick].ShouldBe(1, 1e-4);
            if (second > 108)
                run.Value("hang_state", EntityKind.Rank, 20, tick).ShouldBe(1);
        });
        // The time-out counts from the moment at which the collective that waits for the rank stands still.
        run.SecondsOf("hang_timeout").ShouldHaveSingleItem().ShouldBe(160, 2);
        run.SecondsOf("restart").ShouldHaveSingleItem().ShouldBe(run.SecondsOf("hang_timeout")[0] + 50, 1e-3);
    }

    [Fact]
    public void Ranks_that_wait_too_long_for_a_batch_of_another_one_time_out_too()
    {
        var run = new TrainingRun(Saving with { HangTimeout = TimeSpan.FromSeconds(60), RestartTime = TimeSpan.FromSeconds(50) });
        run.Until(300, (second, tick, conditions, _) =>
        {
            conditions.Node.LoaderQuality.Change(2)[tick] = second is >= 100 and < 200 ? 0 : 1;
            conditions.Causes.Node.Change(2)[tick] = second is >= 100 and < 200 ? 3 : -1;
        });
        run.SecondsOf("hang_timeout").ShouldHaveSingleItem().ShouldBeInRange(160, 170);
        run.Ledger.LostSeconds(3).ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_lost_host_takes_longer_and_a_repair_is_waited_for()
    {
        var lost = new TrainingRun(Saving, interruptions: new Interruption(100, 5, IsHang: false, NodeLost: true, Cause: 1)).Until(1400);
        lost.SecondsOf("restart").ShouldHaveSingleItem().ShouldBe(108 + 721 + 450, 1e-3);
        var repaired = new TrainingRun(
            Saving, interruptions: Exit with { RepairedAt = 1000 }).Until(1100);
        repaired.SecondsOf("restart").ShouldHaveSingleItem().ShouldBe(1000, 1e-3);
    }

    [Fact]
    public void A_planned_stop_loses_no_step()
    {
        var run = new TrainingRun(Saving, interruptions: Exit with { IsPlanned = true });
        run.Until(900);
        run.SecondsOf("job_stop").ShouldBe([100]);
        run.Steps.RepeatedSteps.ShouldBe(0);
        run.Steps.CompletedSteps.ShouldBe(run.Steps.Step);
    }

    [Fact]
    public void A_vanished_accelerator_ends_the_job_without_being_announced_and_keeps_it_down_while_it_is_gone()
    {
        var config = Saving with { RestartTime = TimeSpan.FromSeconds(30) };
        var run = new TrainingRun(config);
        run.Until(300, (second, tick, conditions, speed) =>
        {
            var isGone = second is >= 100 and < 200;
            conditions.Gpu.Present.Change(7)[tick] = isGone ? 0 : 1;
            speed.Change(7)[tick] = isGone ? 0 : 1;
        });
        run.SecondsOf("crash").ShouldBe([100]);
        run.SecondsOf("restart").ShouldBe([200]);
    }

    [Fact]
    public void The_same_batches_give_the_same_loss_again()
    {
        var run = new TrainingRun(Saving with { CheckpointSteps = 40 }, interruptions: Exit with { Second = 97 });
        var losses = new Dictionary<long, List<float>>();
        run.Until(1000, read: (_, tick) =>
        {
            if (run.Value("step_seconds", EntityKind.Cluster, 0, tick) == 0)
                return;
            var step = (long)run.Value("steps_total", EntityKind.Cluster, 0, tick);
            if (!losses.TryGetValue(step, out var seen))
                losses.Add(step, seen = []);
            seen.Add(run.Value("loss", EntityKind.Cluster, 0, tick));
        });
        var repeated = losses.Values.Where(seen => seen.Count > 1).ToArray();
        repeated.Length.ShouldBeGreaterThan(2);
        repeated.ShouldAllBe(seen => seen[0] == seen[1]);
        losses.Values.Select(seen => seen[0]).Distinct().Count().ShouldBe(losses.Count);
    }

    private static float Present(TrainingRun run, int rank, int tick) =>
        run.Job.Tables().First(table => table.EntityKind == EntityKind.Rank).Present![rank][tick];
}
