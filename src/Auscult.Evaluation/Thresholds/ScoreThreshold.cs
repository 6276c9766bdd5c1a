using Auscult.Evaluation.Metrics;
using Auscult.Foundation;

namespace Auscult.Evaluation.Thresholds;

/// <summary>
/// A score above which a row is called anomalous, with the rule it came from. Rules see unlabelled training or validation scores
/// only; <see cref="OracleThreshold"/> is the one exception and says so in its name.
/// </summary>
/// <param name="Rule">Suffix of metric names, e.g. <c>train_quantile_0.99</c>.</param>
/// <param name="Value">Rows with a larger score are anomalous.</param>
public sealed record ScoreThreshold(string Rule, double Value)
{
    /// <summary>The score that a share of 1 - <paramref name="level"/> of the training rows exceeds.</summary>
    public static ScoreThreshold Quantile(ReadOnlySpan<double> trainScores, double level = 0.99) =>
        trainScores.IsEmpty
            ? throw new InputException("no training scores to take a threshold from", remedy: "give the detector training rows")
            : new ScoreThreshold($"train_quantile_{level}", Quantiles.Of(trainScores, level));

    /// <summary>The score that a training-like row exceeds with probability <paramref name="risk"/>, by peaks over threshold.</summary>
    public static ScoreThreshold Peaks(ReadOnlySpan<double> trainScores, double risk = 1e-3, double level = 0.98) =>
        new($"train_pot_{risk}", PeaksOverThreshold.Fit(trainScores, level).Quantile(risk));
}
