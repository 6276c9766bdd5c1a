namespace Auscult.Evaluation.Metrics;

/// <summary>
/// How well per-signal scores name the signals behind an anomaly: HitRate@P% and NDCG@P% (Su et al. 2019, Tuli et al. 2022).
/// </summary>
/// <remarks>
/// With g true signals in a row, the round(P/100 * g) highest ranked ones count, halves rounded to even. Rows without a true
/// signal are left out; without any such row the result is NaN.
/// </remarks>
public static class SignalRanking
{
    /// <summary>Mean share of a row's true signals among its highest ranked ones.</summary>
    /// <param name="scores">Rows of per-signal scores, higher is more suspect.</param>
    /// <param name="labels">Rows of per-signal truths.</param>
    /// <param name="percent">P, e.g. 100 or 150.</param>
    public static double HitRate(IReadOnlyList<double[]> scores, IReadOnlyList<bool[]> labels, int percent) =>
        MeanOverRows(scores, labels, percent, (row, truth, size) =>
        {
            var ranked = Enumerable.Range(0, row.Length).OrderByDescending(signal => row[signal]).ThenByDescending(signal => signal);
            return (double)ranked.Take(size).Count(signal => truth[signal]) / truth.Count(isTrue => isTrue);
        });

    /// <summary>Mean normalised discounted cumulative gain of the highest ranked signals; tied scores share their gain.</summary>
    /// <inheritdoc cref="HitRate"/>
    public static double Ndcg(IReadOnlyList<double[]> scores, IReadOnlyList<bool[]> labels, int percent) =>
        MeanOverRows(scores, labels, percent, (row, truth, size) =>
        {
            double Discount(int rank) => rank < size ? 1 / Math.Log2(rank + 2) : 0;

            double gain = 0;
            var rank = 0;
            foreach (var tie in Enumerable.Range(0, row.Length).GroupBy(signal => row[signal]).OrderByDescending(tie => tie.Key))
            {
                var members = tie.Count();
                var share = (double)tie.Count(signal => truth[signal]) / members;
                for (var i = 0; i < members; i++)
                    gain += share * Discount(rank++);
            }
            var ideal = Enumerable.Range(0, truth.Count(isTrue => isTrue)).Sum(Discount);
            return ideal == 0 ? 0 : gain / ideal;
        });

    private static double MeanOverRows(
        IReadOnlyList<double[]> scores, IReadOnlyList<bool[]> labels, int percent, Func<double[], bool[], int, double> ofRow)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Count, scores.Count);
        double sum = 0;
        var rows = 0;
        for (var i = 0; i < scores.Count; i++)
        {
            var truths = labels[i].Count(isTrue => isTrue);
            if (truths == 0)
                continue;
            sum += ofRow(scores[i], labels[i], (int)Math.Round(percent * truths / 100.0, MidpointRounding.ToEven));
            rows++;
        }
        return sum / rows;
    }
}
