using Auscult.Foundation;
using Auscult.Sweeps.Search;
using Auscult.Sweeps.Space;
using Auscult.Sweeps.Specification;
using Auscult.Telemetry.Domain;

namespace Auscult.Sweeps.Tests;

public sealed class SearcherTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Seeds = 24;
    private const int Trials = 100;

    // Regret is the best value less the least one there is. Margins stated in docs/guide/sweeps.md.
    [Fact]
    public void On_branin_the_median_regret_of_tpe_is_at_most_half_of_randoms()
    {
        var (tpe, random) = Regrets(TestFunctions.BraninSpace, TestFunctions.Branin, 0.397887);
        tpe.ShouldBeLessThan(random / 2);
    }

    [Fact]
    public void On_hartmann_6_the_median_regret_of_tpe_is_at_most_two_thirds_of_randoms()
    {
        var (tpe, random) = Regrets(TestFunctions.HartmannSpace, TestFunctions.Hartmann, -3.32237);
        tpe.ShouldBeLessThan(random * 2 / 3);
    }

    [Fact]
    public void The_test_functions_have_their_known_minima()
    {
        TestFunctions.Branin([Math.PI, 2.275]).ShouldBe(0.397887, 1e-5);
        TestFunctions.Hartmann([0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573]).ShouldBe(-3.32237, 1e-4);
    }

    [Fact]
    public void A_search_is_the_same_again_and_another_with_another_seed()
    {
        double[] First(int seed) => TestFunctions.Run(TestFunctions.Tpe(TestFunctions.BraninSpace, seed), TestFunctions.Branin, 30)[^1].Point;
        First(3).ShouldBe(First(3));
        First(3).ShouldNotBe(First(4));
    }

    [Fact]
    public void Tpe_finds_the_best_choice_and_whole_number()
    {
        var space = new SearchSpace(
        [
            new CategoricalParameter("kind", ["a", "b", "c", "d"], [0.25, 0.25, 0.25, 0.25]),
            new NumericParameter("count", 1, 64, 1, IsLog: false),
            new NumericParameter("width", 1, 1024, 1, IsLog: true),
            new CategoricalParameter("constant", ["x"], [1]),
        ]);
        double Cost(double[] x) => (x[0] == 2 ? 0 : 5) + (Math.Abs(x[1] - 40) / 10) + Math.Abs(Math.Log2(x[2]) - 5);
        var tpe = Enumerable.Range(0, 20).Select(seed => TestFunctions.Best(TestFunctions.Tpe(space, seed), Cost, 60));
        var random = Enumerable.Range(0, 20).Select(seed => TestFunctions.Best(TestFunctions.Random(space, seed), Cost, 60));
        TestFunctions.Median(tpe).ShouldBeLessThan(TestFunctions.Median(random) / 1.5);
    }

    [Fact]
    public void Running_trials_keep_the_next_ones_away()
    {
        var space = new SearchSpace([new NumericParameter("x", 0, 1, 0, IsLog: false)]);
        var ended = TestFunctions.Run(TestFunctions.Random(space, 1), x => Math.Abs(x[0] - 0.5), 20);
        var running = Enumerable.Repeat(new Observation([0.5], ObservationKind.Running, 0), 20);
        double Distance(IReadOnlyList<Observation> history) => Enumerable.Range(0, 200).Average(seed =>
            Math.Abs(TestFunctions.Tpe(space, seed).Suggest(20, history)![0] - 0.5));
        Distance([.. ended, .. running]).ShouldBeGreaterThan(Distance(ended) * 1.2);
    }

    [Fact]
    public void A_pruned_trial_is_better_the_further_it_came()
    {
        var space = new SearchSpace([new NumericParameter("x", 0, 1, 0, IsLog: false)]);
        Observation[] history =
        [
            .. Enumerable.Range(0, 10).Select(_ => new Observation([0.1], ObservationKind.Pruned, 1, Iterations: 1)),
            new([0.9], ObservationKind.Pruned, 5, Iterations: 7),
        ];
        Enumerable.Range(0, 100).Average(seed => new TpeSearcher(space, new TpeConfig { StartupTrials = 1 }, new Seeds(seed)).Suggest(11, history)![0])
            .ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public void A_grid_has_every_combination_once_and_then_ends()
    {
        var space = new SearchSpace([new CategoricalParameter("a", ["x", "y"], [0.5, 0.5]), new NumericParameter("n", 0.1, 0.4, 0.1, IsLog: false)]);
        var grid = new GridSearcher(space);
        var texts = Enumerable.Range(0, 8).Select(n => string.Join('/', space.Texts(grid.Suggest(n, [])!).Values)).ToArray();
        texts.ShouldBe(["x/0.1", "x/0.2", "x/0.3", "x/0.4", "y/0.1", "y/0.2", "y/0.3", "y/0.4"]);
        grid.Suggest(8, []).ShouldBeNull();
        Should.Throw<InputException>(() => new GridSearcher(TestFunctions.BraninSpace)).Message.ShouldContain("continuous parameter 'x'");
    }

    private (double Tpe, double Random) Regrets(SearchSpace space, Func<double[], double> function, double least)
    {
        var seeds = Enumerable.Range(1, Seeds);
        var tpe = TestFunctions.Median(seeds.Select(seed => TestFunctions.Best(TestFunctions.Tpe(space, seed), function, Trials))) - least;
        var random = TestFunctions.Median(seeds.Select(seed => TestFunctions.Best(TestFunctions.Random(space, seed), function, Trials))) - least;
        output.WriteLine(FormattableString.Invariant(
            $"median regret over {Seeds} seeds after {Trials} trials: TPE {tpe:G3}, random {random:G3}, ratio {tpe / random:F2}"));
        return (tpe, random);
    }
}
