using Auscult.Foundation;

namespace Auscult.Evaluation.Thresholds;

/// <summary>
/// Split-conformal p-values from scores of held-out normal rows: p = (1 + #{calibration score >= s}) / (n + 1). Under
/// exchangeability a normal row has p &lt;= a with probability at most a (Vovk et al. 2005; Bates et al. 2023).
/// </summary>
public sealed class SplitConformal
{
    private readonly double[] _ascending;

    /// <param name="calibrationScores">Scores of normal rows that the detector was not fitted on.</param>
    /// <exception cref="InputException">There is none, or one is NaN.</exception>
    public SplitConformal(ReadOnlySpan<double> calibrationScores)
    {
        if (calibrationScores.IsEmpty)
            throw new InputException("no calibration scores", remedy: "hold out some normal rows");
        _ascending = calibrationScores.ToArray();
        Array.Sort(_ascending);
        if (double.IsNaN(_ascending[0]))
            throw new InputException("a calibration score is NaN", remedy: "score every calibration row or drop it");
    }

    /// <summary>The p-value of a score, in (0, 1].</summary>
    public double PValue(double score)
    {
        int low = 0, high = _ascending.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ascending[middle] >= score)
                high = middle;
            else
                low = middle + 1;
        }
        return (1.0 + _ascending.Length - low) / (_ascending.Length + 1);
    }

    /// <summary>
    /// The threshold whose exceedance means p &lt;= <paramref name="risk"/>; positive infinity when there are too few calibration
    /// rows to ever reach that risk.
    /// </summary>
    public ScoreThreshold At(double risk)
    {
        var allowed = (int)Math.Floor((risk * (_ascending.Length + 1)) + 1e-9) - 1;
        var value = allowed < 0 ? double.PositiveInfinity
            : allowed >= _ascending.Length ? double.NegativeInfinity
            : _ascending[^(allowed + 1)];
        return new ScoreThreshold($"calibration_conformal_{risk}", value);
    }
}
