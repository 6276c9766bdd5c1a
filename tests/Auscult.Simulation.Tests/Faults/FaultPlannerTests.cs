using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Room;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Faults;

public sealed class FaultPlannerTests
{
    private static readonly SimulationConfig Year = new()
    {
        Duration = TimeSpan.FromDays(365),
        Room = new MachineRoomConfig { Nodes = 400 },
        Training = new TrainingJobConfig { ExpertParallel = 4, Experts = 8 },
    };

    [Theory]
    [InlineData("thermal_throtle", null, 10, null, "simulation.faults.listed[0].class", "thermal_throttle")]
    [InlineData("nccl_timeout", null, 10, null, "simulation.faults.listed[0].class", "symptom")]
    [InlineData("scrape_gap", null, 10, null, "simulation.faults.listed[0].class", "simulation.benign")]
    [InlineData("expert_rank_loss", null, 10, null, "simulation.faults.listed[0].class", "serving")]
    [InlineData("expert_hotspot", null, 10, null, "simulation.faults.listed[0].class", "simulation.training.experts")]
    [InlineData("nic_down", "node0000/gpu1", 10, null, "simulation.faults.listed[0].entity", "node0000/nic")]
    [InlineData("off_bus", "node0007/gpu1", 10, null, "simulation.faults.listed[0].entity", "node000")]
    [InlineData("off_bus", null, 3600, null, "simulation.faults.listed[0].at_seconds", "simulation.duration_seconds")]
    [InlineData("off_bus", null, -1, null, "simulation.faults.listed[0].at_seconds", "simulation.duration_seconds")]
    [InlineData("off_bus", null, 10, -5.0, "simulation.faults.listed[0].duration_seconds", "above 0")]
    public void What_cannot_be_is_refused_with_its_key(string name, string? entity, double at, double? seconds, string key, string remedy)
    {
        var fault = new FaultConfig
        {
            Class = name,
            Entity = entity,
            At = TimeSpan.FromSeconds(at),
            Duration = seconds is { } length ? TimeSpan.FromSeconds(length) : null,
        };
        var config = new SimulationConfig
        {
            Training = new TrainingJobConfig(),
            Room = new MachineRoomConfig { Nodes = 2 },
            Faults = new FaultPlanConfig { Listed = [fault] },
        };
        var refusal = Should.Throw<InputException>(() => Draw(config));
        refusal.Message.ShouldContain(key);
        refusal.Message.ShouldContain(remedy);
    }

    [Fact]
    public void Rates_that_are_not_published_are_refused() =>
        Should.Throw<InputException>(() => Draw(Year with { Benign = new BenignPlanConfig { Rates = FaultRates.Published } }))
            .Message.ShouldContain("simulation.benign.rates");

    [Fact]
    public void Uniform_rates_draw_every_class_that_fits_equally_often_and_no_other()
    {
        var plan = Draw(Year with { Faults = new FaultPlanConfig { Rates = FaultRates.Uniform, MeanInterval = TimeSpan.FromHours(1) } });
        var counts = plan.Instances.CountBy(instance => instance.Kind.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        counts.Keys.ShouldBe(FaultPlanner.ClassesFor(Year), ignoreOrder: true);
        counts.Keys.ShouldNotContain("expert_rank_loss");
        // 8,760 events over 17 classes: 515 each, standard deviation 22.
        counts.Values.ShouldAllBe(count => count > 400 && count < 630);
    }

    [Fact]
    public void Published_rates_follow_the_table()
    {
        var plan = Published(TimeSpan.FromMinutes(20));
        var total = FaultPlanner.ClassesFor(Year).Sum(name => FaultRatesTable.Published[name]);
        var counts = plan.Instances.CountBy(instance => instance.Kind.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, rate) in FaultRatesTable.Published.Where(rate => rate.Value > 10 && rate.Key[..3] is not "exp"))
        {
            var share = counts[name] / (double)plan.Instances.Count;
            share.ShouldBe(rate / total, 0.15 * rate / total, name);
        }
    }

    [Fact]
    public void Every_class_has_a_published_rate_and_the_other_way_round() =>
        FaultRatesTable.Published.Keys.ShouldBe(FaultKinds.Faults.Select(kind => kind.Name), ignoreOrder: true);

