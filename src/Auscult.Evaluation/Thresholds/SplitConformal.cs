using Auscult.Foundation;
using Auscult.Learning.Heads;

namespace Auscult.Evaluation.Thresholds;

/// <summary>Thresholds from split-conformal p-values (<see cref="ConformalScores"/>) of held-out normal rows.</summary>
public sealed class SplitConformal
{
    private readonly ConformalScores _scores;

    /// <param name="calibrationScores">Scores of normal rows that the detector was not fitted on.</param>
    /// <exception cref="InputException">There is none, or one is NaN.</exception>
    public SplitConformal(ReadOnlySpan<double> calibrationScores) => _scores = new ConformalScores(calibrationScores);

    /// <summary>The p-value of a score, in (0, 1].</summary>
    public double PValue(double score) => _scores.PValue(score);

    /// <summary>
    /// The threshold whose exceedance means p &lt;= <paramref name="risk"/>; positive infinity when there are too few calibration
    /// rows to ever reach that risk.
    /// </summary>
    public ScoreThreshold At(double risk) => new($"calibration_conformal_{risk}", _scores.ThresholdAt(risk));
}
