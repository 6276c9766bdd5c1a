using Auscult.Evaluation.Realism;
using Auscult.Evaluation.Realism.Aspects;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Tests.Realism;

public sealed class AspectTests
{
    [Fact]
    public void Steps_are_counted_once_however_often_a_gauge_repeats_them()
    {
        // A step of 2 s every 4 rows, every tenth of them 3 s; the gauge repeats it until the next step ends.
        var dataset = Sets.Of(Layer.Model, EntityKind.Rank, TimeSpan.FromSeconds(0.5), ["rank0"], new Dictionary<string, double[][]>
        {
            ["step_seconds"] = Sets.Values(1, 2000, (_, row) => row / 4 % 10 == 9 ? 3.2 : 2),
            ["steps_total"] = Sets.Values(1, 2000, (_, row) => row / 4),
        });
        var profile = new StepTimeAspect().Measure(dataset).ShouldHaveSingleItem();
        profile.Samples["relative"].Length.ShouldBe(490);
        profile.Figures["slow_share"].ShouldBe(0.1, 1e-9);
        profile.Figures["lag10"].ShouldBe(1, 0.05);
        profile.Figures["slow_tail"].ShouldBe(0.6, 1e-9);
    }

    [Fact]
    public void The_step_after_an_evaluation_is_found()
    {
        var seconds = Sets.Values(1, 200, (_, row) => row % 20 == 0 ? 0.5 : 1.0);
        Incident[] evaluations = [.. Enumerable.Range(1, 9).Select(i => new Incident
        {
            Id = $"evaluation-{i}", FaultClass = "evaluation", Layer = Layer.Model, RootEntity = "rank0", IsBenign = true, Recording = "run",
            Onset = Sets.Start.AddSeconds((i * 20) - 0.9), End = Sets.Start.AddSeconds((i * 20) - 0.2),
        })];
        var dataset = Sets.Of(Layer.Model, EntityKind.Rank, TimeSpan.FromSeconds(1), ["rank0"],
            new Dictionary<string, double[][]> { ["step_seconds"] = seconds }, incidents: evaluations);
        new StepTimeAspect().Measure(dataset).ShouldHaveSingleItem().Figures["after_pause"].ShouldBe(0.5);
    }

    [Fact]
    public void Power_that_follows_steps_is_recognised_by_its_period()
    {
        var random = new Random(1);
        var dataset = Sets.Of(Layer.Hardware, EntityKind.Node, TimeSpan.FromSeconds(2), ["node0", "node1", "node2"], new Dictionary<string, double[][]>
        {
            ["node_power_watts"] = Sets.Values(3, 900, (node, row) =>
                ((1 + (0.01 * node)) * (6000 + (500 * Math.Sin(2 * Math.PI * row * 2 / 20)))) + (10 * random.NextDouble())),
        });
        var figures = new NodePowerAspect().Measure(dataset).ShouldHaveSingleItem().Figures;
        figures["step_share"].ShouldBeGreaterThan(0.95);
        figures["acf10"].ShouldBe(-1, 0.05);
        figures["together"].ShouldBeGreaterThan(0.99);
        figures["node_spread"].ShouldBe(Math.Sqrt(2.0 / 3) * 0.01 / 1.01, 1e-4);
        figures["ramp"].ShouldBe(0);
    }

    [Theory]
    [InlineData("worker")]
    [InlineData("stage")]
    [InlineData("varying")]
    public void A_slowdown_is_explained_by_its_cause(string cause)
    {
        var random = new Random(5);
        string[] ranks = [.. Enumerable.Range(0, 32).Select(rank => $"rank{rank:00}")];
        double Time(int rank, int step) => 1 + (0.002 * random.NextDouble()) + cause switch
        {
            "worker" => rank == 5 ? 1 : 0,
            "stage" => rank % 4 == 3 ? 0.5 : 0,
            _ => random.NextDouble(),
        };
        var compute = Sets.Values(32, 50, Time);
        var dataset = Sets.Of(Layer.Model, EntityKind.Rank, TimeSpan.FromSeconds(1), ranks, new Dictionary<string, double[][]>
        {
            ["steps_total"] = Sets.Values(32, 50, (_, step) => step),
            ["forward_seconds"] = [.. compute.Select(values => values.Select(value => value / 3).ToArray())],
            ["backward_seconds"] = [.. compute.Select(values => values.Select(value => value * 2 / 3).ToArray())],
        }, [.. Enumerable.Range(0, 8).Select(pipeline => new EntityGroup($"pp{pipeline}", "pp", [.. ranks.Skip(pipeline * 4).Take(4)]))]);
        var figures = new StragglerAspect().Measure(dataset).ShouldHaveSingleItem().Figures;
        var shares = new[] { "worker", "stage", "varying" }.ToDictionary(name => name, name => figures[$"{name}_share"]);
        shares[cause].ShouldBeGreaterThan(0.8);
        shares.Where(share => share.Key != cause).ShouldAllBe(share => share.Value < 0.3);
        figures["forward_backward"].ShouldBe(1, 1e-6);
        figures["persistence"].ShouldBe(cause switch { "worker" => 1, "stage" => 0.125, _ => 1 / 32.0 }, 0.1);
        figures["last_stage"].ShouldBe(cause == "stage" ? 1.5 / 1.125 : 1, 0.06);
    }

