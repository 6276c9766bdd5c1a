namespace Auscult.Evaluation.Metrics;

/// <summary>How high the true cause stands in ranked lists of suspects, one list per incident.</summary>
/// <remarks>Lists hold the most suspect first. A truth that is missing from its list has no rank. NaN without incidents.</remarks>
public static class CauseRanking
{
    /// <summary>
    /// AC@k (Yu et al. 2021, BARO and RCAEval): the mean over incidents of |true causes among the first k| / min(k, |true causes|).
    /// </summary>
    public static double AccuracyAt(int k, IReadOnlyList<IReadOnlyList<string>> ranked, IReadOnlyList<IReadOnlySet<string>> truths)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        ArgumentOutOfRangeException.ThrowIfNotEqual(truths.Count, ranked.Count);
        return Mean(ranked.Zip(truths, (list, truth) => (double)list.Take(k).Count(truth.Contains) / Math.Min(k, truth.Count)));
    }

    /// <summary>Avg@k: the mean of AC@1..AC@k.</summary>
    public static double AverageAccuracy(int k, IReadOnlyList<IReadOnlyList<string>> ranked, IReadOnlyList<IReadOnlySet<string>> truths) =>
        Enumerable.Range(1, k).Average(i => AccuracyAt(i, ranked, truths));

    /// <summary>Mean reciprocal rank of the highest ranked true cause; 0 for an incident whose truth is not listed.</summary>
    public static double MeanReciprocalRank(IReadOnlyList<IReadOnlyList<string>> ranked, IReadOnlyList<IReadOnlySet<string>> truths)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(truths.Count, ranked.Count);
        return Mean(ranked.Zip(truths, (list, truth) =>
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (truth.Contains(list[i]))
                    return 1.0 / (i + 1);
            }
            return 0;
        }));
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
