using System.Globalization;
using Auscult.Sweeps.Space;
using Auscult.Sweeps.Specification;
using Auscult.Telemetry.Domain;

namespace Auscult.Sweeps.Search;

/// <summary>
/// Tree-structured Parzen estimators (Bergstra, Bardenet, Bengio and Kegl 2011, "Algorithms for hyper-parameter optimization") with the settings
/// of Optuna's TPESampler: the best min(ceil(0.1 n), 25) of n trials are the good ones; of 24 draws from their estimator the one with the largest
/// ratio of good to other density is taken, each parameter by itself. Trials that still run count among the others, so that parallel workers
/// do not all go to one place (Optuna's constant liar).
/// </summary>
public sealed class TpeSearcher(SearchSpace space, TpeConfig config, Seeds seeds) : ISearcher
{
    private const double GoodShare = 0.1;
    private const int MostGood = 25;

    /// <inheritdoc/>
    public double[] Suggest(int number, IReadOnlyList<Observation> history)
    {
        var generator = seeds.Child(number.ToString(CultureInfo.InvariantCulture)).Generator();
        var ended = history.Count(trial => trial.Kind != ObservationKind.Running);
        if (ended < config.StartupTrials)
            return space.Sample(generator);
        var good = Ranked(history).Take(NumGood(ended)).Order().ToArray();
        int[] others = [.. Enumerable.Range(0, history.Count).Except(good)];
        return [.. space.Parameters.Select((parameter, d) => Best(parameter, Places(good, d), Places(others, d), generator))];

        double[] Places(int[] trials, int dimension) => [.. trials.Select(trial => history[trial].Point[dimension])];
    }

    /// <summary>How many of some trials are good.</summary>
    internal static int NumGood(int numTrials) => Math.Min((int)Math.Ceiling(GoodShare * numTrials), MostGood);

    // Whole trials by their cost, then pruned ones: who went further first, then by cost.
    private static IEnumerable<int> Ranked(IReadOnlyList<Observation> history) => Enumerable.Range(0, history.Count)
        .Where(i => history[i].Kind != ObservationKind.Running)
        .OrderBy(i => history[i].Kind)
        .ThenByDescending(i => history[i].Kind == ObservationKind.Pruned ? history[i].Iterations : 0)
        .ThenBy(i => history[i].Cost);

    private double Best(SearchParameter parameter, double[] good, double[] others, Random generator)
    {
        if (parameter.Count == 1)
            return parameter.At(0);
        var (near, far) = (Estimator(parameter, good), Estimator(parameter, others));
        var (best, bestGain) = (0.0, double.NegativeInfinity);
        for (var i = 0; i < config.EiCandidates; i++)
        {
            var candidate = near.Sample(generator);
            var gain = near.LogDensity(candidate) - far.LogDensity(candidate);
            if (gain > bestGain)
                (best, bestGain) = (candidate, gain);
        }
        return best;
    }

    private IDensity Estimator(SearchParameter parameter, double[] places) => parameter switch
    {
        CategoricalParameter categorical => new CategoricalDensity(categorical, places, config.PriorWeight),
        NumericParameter numeric => new ParzenDensity(numeric, places, config.PriorWeight),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
    };
}