    [Fact]
    public void Repeat_offenders_and_outages_are_counted_on_nodes()
    {
        Incident Fault(int number, string entity, double hour, string name = "hbm_ecc") => new()
        {
            Id = $"fault-{number}", FaultClass = name, Layer = Layer.Hardware, RootEntity = entity, Recording = "run",
            Onset = Sets.Start.AddHours(hour), End = Sets.Start.AddHours(hour + 3),
        };
        Incident[] faults = [.. Enumerable.Range(0, 40).Select(i => Fault(i, i % 4 == 0 ? "node0/gpu0" : $"node{(i % 10) + 1}", i, i % 2 == 0 ? "hbm_ecc" : "nic_down"))];
        string[] nodes = [.. Enumerable.Range(0, 12).Select(i => $"node{i}")];
        var dataset = Sets.Of(Layer.Hardware, EntityKind.Node, TimeSpan.FromHours(1), nodes,
            new Dictionary<string, double[][]> { ["fault_state"] = Sets.Values(12, 50, (_, _) => 0) }, incidents: faults,
            more: [new Entity("node0/gpu0", EntityKind.Gpu, "node0")]);
        var figures = new FaultAspect().Measure(dataset).ShouldHaveSingleItem().Figures;
        figures["gap_variation"].ShouldBe(0, 1e-9);
        figures["outage_hours"].ShouldBe(3, 1e-9);
        figures["outage_hours/hbm_ecc"].ShouldBe(3, 1e-9);
        figures["top_share"].ShouldBe(0.25, 1e-9);
        figures["same_again"].ShouldBe(1);
    }

    [Fact]
    public void A_loss_curve_gives_its_exponent_and_noise()
    {
        var random = new Random(7);
        var dataset = Sets.Of(Layer.Model, EntityKind.Rank, TimeSpan.FromSeconds(1), ["rank0"], new Dictionary<string, double[][]>
        {
            ["loss"] = Sets.Values(1, 3000, (_, row) => (3 + (8 * Math.Pow(row + 1, -0.5))) * (1 + (0.02 * (random.NextDouble() - 0.5)))),
        });
        var figures = new LossAspect().Measure(dataset).ShouldHaveSingleItem().Figures;
        figures["exponent"].ShouldBe(0.5, 0.07);
        figures["noise"].ShouldBe(0.02 / Math.Sqrt(12), 0.0005);
        figures["noise_lag1"].ShouldBe(0, 0.06);
        figures["noise_tail"].ShouldBeInRange(1.9, 2.5);
    }

    [Fact]
    public void Load_is_added_over_replicas_and_lengths_come_from_lone_requests()
    {
        var random = new Random(9);
        var arrivals = Sets.Values(2, 4000, (_, _) => random.NextDouble() < 0.1 ? 1 : 0);
        var dataset = Sets.Of(Layer.Model, EntityKind.Replica, TimeSpan.FromSeconds(1), ["a", "b"], new Dictionary<string, double[][]>
        {
            ["requests_per_second"] = arrivals,
            ["prompt_tokens_per_second"] = [.. arrivals.Select(values => values.Select(value => value * 1000).ToArray())],
            ["generation_tokens_per_second"] = [.. arrivals.Select(values => values.Select(value => value * 50).ToArray())],
        });
        var profile = new ServingLoadAspect().Measure(dataset).ShouldHaveSingleItem();
        profile.Figures["dispersion1"].ShouldBe(0.9, 0.05);
        profile.Figures["gap_variation"].ShouldBe(0.9, 0.1);
        profile.Samples["prompt"].ShouldAllBe(length => length == 1000);
        profile.Figures["prompt_variation"].ShouldBe(0, 1e-9);
    }

    [Fact]
    public void Telemetry_without_the_signals_is_said_to_lack_them()
    {
        var dataset = Sets.Of(Layer.Hardware, EntityKind.Node, TimeSpan.FromSeconds(1), ["node0"],
            new Dictionary<string, double[][]> { ["cpu_user_ratio"] = Sets.Values(1, 500, (_, _) => 0.5) });
        foreach (var aspect in RealismPair.All.Select(pair => pair.Aspect))
            aspect.Measure(dataset).ShouldBeEmpty(aspect.Name);
        RealismComparer.Compare(new LossAspect(), "real", [], "made", []).Missing!.ShouldContain("'real'");
    }
}
