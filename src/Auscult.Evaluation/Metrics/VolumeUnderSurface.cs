using System.Runtime.InteropServices;

namespace Auscult.Evaluation.Metrics;

/// <summary>Volumes under the precision-recall and the ROC surface; NaN where one is undefined.</summary>
/// <param name="Pr">VUS-PR, the headline of the TSB-AD benchmark.</param>
/// <param name="Roc">VUS-ROC.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SurfaceVolumes(double Pr, double Roc);

/// <summary>Means over buffer lengths of recall, precision and F1 of one fixed prediction.</summary>
/// <param name="Recall">VUS-Recall.</param>
/// <param name="Precision">VUS-Precision.</param>
/// <param name="F1">VUS-F.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PredictionVolumes(double Recall, double Precision, double F1);

/// <summary>
/// The range-aware area under a curve, averaged over buffer lengths 0..W around each labelled segment.
/// Paparrizos et al., "Volume Under the Surface", VLDB 2022; definition and thresholds as in TSB-AD (NeurIPS 2024), version "opt".
/// </summary>
/// <remarks>
/// Every row is sorted once into the first of 250 thresholds that predicts it. Predictions of later thresholds contain those of
/// earlier ones, so each quantity is a running sum over a histogram of 250 bins, and only rows inside buffers are visited per
/// buffer length.
/// </remarks>
public static class VolumeUnderSurface
{
    /// <summary>Number of thresholds, taken at evenly spaced positions of the sorted scores.</summary>
    public const int ThresholdCount = 250;

    /// <summary>Both volumes for buffer lengths 0..<paramref name="bufferLength"/>; NaN without a positive row.</summary>
    /// <param name="series">Labels and scores.</param>
    /// <param name="bufferLength">W in rows, not negative; see <see cref="BufferLength"/>.</param>
    public static SurfaceVolumes Of(ScoredSeries series, int bufferLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bufferLength);
        if (series.PositiveCount == 0)
            return new SurfaceVolumes(double.NaN, double.NaN);

        var levels = LevelsOf(series.Scores);
        var predicted = new double[ThresholdCount];
        var inside = new double[ThresholdCount];
        for (var row = 0; row < levels.Length; row++)
        {
            predicted[levels[row]]++;
            if (series.Labels[row])
                inside[levels[row]]++;
        }
        Accumulate(predicted);
        Accumulate(inside);

        var buffers = new LabelBuffers(series.Labels, series.Segments);
        var lowestLevel = new SegmentMinima(series.Segments, levels);
        var hits = new double[ThresholdCount];
        var found = new double[ThresholdCount];
        double pr = 0, roc = 0;
        for (var w = 0; w <= bufferLength; w++)
        {
            Array.Clear(hits);
            foreach (var row in buffers.Extend(w))
                hits[levels[row]] += buffers.WeightOf(row);
            Accumulate(hits);
            var segmentCount = lowestLevel.Extend(w / 2, found);
            Accumulate(found);
            var (areaPr, areaRoc) = Areas(series, predicted, inside, hits, found, segmentCount);
            pr += areaPr;
            roc += areaRoc;
        }
        return new SurfaceVolumes(pr / (bufferLength + 1), roc / (bufferLength + 1));
    }

    /// <summary>
    /// The same averages for one fixed prediction; NaN without a positive row. As in TSB-AD, a buffer keeps the weight that its
    /// hit rows collected at shorter buffer lengths (capped at 1).
    /// </summary>
    public static PredictionVolumes Of(ReadOnlySpan<bool> labels, ReadOnlySpan<bool> predictions, int bufferLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bufferLength);
        var segments = LabelSegment.In(labels);
        if (segments.Count == 0)
            return new PredictionVolumes(double.NaN, double.NaN, double.NaN);

        int positives = 0, predicted = 0, inside = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            positives += labels[row] ? 1 : 0;
            predicted += predictions[row] ? 1 : 0;
            inside += labels[row] && predictions[row] ? 1 : 0;
        }

        var buffers = new LabelBuffers(labels, segments);
        var collected = new Dictionary<int, double>();
        double recalls = 0, precisions = 0, scores = 0, hits = 0;
        for (var w = 0; w <= bufferLength; w++)
        {
            foreach (var row in buffers.Extend(w))
            {
                if (!predictions[row])
                    continue;
                var before = collected.GetValueOrDefault(row);
                collected[row] = Math.Min(1, before + buffers.UncappedWeightOf(row));
                hits += collected[row] - before;
            }
            var recall = Math.Min(1, (inside + hits) / (positives + (hits / 2)));
            var precision = predicted == 0 ? 0 : (inside + hits) / predicted;
            recalls += recall;
            precisions += precision;
            scores += precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
        }
        var count = bufferLength + 1;
        return new PredictionVolumes(recalls / count, precisions / count, scores / count);
    }

    private static (double Pr, double Roc) Areas(
        ScoredSeries series, double[] predicted, double[] inside, double[] hits, double[] found, int segmentCount)
    {
        double pr = 0, roc = 0, lastTpr = 0, lastFpr = 0;
        for (var j = 0; j < ThresholdCount; j++)
        {
            var truePositives = inside[j] + hits[j];
            var positives = series.PositiveCount + (hits[j] / 2);
            var tpr = Math.Min(1, truePositives / positives) * found[j] / segmentCount;
            var fpr = (predicted[j] - truePositives) / (series.Count - positives);
            pr += (tpr - lastTpr) * truePositives / predicted[j];
            roc += (fpr - lastFpr) * (tpr + lastTpr) / 2;
            (lastTpr, lastFpr) = (tpr, fpr);
        }
        return (pr, roc + ((1 - lastFpr) * (1 + lastTpr) / 2));
    }

    /// <summary>For each row the index of the first (highest) threshold at which it is predicted.</summary>
    private static int[] LevelsOf(ReadOnlySpan<double> scores)
    {
        var sorted = scores.ToArray();
        Array.Sort(sorted);
        Array.Reverse(sorted);
        var thresholds = new double[ThresholdCount];
        for (var j = 0; j < ThresholdCount; j++)
            thresholds[j] = -sorted[(int)((double)(scores.Length - 1) / (ThresholdCount - 1) * j)];
        thresholds[^1] = -sorted[^1];

        var levels = new int[scores.Length];
        for (var row = 0; row < levels.Length; row++)
            levels[row] = FirstAtLeast(thresholds, -scores[row]);
        return levels;
    }

    private static int FirstAtLeast(double[] ascending, double value)
    {
        int low = 0, high = ascending.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] >= value)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    private static void Accumulate(double[] histogram)
    {
        for (var j = 1; j < histogram.Length; j++)
            histogram[j] += histogram[j - 1];
    }
}
