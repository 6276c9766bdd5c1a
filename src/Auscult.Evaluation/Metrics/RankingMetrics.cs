namespace Auscult.Evaluation.Metrics;

/// <summary>Point-wise threshold-free metrics; tied scores are one threshold.</summary>
public static class RankingMetrics
{
    /// <summary>
    /// Area under the ROC curve: the probability that a positive row outranks a negative one, ties counting half. NaN without
    /// positives or without negatives.
    /// </summary>
    public static double AucRoc(ScoredSeries series)
    {
        double area = 0;
        Sweep(series, (truePositives, falsePositives, newTrue, newFalse) =>
            area += newFalse * (truePositives - (newTrue / 2.0)));
        return area / ((double)series.PositiveCount * (series.Count - series.PositiveCount));
    }

    /// <summary>Average precision: the sum of recall steps times precision, without interpolation. NaN without positives.</summary>
    public static double AucPr(ScoredSeries series)
    {
        double area = 0;
        Sweep(series, (truePositives, falsePositives, newTrue, newFalse) =>
            area += newTrue * ((double)truePositives / (truePositives + falsePositives)));
        return area / series.PositiveCount;
    }

    /// <summary>
    /// The largest F1 over all thresholds. An oracle: it picks the threshold on the labels it is judged on. NaN without positives.
    /// </summary>
    /// <remarks>The 0.00001 in the denominator is TSB-AD's.</remarks>
    public static double OraclePointF1(ScoredSeries series)
    {
        if (series.PositiveCount == 0)
            return double.NaN;
        double best = 0;
        Sweep(series, (truePositives, falsePositives, newTrue, newFalse) =>
        {
            var precision = (double)truePositives / (truePositives + falsePositives);
            var recall = (double)truePositives / series.PositiveCount;
            best = Math.Max(best, 2 * precision * recall / (precision + recall + 0.00001));
        });
        return best;
    }

    private delegate void Step(int truePositives, int falsePositives, int newTrue, int newFalse);

    /// <summary>Lowers the threshold through every distinct score.</summary>
    private static void Sweep(ScoredSeries series, Step step)
    {
        var keys = series.Scores.ToArray();
        var labels = series.Labels.ToArray();
        Array.Sort(keys, labels);
        int truePositives = 0, falsePositives = 0;
        for (var i = keys.Length - 1; i >= 0;)
        {
            int newTrue = 0, newFalse = 0;
            var score = keys[i];
            for (; i >= 0 && keys[i] == score; i--)
            {
                if (labels[i])
                    newTrue++;
                else
                    newFalse++;
            }
            truePositives += newTrue;
            falsePositives += newFalse;
            step(truePositives, falsePositives, newTrue, newFalse);
        }
    }
}
