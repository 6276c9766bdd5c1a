using System.Numerics.Tensors;
using MathNet.Numerics.RootFinding;

namespace Auscult.Evaluation.Thresholds;

/// <summary>
/// Estimates of a generalised Pareto distribution from positive excesses. Grimshaw, "Computing Maximum Likelihood Estimates for
/// the Generalized Pareto Distribution", Technometrics 1993: with z = gamma/sigma the likelihood depends on z alone.
/// </summary>
internal static class ParetoTail
{
    private const int GridPoints = 400;
    private const int SpotPoints = 10;
    private const double SpotEpsilon = 1e-8;

    /// <summary>The best stationary point of the likelihood, or the exponential tail when none is better.</summary>
    public static (double Gamma, double Sigma) MaximumLikelihood(double[] excesses)
    {
        var mean = TensorPrimitives.Sum<double>(excesses) / excesses.Length;
        var smallest = TensorPrimitives.Min<double>(excesses);
        var largest = TensorPrimitives.Max<double>(excesses);
        var best = (Gamma: 0.0, Sigma: mean);
        var bestLikelihood = -excesses.Length * (1 + Math.Log(mean));
        var lower = (-1 / largest) * (1 - 1e-9);
        var upper = Math.Max(2 * (mean - smallest) / (smallest * smallest), 2 / mean);
        foreach (var z in Roots(excesses, Spaced(lower, -1e-6 / mean)).Concat(Roots(excesses, Spaced(1e-6 / mean, upper))))
            Consider(excesses, z, ref best, ref bestLikelihood);
        return best;
    }

    /// <summary>See <see cref="TailFit.Spot"/>.</summary>
    public static (double Gamma, double Sigma) Spot(double[] excesses)
    {
        var mean = TensorPrimitives.Sum<double>(excesses) / excesses.Length;
        var smallest = TensorPrimitives.Min<double>(excesses);
        var best = (Gamma: 0.0, Sigma: mean);
        var bestLikelihood = excesses.Length * (1 + Math.Log(mean));
        var (low, high) = ((-1 / TensorPrimitives.Max<double>(excesses)) + (2 * SpotEpsilon), -SpotEpsilon);
        for (var i = 1; i <= SpotPoints; i++)
            Consider(excesses, low + (i * (high - low) / (SpotPoints + 1)), ref best, ref bestLikelihood);
        (low, high) = (2 * (mean - smallest) / (mean * smallest), 2 * (mean - smallest) / (smallest * smallest));
        for (var i = 1; i <= SpotPoints; i++)
            Consider(excesses, low + (i * (high - low) / (SpotPoints + 1)), ref best, ref bestLikelihood);
        return best;
    }

    private static void Consider(double[] excesses, double z, ref (double Gamma, double Sigma) best, ref double bestLikelihood)
    {
        var logarithms = 0.0;
        foreach (var excess in excesses)
            logarithms += Math.Log(1 + (z * excess));
        var gamma = logarithms / excesses.Length;
        var sigma = gamma / z;
        var likelihood = (-excesses.Length * Math.Log(sigma)) - ((1 + (1 / gamma)) * logarithms);
        if (likelihood > bestLikelihood)
            (best, bestLikelihood) = ((gamma, sigma), likelihood);
    }

    private static IEnumerable<double> Roots(double[] excesses, double[] grid)
    {
        for (var i = 0; i + 1 < grid.Length; i++)
        {
            double left = Stationarity(excesses, grid[i]), right = Stationarity(excesses, grid[i + 1]);
            if (Math.Sign(left) * Math.Sign(right) < 0
                && Brent.TryFindRoot(z => Stationarity(excesses, z), grid[i], grid[i + 1], 1e-14, 200, out var root))
            {
                yield return root;
            }
        }
    }

    /// <summary>Zero where the profile likelihood is stationary: (1 + mean log s) * mean(1/s) - 1 with s = 1 + z * excess.</summary>
    private static double Stationarity(double[] excesses, double z)
    {
        double logarithms = 0, reciprocals = 0;
        foreach (var excess in excesses)
        {
            var s = 1 + (z * excess);
            logarithms += Math.Log(s);
            reciprocals += 1 / s;
        }
        return ((1 + (logarithms / excesses.Length)) * reciprocals / excesses.Length) - 1;
    }

    private static double[] Spaced(double from, double to)
    {
        var ratio = Math.Pow(to / from, 1.0 / (GridPoints - 1));
        var grid = new double[GridPoints];
        for (var i = 0; i < GridPoints; i++)
            grid[i] = from * Math.Pow(ratio, i);
        return grid;
    }
}
