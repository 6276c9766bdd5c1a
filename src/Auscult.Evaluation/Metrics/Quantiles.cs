namespace Auscult.Evaluation.Metrics;

/// <summary>Quantiles with linear interpolation between order statistics (the default of NumPy and R, type 7).</summary>
public static class Quantiles
{
    /// <summary>The quantile of values in any order; NaN without values.</summary>
    /// <param name="values">Values without NaN.</param>
    /// <param name="probability">0..1.</param>
    public static double Of(ReadOnlySpan<double> values, double probability)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, probability);
    }

    /// <summary>The quantile of values in ascending order; NaN without values.</summary>
    public static double OfSorted(IReadOnlyList<double> sorted, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        if (sorted.Count == 0)
            return double.NaN;
        var position = probability * (sorted.Count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
