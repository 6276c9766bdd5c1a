using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Thresholds;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Protocols;

/// <summary>How training scores become a threshold; <c>configs/evaluate/*.yaml</c> under <c>threshold</c>.</summary>
public sealed record ThresholdConfig
{
    /// <summary><c>quantile</c> of the scores, or <c>peaks</c> over threshold beyond what they show. Default quantile.</summary>
    public ThresholdKind Kind { get; init; } = ThresholdKind.Quantile;

    /// <summary>Share of the scores below the quantile threshold, or below the initial threshold of the peaks. Default 0.99.</summary>
    [System.ComponentModel.DataAnnotations.Range(0.5, 1.0)]
    public double Level { get; init; } = 0.99;

    /// <summary>For peaks: probability that a normal row exceeds the threshold. Default 0.001.</summary>
    [System.ComponentModel.DataAnnotations.Range(1e-9, 0.5)]
    public double Risk { get; init; } = 1e-3;
}

/// <summary>Rules for a threshold.</summary>
public enum ThresholdKind
{
    /// <summary>Empirical quantile.</summary>
    Quantile,

    /// <summary>Peaks over threshold.</summary>
    Peaks,
}

/// <summary>Runs detectors under a protocol.</summary>
public sealed class DetectionEvaluation(ThresholdConfig threshold, TimeProvider clock)
{
    private const int PlottedSignals = 3;
    private const int PlottedDetectors = 4;

