using System.Globalization;
using Auscult.Sweeps.Search;
using Auscult.Sweeps.Space;
using Auscult.Telemetry.Domain;

namespace Auscult.Sweeps.Importance;

/// <summary>How much a parameter matters by itself.</summary>
/// <param name="Name">The configuration key.</param>
/// <param name="Share">Share of the variance that any single parameter explains; the shares sum to 1.</param>
/// <param name="Spread">Standard deviation of <paramref name="Share"/> over the trees.</param>
public sealed record ParameterImportance(string Name, double Share, double Spread);

/// <summary>
/// Importance by functional ANOVA (Hutter, Hoos and Leyton-Brown 2014, "An efficient approach for assessing hyperparameter importance"): a random forest
/// predicts the cost from the parameters; a parameter's importance is the variance of its marginal prediction, the mean of the prediction over all other
/// parameters, over the variance of the prediction. As in Optuna, interactions are left out and the shares are scaled to sum to 1.
/// </summary>
public static class FunctionalAnova
{
    private const int NumTrees = 64;

    /// <summary>Fewest whole trials of which anything is said.</summary>
    public const int LeastTrials = 4;

    /// <summary>The parameters, most important first; empty when there are too few whole trials or all costs are equal.</summary>
    public static IReadOnlyList<ParameterImportance> Of(SearchSpace space, IReadOnlyList<Observation> history, Seeds seeds)
    {
        Observation[] whole = [.. history.Where(trial => trial.Kind == ObservationKind.Complete && double.IsFinite(trial.Cost))];
        int[] varied = [.. Enumerable.Range(0, space.Parameters.Count).Where(d => space.Parameters[d].Count != 1)];
        if (whole.Length < LeastTrials || varied.Length == 0 || whole.All(trial => trial.Cost == whole[0].Cost))
            return [];
        double[][] points = [.. whole.Select(trial => varied.Select(d => Unit(space.Parameters[d], trial.Point[d])).ToArray())];
        double[] costs = [.. whole.Select(trial => trial.Cost)];
        int[] numChoices = [.. varied.Select(d => space.Parameters[d] is CategoricalParameter choice ? choice.Choices.Count : 0)];
        var shares = new List<double[]>();
        for (var t = 0; t < NumTrees; t++)
        {
            var generator = seeds.Child("importance").Child(t.ToString(CultureInfo.InvariantCulture)).Generator();
            int[] sample = [.. Enumerable.Range(0, costs.Length).Select(_ => generator.Next(costs.Length))];
            var leaves = new RegressionTree(points, costs, numChoices, generator).Grow(sample);
            if (Shares(leaves, numChoices) is { } share)
                shares.Add(share);
        }
        if (shares.Count == 0)
            return [];
        double[] means = [.. varied.Select((_, d) => shares.Average(share => share[d]))];
        var sum = means.Sum();
        return sum <= 0 ? [] : [.. varied.Select((v, d) => new ParameterImportance(
            space.Parameters[v].Name, means[d] / sum, Math.Sqrt(shares.Average(share => (share[d] - means[d]) * (share[d] - means[d]))) / sum))
            .OrderByDescending(importance => importance.Share)];
    }

    /// <summary>Variance of each parameter's marginal over the variance of the whole tree; null for a tree of one value.</summary>
    internal static double[]? Shares(IReadOnlyList<Leaf> leaves, IReadOnlyList<int> numChoices)
    {
        var mean = leaves.Sum(leaf => leaf.Volume * leaf.Value);
        var variance = leaves.Sum(leaf => leaf.Volume * (leaf.Value - mean) * (leaf.Value - mean));
        return variance <= 1e-300 ? null : [.. numChoices.Select((choices, d) => Marginal(leaves, d, choices, mean) / variance)];
    }

    private static double Marginal(IReadOnlyList<Leaf> leaves, int dimension, int choices, double mean)
    {
        double[] edges = choices > 0
            ? []
            : [.. leaves.SelectMany(leaf => new[] { leaf.Box[dimension].Low, leaf.Box[dimension].High }).Distinct().Order()];
        var pieces = choices > 0
            ? Enumerable.Range(0, choices).Select(c => (Place: (double)c, Size: 1.0 / choices))
            : edges.Zip(edges.Skip(1), (low, high) => (Place: (low + high) / 2, Size: high - low));
        return pieces.Sum(piece =>
        {
            var there = leaves.Where(leaf => leaf.Box[dimension].Contains(piece.Place)).Sum(leaf => leaf.Volume / leaf.Box[dimension].Size * leaf.Value);
            return piece.Size * (there - mean) * (there - mean);
        });
    }

    // A number's place between the ends of its axis; the upper end itself is just inside.
    private static double Unit(SearchParameter parameter, double place) => parameter is NumericParameter number
        ? Math.Clamp((number.Axis(place) - number.AxisLow) / (number.AxisHigh - number.AxisLow), 0, Math.BitDecrement(1.0))
        : place;
}
