using Auscult.Sweeps.Pruning;
using Auscult.Sweeps.Specification;

namespace Auscult.Sweeps.Tests;

public sealed class PrunerTests
{
    private static readonly EarlyTerminateConfig Asha = new() { Type = EarlyTerminateType.Asha, MinIter = 1, Eta = 3 };

    [Fact]
    public void Asha_has_its_rungs_a_factor_apart()
    {
        Rungs(Asha with { MinIter = 2 }, 60).ShouldBe([2, 6, 18, 54]);
        Rungs(new EarlyTerminateConfig { Type = EarlyTerminateType.Hyperband, MaxIter = 27, S = 2 }, 60).ShouldBe([3, 9]);
    }

    [Fact]
    public void Asha_lets_the_best_third_of_a_rung_go_on()
    {
        var pruner = new AshaPruner(Asha);
        TrialCurve[] others = [.. Enumerable.Range(1, 8).Select(cost => new TrialCurve([cost], IsComplete: false))];
        pruner.ShouldStop([2.5], others).ShouldBeFalse();
        pruner.ShouldStop([3.5], others).ShouldBeTrue();
        pruner.ShouldStop([0, 99], others).ShouldBeFalse("2 is no rung");
        pruner.ShouldStop([double.NaN], others).ShouldBeTrue();
    }

    [Fact]
    public void Asha_run_over_many_trials_keeps_the_good_ones_to_the_end()
    {
        var pruner = new AshaPruner(Asha);
        var curves = Enumerable.Range(0, 27).Select(_ => new List<double>()).ToArray();
        var stopped = new HashSet<int>();
        // All trials take one iteration after another; trial k costs k, so that 0 to 2 are the best.
        for (var iteration = 1; iteration <= 9; iteration++)
        {
            foreach (var k in Enumerable.Range(0, 27).Where(k => !stopped.Contains(k)).Reverse())
            {
                curves[k].Add(k);
                var others = Enumerable.Range(0, 27).Where(other => other != k).Select(other => new TrialCurve(curves[other], IsComplete: false));
                if (pruner.ShouldStop(curves[k], [.. others]))
                    stopped.Add(k);
            }
        }
        curves.Select((curve, k) => (curve.Count, k)).Where(trial => trial.Count == 9).Select(trial => trial.k).ShouldContain(0);
        curves[26].Count.ShouldBe(9, "the first to come to a rung is never stopped there");
        curves.Take(3).ShouldAllBe(curve => curve.Count >= 3);
    }

    [Fact]
    public void Asha_needs_fewer_iterations_than_whole_trials_and_finds_the_best()
    {
        var pruner = new AshaPruner(Asha);
        var generator = new Auscult.Telemetry.Domain.Seeds(7).Generator();
        double[] quality = [.. Enumerable.Range(0, 60).Select(_ => generator.NextDouble())];
        var curves = new List<TrialCurve>();
        foreach (var floor in quality)
        {
            var costs = new List<double>();
            for (var i = 1; i <= 27 && (costs.Count == 0 || !pruner.ShouldStop(costs, curves)); i++)
                costs.Add(floor + (1.0 / i));
            curves.Add(new TrialCurve(costs, costs.Count == 27));
        }
        curves.Sum(curve => curve.Costs.Count).ShouldBeLessThan(60 * 27 / 3);
        curves[Array.IndexOf(quality, quality.Min())].Costs.Count.ShouldBe(27);
    }

    [Fact]
    public void The_median_stops_what_is_worse_after_startup_and_warmup()
    {
        var pruner = new MedianPruner(new EarlyTerminateConfig { Type = EarlyTerminateType.Median, StartupTrials = 3, WarmupIter = 1 });
        TrialCurve[] whole = [.. new double[] { 1, 2, 3 }.Select(cost => new TrialCurve([cost, cost, cost], IsComplete: true))];
        pruner.ShouldStop([9], whole).ShouldBeFalse("warm-up");
        pruner.ShouldStop([9, 9], whole).ShouldBeTrue();
        pruner.ShouldStop([1.5, 9], whole).ShouldBeFalse("its best so far counts");
        pruner.ShouldStop([9, 9], whole[..2]).ShouldBeFalse("too few whole trials");
        pruner.ShouldStop([9, 9], [.. whole[..2], new TrialCurve([0, 0], IsComplete: false)]).ShouldBeFalse("a stopped trial is no whole one");
        new MedianPruner(new EarlyTerminateConfig { Type = EarlyTerminateType.Median, StartupTrials = 0, Interval = 2 })
            .ShouldStop([9, 9], whole).ShouldBeFalse("between two looks");
    }

    private static IEnumerable<int> Rungs(EarlyTerminateConfig config, int last) =>
        Enumerable.Range(1, last).Where(new AshaPruner(config).IsRung);
}
