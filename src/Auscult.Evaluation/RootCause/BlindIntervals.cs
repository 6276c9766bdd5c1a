using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.Thresholds;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.RootCause;

/// <summary>
/// Finds faults without labels: a detector fitted on the fold's training rows, at a threshold from training rows it was not fitted on.
/// </summary>
/// <param name="detector">The detector.</param>
/// <param name="level">Quantile of the held-out training scores.</param>
public sealed class BlindIntervals(IAnomalyDetector detector, double level)
{
    private const int MergeGap = 5;

    /// <summary>Name of the detector.</summary>
    public string Name => detector.Name;

    /// <summary>Runs of rows above the threshold, over the whole frame; runs at most five rows apart are one alarm.</summary>
    /// <param name="frame">The values.</param>
    /// <param name="trainRows">The fold's training rows.</param>
    public IReadOnlyList<RowRange> Find(Frame frame, IReadOnlyList<RowRange> trainRows)
    {
        var (fitted, heldOut) = HeldOutRows.Of(frame.Schema, trainRows);
        detector.Fit(frame, fitted);
        var scores = Enumerable.Range(0, frame.Schema.Entities.Count).Select(entity => detector.Score(frame, entity)).ToArray();
        double[] calibration = [.. heldOut.SelectMany(range => scores[range.Entity].AsSpan(range.FirstRow, range.RowCount).ToArray().Select(s => (double)s))];
        var threshold = ScoreThreshold.Quantile(calibration, level).Value;
        var alarms = new List<RowRange>();
        for (var entity = 0; entity < scores.Length; entity++)
        {
            foreach (var segment in frame.Schema.Segments)
                alarms.AddRange(Alarms(scores[entity].AsSpan(segment.FirstRow, segment.RowCount), threshold, entity, segment.FirstRow));
        }
        return alarms;
    }

    private static List<RowRange> Alarms(ReadOnlySpan<float> scores, double threshold, int entity, int firstRow)
    {
        var above = new bool[scores.Length];
        for (var row = 0; row < scores.Length; row++)
            above[row] = scores[row] > threshold;
        var alarms = new List<RowRange>();
        foreach (var run in LabelSegment.In(above))
        {
            if (alarms.Count > 0 && firstRow + run.Start - alarms[^1].EndRow <= MergeGap)
                alarms[^1] = alarms[^1] with { RowCount = firstRow + run.End - alarms[^1].FirstRow };
            else
                alarms.Add(new RowRange(entity, firstRow + run.Start, run.Length));
        }
        return alarms;
    }
}
