using System.Numerics;
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

    /// <summary>The p-value of a score, in (0, 1]; NaN is as strange as can be.</summary>
    public double PValue(double score) => double.IsNaN(score) ? 1.0 / (_ascending.Length + 1) : PValue(_ascending, score);

    /// <summary>The p-value of a score by some others, in (0, 1]; 1 where there are none and for NaN.</summary>
    /// <param name="ascending">Held-out scores in ascending order.</param>
    /// <param name="score">The score.</param>
    public static double PValue<T>(IReadOnlyList<T> ascending, double score)
        where T : IFloatingPoint<T>
    {
        var (low, high) = (0, ascending.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (double.CreateChecked(ascending[middle]) < score)
                low = middle + 1;
            else
                high = middle;
        }
        return (1.0 + ascending.Count - low) / (1.0 + ascending.Count);
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