    // An exponential distribution's standard deviation is its mean; in InfiniteHBD's trace it is 1.75 times the mean, and 132 of 577 faults
    // follow the one before within 4 % of the mean.
    [Theory]
    [InlineData(FaultRates.Uniform, 1.0, 0.039)]
    [InlineData(FaultRates.Published, 1.5, 0.21)]
    public void Faults_arrive_as_a_Poisson_process_or_in_published_bursts(FaultRates rates, double variation, double batched)
    {
        var faults = new FaultPlanConfig { Rates = rates, MeanInterval = TimeSpan.FromHours(1) };
        var onsets = Draw(Year with { Faults = faults }).Instances.Select(instance => instance.Onset).Order().ToArray();
        var gaps = onsets.Zip(onsets.Skip(1), (one, next) => next - one).ToArray();
        gaps.Average().ShouldBe(3600, 180);
        Math.Sqrt(gaps.Average(gap => Math.Pow(gap - gaps.Average(), 2))).ShouldBe(variation * 3600, 250);
        (gaps.Count(gap => gap < 0.04 * 3600) / (double)gaps.Length).ShouldBe(batched, 0.015);
    }

    [Fact]
    public void The_worst_tenth_of_the_affected_hosts_has_the_published_share_of_the_events()
    {
        const int Trials = 40;
        double share = 0, affected = 0;
        for (var trial = 0; trial < Trials; trial++)
        {
            var random = new NoiseStream(trial);
            var offenders = new RepeatOffenders(400, random);
            var events = new NoiseStream(1000 + trial);
            var counts = new int[400];
            for (var i = 0; i < 584; i++)
                counts[offenders.Draw(events.NextUniform())]++;
            var hit = counts.Where(count => count > 0).OrderDescending().ToArray();
            affected += hit.Length / (double)Trials;
            share += hit.Take(hit.Length / 10).Sum() / 584.0 / Trials;
        }
        affected.ShouldBe(231, 12);
        share.ShouldBe(0.28, 0.025);
    }

    [Fact]
    public void A_minimum_gap_keeps_faults_apart()
    {
        var gap = TimeSpan.FromMinutes(30);
        var faults = new FaultPlanConfig { Rates = FaultRates.Uniform, MeanInterval = TimeSpan.FromMinutes(1), MinimumGap = gap };
        var instances = Draw(Year with { Faults = faults }).Instances;
        instances.Count.ShouldBeGreaterThan(1000);
        instances.Zip(instances.Skip(1), (one, next) => next.Onset - one.End).ShouldAllBe(pause => pause >= gap.TotalSeconds - 1e-6);
    }

    [Fact]
    public void Giving_one_property_of_a_fault_leaves_the_others_as_they_were_drawn()
    {
        var fault = new FaultConfig { Class = "dirty_optic", At = TimeSpan.FromDays(3) };
        var drawn = Draw(Year with { Faults = new FaultPlanConfig { Listed = [fault] } }).Instances[0];
        var given = Draw(Year with { Faults = new FaultPlanConfig { Listed = [fault with { Severity = 0.5 }] } }).Instances[0];
        (given.Entity, given.Duration, given.PrecursorStart).ShouldBe((drawn.Entity, drawn.Duration, drawn.PrecursorStart));
        given.Severity.ShouldBe(0.5);
    }

    [Fact]
    public void Loaders_stall_only_where_they_feed_a_first_stage()
    {
        var pipeline = Year with { Training = new TrainingJobConfig { PipelineParallel = 4 } };
        var faults = Enumerable.Range(0, 200).Select(i => new FaultConfig { Class = "data_loader_stall", At = TimeSpan.FromHours(1 + i) });
        var plan = Draw(pipeline with { Faults = new FaultPlanConfig { Listed = [.. faults] } });
        var hosts = plan.Instances.Select(fault => fault.Entity).ToArray();
        hosts.ShouldAllBe(host => host < 100);
        hosts.Distinct().Count().ShouldBeGreaterThan(60);
    }

    [Fact]
    public void Half_of_the_lost_accelerators_replay_on_the_bus_before()
    {
        var faults = Enumerable.Range(0, 400).Select(i => new FaultConfig { Class = "off_bus", At = TimeSpan.FromHours(1 + i) });
        var plan = Draw(Year with { Faults = new FaultPlanConfig { Listed = [.. faults] } });
        var share = plan.Instances.Count(fault => fault.PrecursorStart is not null) / 400.0;
        // 43 to 63 % in the sources.
        share.ShouldBeInRange(0.43, 0.63);
    }

    private static FaultPlan Published(TimeSpan interval) =>
        Draw(Year with { Faults = new FaultPlanConfig { Rates = FaultRates.Published, MeanInterval = interval } });

    private static FaultPlan Draw(SimulationConfig config)
    {
        var layout = new ClusterLayout(config.Room);
        var parallel = config.Training is { } training ? ParallelLayout.Of(training, config.Room) : null;
        return FaultPlanner.Draw(config, layout, parallel, new Seeds(5));
    }
}
