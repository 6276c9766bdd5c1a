namespace Auscult.Evaluation.Metrics;

/// <summary>
/// F1 scores of one binary prediction, from strict (points) to lenient (point-adjusted). Each is NaN without a positive label
/// and 0 when nothing is predicted.
/// </summary>
public static class PredictionMetrics
{
    private const double ExistenceShare = 0.2;

    /// <summary>F1 over single rows.</summary>
    public static double PointF1(ReadOnlySpan<bool> labels, ReadOnlySpan<bool> predictions)
    {
        var (truePositives, predicted, positives) = Count(labels, predictions);
        return positives == 0 ? double.NaN : 2.0 * truePositives / (predicted + positives);
    }

    /// <summary>
    /// Point F1 after every segment with one hit counts as found whole (Xu et al. 2018). For comparison with older papers
    /// only: a random score reaches high values.
    /// </summary>
    /// <remarks>Row 0 is never adjusted, as in the implementation that published tables used.</remarks>
    public static double PointAdjustedF1(ReadOnlySpan<bool> labels, ReadOnlySpan<bool> predictions)
    {
        var adjusted = predictions.ToArray();
        foreach (var segment in LabelSegment.In(labels))
        {
            var firstHit = predictions[segment.Start..segment.End].IndexOf(true);
            if (firstHit < 0)
                continue;
            var start = segment.Start == 0 && firstHit > 0 ? 1 : segment.Start;
            adjusted.AsSpan(start..segment.End).Fill(true);
        }
        return PointF1(labels, adjusted);
    }

    /// <summary>Harmonic mean of the share of segments with at least one hit and of point precision (Garg et al. 2021).</summary>
    public static double EventF1(ReadOnlySpan<bool> labels, ReadOnlySpan<bool> predictions)
    {
        var segments = LabelSegment.In(labels);
        if (segments.Count == 0)
            return double.NaN;
        var found = 0;
        foreach (var segment in segments)
            found += predictions[segment.Start..segment.End].Contains(true) ? 1 : 0;
        var (truePositives, predicted, _) = Count(labels, predictions);
        return Harmonic(predicted == 0 ? 0 : (double)truePositives / predicted, (double)found / segments.Count);
    }

    /// <summary>
    /// Range-based F1 (Tatbul et al. 2018) with flat bias: recall gives 0.2 for being found at all and 0.8 for the overlap,
    /// divided by the number of overlapping predictions; precision counts the overlap only.
    /// </summary>
    public static double RangeF1(ReadOnlySpan<bool> labels, ReadOnlySpan<bool> predictions)
    {
        var truth = LabelSegment.In(labels);
        if (truth.Count == 0)
            return double.NaN;
        var predicted = LabelSegment.In(predictions);
        return Harmonic(Coverage(predicted, truth, 0), Coverage(truth, predicted, ExistenceShare));
    }

    private static double Coverage(IReadOnlyList<LabelSegment> segments, IReadOnlyList<LabelSegment> others, double existenceShare)
    {
        if (segments.Count == 0)
            return 0;
        double sum = 0;
        var first = 0;
        foreach (var segment in segments)
        {
            while (first < others.Count && others[first].End <= segment.Start)
                first++;
            int rows = 0, pieces = 0;
            for (var k = first; k < others.Count && others[k].Start < segment.End; k++)
            {
                rows += Math.Min(segment.End, others[k].End) - Math.Max(segment.Start, others[k].Start);
                pieces++;
            }
            if (pieces > 0)
                sum += existenceShare + ((1 - existenceShare) * rows / segment.Length / pieces);
        }
        return sum / segments.Count;
    }

    private static double Harmonic(double precision, double recall) =>
        precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);

    private static (int TruePositives, int Predicted, int Positives) Count(ReadOnlySpan<bool> labels, ReadOnlySpan<bool> predictions)
    {
        int truePositives = 0, predicted = 0, positives = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            positives += labels[row] ? 1 : 0;
            predicted += predictions[row] ? 1 : 0;
            truePositives += labels[row] && predictions[row] ? 1 : 0;
        }
        return (truePositives, predicted, positives);
    }
}
