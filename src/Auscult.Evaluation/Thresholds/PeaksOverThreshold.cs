using Auscult.Foundation;

namespace Auscult.Evaluation.Thresholds;

/// <summary>How the tail beyond the initial threshold is fitted.</summary>
public enum TailFit
{
    /// <summary>Maximum likelihood of the generalised Pareto distribution by Grimshaw's one-dimensional reduction.</summary>
    MaximumLikelihood,

    /// <summary>
    /// An approximation of what the widely used SPOT program computes, for comparison with published thresholds only. That
    /// program gives the exponential tail the likelihood +n(1 + log mean) in place of -n(1 + log mean), so the exponential tail
    /// mostly wins, and its joint root search may stop at its ten starting points per interval, which are the candidates here.
    /// </summary>
    Spot,
}

/// <summary>
/// Peaks over threshold: scores above a high quantile follow a generalised Pareto distribution, which extends the threshold to
/// probabilities that the data are too few to show. Siffer et al., "Anomaly Detection in Streams with Extreme Value Theory", KDD 2017.
/// </summary>
/// <param name="InitialThreshold">t: the empirical quantile at the chosen level.</param>
/// <param name="Count">n: number of scores.</param>
/// <param name="PeakCount">Nt: number of scores above t.</param>
/// <param name="Gamma">Shape; 0 is the exponential tail.</param>
/// <param name="Sigma">Scale, in units of the score.</param>
public sealed record PeaksOverThreshold(double InitialThreshold, int Count, int PeakCount, double Gamma, double Sigma)
{
    private const int MinPeaks = 10;

    /// <summary>Fits the tail of training or validation scores.</summary>
    /// <param name="scores">Finite scores without labels.</param>
    /// <param name="level">Quantile level of the initial threshold, between 0 and 1; 0.98 by default.</param>
    /// <param name="fit">The estimator.</param>
    /// <exception cref="InputException">Fewer than ten scores lie above the initial threshold.</exception>
    public static PeaksOverThreshold Fit(ReadOnlySpan<double> scores, double level = 0.98, TailFit fit = TailFit.MaximumLikelihood)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(level, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        var sorted = scores.ToArray();
        Array.Sort(sorted);
        var threshold = sorted.Length == 0 ? double.NaN : sorted[(int)(level * sorted.Length)];
        var excesses = sorted.Where(score => score > threshold).Select(score => score - threshold).ToArray();
        if (excesses.Length < MinPeaks)
        {
            throw new InputException(
                $"only {excesses.Length} of {sorted.Length} scores lie above their {level} quantile; peaks over threshold needs {MinPeaks}",
                remedy: "use more training rows, a lower level or the quantile rule");
        }
        var (gamma, sigma) = fit == TailFit.Spot ? ParetoTail.Spot(excesses) : ParetoTail.MaximumLikelihood(excesses);
        return new PeaksOverThreshold(threshold, sorted.Length, excesses.Length, gamma, sigma);
    }

    /// <summary>z_q: the score that a further row exceeds with probability <paramref name="probability"/>.</summary>
    public double Quantile(double probability)
    {
        var ratio = Count * probability / PeakCount;
        return InitialThreshold + (Gamma == 0 ? -Sigma * Math.Log(ratio) : Sigma / Gamma * (Math.Pow(ratio, -Gamma) - 1));
    }
}
