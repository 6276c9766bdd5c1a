using Auscult.Foundation;

namespace Auscult.Evaluation.Thresholds;

/// <summary>Split-conformal thresholds from scores of held-out normal rows; <see cref="ConformalScores"/> has the rule.</summary>
/// <param name="calibrationScores">Scores of normal rows that the detector was not fitted on.</param>
public sealed class SplitConformal(ReadOnlySpan<double> calibrationScores)
{
    private readonly ConformalScores _scores = new(calibrationScores);

    /// <summary>The p-value of a score, in (0, 1].</summary>
    public double PValue(double score) => _scores.PValue(score);

    /// <summary>
    /// The threshold whose exceedance means p &lt;= <paramref name="risk"/>; positive infinity when there are too few calibration
    /// rows to ever reach that risk.
    /// </summary>
    public ScoreThreshold At(double risk) => new($"calibration_conformal_{risk}", _scores.ThresholdAt(risk));
}