    /// <summary>Fits, scores and judges every detector.</summary>
    /// <param name="task">The protocol.</param>
    /// <param name="detectors">Detectors that have not been fitted under this protocol.</param>
    /// <param name="progress">Told the name of each detector before it runs.</param>
    /// <param name="stop">Ends between two detectors.</param>
    /// <param name="measured">Gets each detector, still fitted, with its scores.</param>
    public DetectionResults Run(
        DetectionTask task, IReadOnlyList<IAnomalyDetector> detectors, Action<string>? progress = null, CancellationToken stop = default,
        Action<IAnomalyDetector, DetectionOutcome>? measured = null)
    {
        var labels = task.FaultRows();
        var bufferLength = task.BufferLength();
        var rows = new List<DetectionRow>();
        var curves = new List<(string Name, IReadOnlyDictionary<int, float[]> Scores, double Threshold)>();
        foreach (var detector in detectors)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Invoke(detector.Name);
            var outcome = Measure(task, detector, labels, bufferLength);
            measured?.Invoke(detector, outcome);
            rows.Add(outcome.Row);
            curves.Add((detector.Name, outcome.Scores, outcome.Row.Threshold));
        }
        return new DetectionResults
        {
            Protocol = task.Protocol,
            Description = task.Description,
            BufferLength = bufferLength,
            Rows = labels.Length,
            FaultRows = labels.Count(label => label),
            Faults = task.Labels.Count(label => !label.IsBenign && task.Scored.Any(label.Rows.Overlaps)),
            ThresholdRule = $"{task.ThresholdRule}: {Describe()}",
            Detectors = rows,
            Published = [.. task.Published.OrderByDescending(method => method.Value)],
            Plots = [.. task.Scored.Select(range => range.Entity).Distinct().Select(entity => Plot(task, entity, Plotted(rows, curves)))],
        };
    }

    /// <summary>Fits, scores and judges one detector.</summary>
    /// <param name="task">The protocol.</param>
    /// <param name="detector">A detector that has not been fitted under this protocol.</param>
    /// <param name="labels">The task's <see cref="DetectionTask.FaultRows"/>.</param>
    /// <param name="bufferLength">The task's <see cref="DetectionTask.BufferLength"/>.</param>
    public DetectionOutcome Measure(DetectionTask task, IAnomalyDetector detector, bool[] labels, int bufferLength)
    {
        var limit = task.Calibration.Count > 0 ? double.NaN : CrossFitted(task, detector);
        var started = clock.GetTimestamp();
        detector.Fit(task.Frame, task.Train);
        var scores = Scores(task, detector, task.Scored.Concat(task.Calibration));
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        if (task.Calibration.Count > 0)
            limit = ThresholdFrom(Select(scores, task.Calibration));
        var judged = Select(scores, task.Scored);
        return new DetectionOutcome(Judge(task, detector, judged, labels, bufferLength, limit) with { Seconds = seconds }, judged, scores);
    }

    /// <summary>The encoder and the best of the others: more curves than these hide the story.</summary>
    private static List<(string Name, IReadOnlyDictionary<int, float[]> Scores, double Threshold)> Plotted(
        List<DetectionRow> rows, List<(string Name, IReadOnlyDictionary<int, float[]> Scores, double Threshold)> curves)
    {
        var chosen = rows.OrderByDescending(row => row.Detector.StartsWith("encoder", StringComparison.Ordinal))
            .ThenByDescending(row => row["vus_pr"]).Take(PlottedDetectors).Select(row => row.Detector).ToHashSet(StringComparer.Ordinal);
        return curves.FindAll(curve => chosen.Contains(curve.Name));
    }

    private string Describe() => threshold.Kind == ThresholdKind.Quantile
        ? $"{threshold.Level} quantile"
        : $"peaks over the {threshold.Level} quantile, risk {threshold.Risk}";

    /// <summary>
    /// A threshold from training rows alone: the scores of a part of them by the detector fitted on the rest. Scores of rows that a
    /// detector was fitted on are too small; with nearest neighbours they are nearly zero.
    /// </summary>
    private double CrossFitted(DetectionTask task, IAnomalyDetector detector)
    {
        var (fitted, heldOut) = HeldOutRows.Of(task.Frame.Schema, task.Train);
        detector.Fit(task.Frame, fitted);
        return ThresholdFrom(Select(Scores(task, detector, heldOut), heldOut));
    }

    private static Dictionary<int, float[]> Scores(DetectionTask task, IAnomalyDetector detector, IEnumerable<RowRange> ranges) =>
        ranges.Select(range => range.Entity).Distinct().ToDictionary(entity => entity, entity => detector.Score(task.Frame, entity));

    private double ThresholdFrom(float[] scores)
    {
        double[] values = Array.ConvertAll(scores, score => (double)score);
        return (threshold.Kind == ThresholdKind.Quantile
            ? ScoreThreshold.Quantile(values, threshold.Level)
            : ScoreThreshold.Peaks(values, threshold.Risk, threshold.Level)).Value;
    }

    private static float[] Select(Dictionary<int, float[]> scores, IReadOnlyList<RowRange> ranges) =>
        [.. ranges.SelectMany(range => scores[range.Entity].AsSpan(range.FirstRow, range.RowCount).ToArray())];

    private static DetectionRow Judge(
        DetectionTask task, IAnomalyDetector detector, float[] scores, bool[] labels, int bufferLength, double limit)
    {
        var series = new ScoredSeries(labels, scores);
        var alarms = series.Above(limit);
        var days = (labels.Length - series.PositiveCount) * task.Frame.Schema.Step.TotalDays;
        return new DetectionRow
        {
            Detector = detector.Name,
            IsCausal = detector.IsCausal,
            Seconds = 0,
            Threshold = limit,
            Metrics = [.. DetectionMetrics.ThresholdFree(series, bufferLength), .. DetectionMetrics.At(series, limit, task.ThresholdRule)],
            FalseAlarmsPerDay = LabelSegment.In(alarms).Count(run => !labels.AsSpan(run.Start, run.Length).Contains(true)) / days,
            Benign = BenignOf(task, alarms),
        };
    }

    private static IReadOnlyList<BenignAlarms> BenignOf(DetectionTask task, bool[] alarms)
    {
        var outcomes = new List<(string Class, bool Alarmed)>();
        foreach (var label in task.Labels.Where(label => label.IsBenign))
        {
            var offset = 0;
            bool? alarmed = null;
            foreach (var range in task.Scored)
            {
                if (label.Rows.Overlaps(range))
                {
                    var first = Math.Max(label.Rows.FirstRow, range.FirstRow);
                    var count = Math.Min(label.Rows.EndRow, range.EndRow) - first;
                    alarmed = (alarmed ?? false) || alarms.AsSpan(offset + first - range.FirstRow, count).Contains(true);
                }
                offset += range.RowCount;
            }
            if (alarmed is { } outcome)
                outcomes.Add((label.Class, outcome));
        }
        return [.. outcomes.GroupBy(outcome => outcome.Class).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new BenignAlarms(group.Key, group.Count(), group.Count(outcome => outcome.Alarmed)))];
    }

    private static SeriesPlot Plot(
        DetectionTask task, int entity, List<(string Name, IReadOnlyDictionary<int, float[]> Scores, double Threshold)> curves)
    {
        var ranges = RowRange.CutAtSegments(task.Frame.Schema, task.Scored.Where(range => range.Entity == entity));
        var rowCount = ranges.Sum(range => range.RowCount);
        var rowsPerPoint = Math.Max(1, (rowCount + SeriesPlot.MaxPoints - 1) / SeriesPlot.MaxPoints);
        var axis = new PlotAxis(ranges, rowsPerPoint);
        return new SeriesPlot
        {
            Title = $"{task.Frame.Schema.Entities[entity].Id}, protocol {task.Protocol}",
            Start = task.Frame.TimeOf(ranges[0].FirstRow),
            SecondsPerPoint = rowsPerPoint * task.Frame.Schema.Step.TotalSeconds,
            Borders = axis.Borders,
            Bands = axis.Bands(task.Labels.Where(label => label.Rows.Entity == entity)),
            Scores = [.. curves.Select(curve => SeriesPlot.Reduce(
                curve.Name, axis.Gather(range => curve.Scores[entity].AsSpan(range.FirstRow, range.RowCount)), rowsPerPoint, curve.Threshold))],
            Signals = [.. axis.TellingSignals(task, entity, PlottedSignals).Select(signal => SeriesPlot.Reduce(
                task.Frame.Schema.Signals[signal].Name, axis.Signal(task.Frame, signal), rowsPerPoint))],
        };
    }
}
