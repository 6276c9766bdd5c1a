using Auscult.Simulation.Configuration;
using Auscult.Simulation.Jobs;
using Auscult.Simulation.Planes;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Jobs;

public sealed class TrainingModelTests
{
    private static readonly ScheduleConfig Schedule = new() { WarmUpSteps = 10, TotalSteps = 1000 };

    [Fact]
    public void The_learning_rate_rises_and_falls_to_a_tenth_and_the_loss_falls()
    {
        var curve = new LossCurve(Schedule, 7e9, 1 << 19, new StepDraws(1));
        curve.ScheduledRate(4).ShouldBe(1.5e-4, 1e-9);
        curve.ScheduledRate(10).ShouldBe(3e-4, 1e-9);
        curve.ScheduledRate(1000).ShouldBe(3e-5, 1e-9);
        Enumerable.Range(0, 999).ShouldAllBe(step => curve.Expected(step + 1) < curve.Expected(step));
    }

    [Fact]
    public void Corruption_shows_one_step_later_and_fades()
    {
        var curve = new LossCurve(Schedule, 7e9, 1 << 19, new StepDraws(1));
        var clean = new LossCurve(Schedule, 7e9, 1 << 19, new StepDraws(1));
        var excess = new List<(double Loss, double Norm)>();
        for (var step = 0; step < 60; step++)
        {
            curve.Complete(step, 1, step == 20 ? 0.4 : 0);
            clean.Complete(step, 1, 0);
            excess.Add((curve.Loss - clean.Loss, curve.GradNorm / clean.GradNorm));
        }
        excess[20].ShouldBe((0, 1));
        excess[21].Loss.ShouldBeGreaterThan(0.3);
        excess[21].Norm.ShouldBeGreaterThan(4);
        excess[24].Loss.ShouldBeInRange(0.001, excess[21].Loss / 2);
        excess[59].Loss.ShouldBe(0, 1e-3);
    }

    [Fact]
    public void The_largest_corruption_gives_no_number_and_the_step_is_skipped()
    {
        var run = new TrainingRun(TrainingRun.Calm);
        var (nan, skipped) = (0, 0);
        run.Until(
            100,
            (second, tick, conditions, _) =>
            {
                conditions.Gpu.Corruption.Change(3)[tick] = second is >= 50 and < 60 ? 20 : 0;
                conditions.Causes.Gpu.Change(3)[tick] = second is >= 50 and < 60 ? 2 : -1;
            },
            (second, tick) =>
            {
                if (run.Value("step_seconds", EntityKind.Cluster, 0, tick) == 0)
                    return;
                var isNan = float.IsNaN(run.Value("loss", EntityKind.Cluster, 0, tick));
                nan += isNan ? 1 : 0;
                skipped += (int)run.Value("skipped_steps", EntityKind.Cluster, 0, tick);
                if (second < 50)
                    isNan.ShouldBeFalse();
            });
        nan.ShouldBeGreaterThan(3);
        skipped.ShouldBe(nan);
        run.Ledger.LostSeconds(2).ShouldBe(nan * run.Parts.HealthyStepSeconds, 0.5);
    }

    [Fact]
    public void Loads_have_mean_one_drift_and_follow_a_hot_expert()
    {
        var routing = new ExpertRouting(new ExpertRoutingConfig { Skew = 0.3, CapacityFactor = 1.5 }, 16, 4, 1);
        var conditions = new ExpertConditions(16, 1);
        var first = routing.Load.ToArray();
        for (var step = 0; step < 200; step++)
            routing.Advance(conditions, 0);
        routing.Load.Average().ShouldBe(1, 1e-9);
        routing.Load.ShouldNotBe(first);
        routing.LoadCv.ShouldBeInRange(0.02, 0.6);
        conditions.Skew.Change(5)[0] = 0.3f;
        routing.Advance(conditions, 0);
        routing.Load.Average().ShouldBe(1, 1e-9);
        routing.Load[5].ShouldBeGreaterThan(0.3 * 16);
        routing.MaxViolation.ShouldBeGreaterThan(3.8);
        routing.DropShare.ShouldBeGreaterThan(0.2);
        routing.Kept.Max().ShouldBe(1.5);
    }

    [Fact]
    public void A_hot_expert_keeps_its_ranks_busy_and_the_others_spin()
    {
        var config = TrainingRun.Calm with { ExpertParallel = 4, Experts = 8, MicroBatches = 8 };
        var run = new TrainingRun(config);
        var (hot, others) = (0.0, 0.0);
        run.Until(
            120,
            (_, tick, conditions, _) =>
            {
                conditions.Expert.Skew.Change(5)[tick] = 0.3f;
                conditions.Causes.Expert.Change(5)[tick] = 1;
            },
            (_, tick) =>
            {
                hot += run.Activity.Gpu.Compute[16][tick] + run.Activity.Gpu.Communicate[16][tick];
                others += run.Activity.Gpu.Compute[0][tick] + run.Activity.Gpu.Communicate[0][tick];
            });
        hot.ShouldBeGreaterThan(1.3 * others);
        run.Ledger.LostSeconds(1).ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Counters_of_operations_tell_interface_network_and_compute_apart()
    {
        var (nic, network, compute) = (Counters(0), Counters(1), Counters(2));
        nic.ShouldSatisfyAllConditions(c => c.Ready.ShouldBeGreaterThan(c.Transmitted), c => c.Transmitted.ShouldBe(c.Done));
        network.ShouldSatisfyAllConditions(c => c.Ready.ShouldBe(c.Transmitted), c => c.Transmitted.ShouldBeGreaterThan(c.Done));
        compute.ShouldSatisfyAllConditions(
            c => c.Ready.ShouldBe(c.Done), c => c.Transmitted.ShouldBe(c.Done), c => c.Done.ShouldBeLessThan(c.PeerDone));

        static (float Ready, float Transmitted, float Done, float PeerDone) Counters(int kind)
        {
            var run = new TrainingRun(TrainingRun.Calm);
            (float, float, float, float) seen = default;
            run.Until(
                60,
                (second, tick, conditions, speed) =>
                {
                    if (second < 30)
                        return;
                    if (kind < 2)
                        conditions.Nic.Quality.Change(11)[tick] = 0.001f;
                    if (kind == 1)
                        conditions.Nic.Congestion.Change(11)[tick] = 0.1f;
                    if (kind == 2)
                        speed.Change(11)[tick] = 0.0001f;
                },
                (_, tick) => seen = (
                    Value("gpu_ready", 11, tick), Value("transmitted", 11, tick), Value("done", 11, tick), Value("done", 3, tick)));
            return seen;

            float Value(string name, int rank, int tick) => run.Value($"collective_{name}_total", EntityKind.Rank, rank, tick);
        }
    }
}
