using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Realism;

/// <summary>Two samples over common bins.</summary>
/// <param name="Edges">Borders of the bins, one more than bins.</param>
/// <param name="Real">Share of the real values in each bin; what lies outside counts to the outermost bins.</param>
/// <param name="Simulated">Share of the simulated values in each bin.</param>
/// <param name="IsLogarithmic">Whether the bins are even in the logarithm.</param>
public sealed record Histogram(IReadOnlyList<double> Edges, IReadOnlyList<double> Real, IReadOnlyList<double> Simulated, bool IsLogarithmic)
{
    private const int NumBins = 48;

    /// <summary>Bins from the lower to the upper half percent of both samples together.</summary>
    /// <param name="real">Real values.</param>
    /// <param name="simulated">Simulated values.</param>
    /// <param name="isLogarithmic">Bins even in the logarithm; not where a value is not positive.</param>
    public static Histogram Of(double[] real, double[] simulated, bool isLogarithmic)
    {
        var (low, high) = (Edge(0.005, Math.Min), Edge(0.995, Math.Max));
        var logarithmic = isLogarithmic && low > 0;
        if (!(high > low))
            (low, high) = (low - (0.01 * Math.Max(1e-9, Math.Abs(low))), high + (0.01 * Math.Max(1e-9, Math.Abs(high))));
        double[] edges = [.. Enumerable.Range(0, NumBins + 1).Select(i => logarithmic
            ? low * Math.Pow(high / low, (double)i / NumBins)
            : low + ((high - low) * i / NumBins))];
        return new Histogram(edges, Shares(real, edges), Shares(simulated, edges), logarithmic);

        double Edge(double probability, Func<double, double, double> choose) =>
            choose(Quantiles.Of(real, probability), Quantiles.Of(simulated, probability));
    }

    private static double[] Shares(double[] values, double[] edges)
    {
        var shares = new double[edges.Length - 1];
        foreach (var value in values)
        {
            var index = Array.BinarySearch(edges, value);
            shares[Math.Clamp(index >= 0 ? index : ~index - 1, 0, shares.Length - 1)] += 1.0 / values.Length;
        }
        return shares;
    }
}
