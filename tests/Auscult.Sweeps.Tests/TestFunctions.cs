using Auscult.Sweeps.Search;
using Auscult.Sweeps.Space;
using Auscult.Sweeps.Specification;
using Auscult.Telemetry.Domain;

namespace Auscult.Sweeps.Tests;

/// <summary>Functions on which searchers are compared (Surjanovic and Bingham, Virtual library of simulation experiments).</summary>
internal static class TestFunctions
{
    private static readonly double[] Alpha = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[][] A =
    [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] P =
    [
        [.1312, .1696, .5569, .0124, .8283, .5886], [.2329, .4135, .8307, .3736, .1004, .9991],
        [.2348, .1451, .3522, .2883, .3047, .6650], [.4047, .8828, .8732, .5743, .1091, .0381],
    ];

    public static SearchSpace BraninSpace { get; } = new([Between("x", -5, 10), Between("y", 0, 15)]);

    public static SearchSpace HartmannSpace { get; } = new([.. Enumerable.Range(0, 6).Select(d => Between($"x{d}", 0, 1))]);

    /// <summary>Least value 0.397887.</summary>
    public static double Branin(double[] x)
    {
        var bend = x[1] - (5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0]) + (5 / Math.PI * x[0]) - 6;
        return (bend * bend) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x[0])) + 10;
    }

    /// <summary>Least value -3.32237.</summary>
    public static double Hartmann(double[] x) =>
        -Enumerable.Range(0, 4).Sum(i => Alpha[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => A[i][j] * (x[j] - P[i][j]) * (x[j] - P[i][j]))));

    /// <summary>The best value after some trials.</summary>
    public static double Best(ISearcher searcher, Func<double[], double> function, int trials) =>
        Run(searcher, function, trials).Min(trial => trial.Cost);

    public static IReadOnlyList<Observation> Run(ISearcher searcher, Func<double[], double> function, int trials)
    {
        var history = new List<Observation>();
        for (var n = 0; n < trials; n++)
        {
            var point = searcher.Suggest(n, history)!;
            history.Add(new Observation(point, ObservationKind.Complete, function(point)));
        }
        return history;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public static ISearcher Tpe(SearchSpace space, int seed) => new TpeSearcher(space, new TpeConfig(), new Seeds(seed));

    public static ISearcher Random(SearchSpace space, int seed) => new RandomSearcher(space, new Seeds(seed));

    private static NumericParameter Between(string name, double low, double high) => new(name, low, high, 0, IsLog: false);
}
