using System.Text.Json.Serialization;

namespace Auscult.Foundation;

/// <summary>
/// Split-conformal p-values from scores that were held out: p = (1 + #{score held out >= s}) / (n + 1). Under exchangeability a score like
/// those has p &lt;= a with probability at most a (Vovk et al. 2005; Bates et al. 2023).
/// </summary>
public sealed class ConformalScores
{
    private readonly double[] _ascending;

    /// <param name="scores">Held-out scores in any order.</param>
    /// <exception cref="InputException">There is none, or one is NaN.</exception>
    public ConformalScores(ReadOnlySpan<double> scores)
    {
        if (scores.IsEmpty)
            throw new InputException("no calibration scores", remedy: "hold out some normal rows");
        _ascending = scores.ToArray();
        Array.Sort(_ascending);
        if (double.IsNaN(_ascending[0]))
            throw new InputException("a calibration score is NaN", remedy: "score every calibration row or drop it");
    }

    /// <summary>From its own <see cref="Ascending"/>.</summary>
    [JsonConstructor]
    public ConformalScores(IReadOnlyList<double> ascending)
        : this([.. ascending])
    {
    }

    /// <summary>The held-out scores in ascending order.</summary>
    public IReadOnlyList<double> Ascending => _ascending;

    /// <summary>Number of held-out scores; no p-value is below 1 / (n + 1).</summary>
    [JsonIgnore]
    public int Count => _ascending.Length;

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
    /// The smallest score above which p is at most <paramref name="risk"/>; positive infinity when there
    /// are too few scores to ever reach that risk, negative infinity when every score does.
    /// </summary>
    public double ThresholdAt(double risk)
    {
        var allowed = (int)Math.Floor((risk * (_ascending.Length + 1)) + 1e-9) - 1;
        return allowed < 0 ? double.PositiveInfinity : allowed >= _ascending.Length ? double.NegativeInfinity : _ascending[^(allowed + 1)];
    }
}
