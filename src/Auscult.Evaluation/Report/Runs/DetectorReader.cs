using Auscult.Evaluation.Protocols;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>What a fitted detector said of the judged recordings: scores, lanes, alarms beside labels, and what speaks for them.</summary>
/// <param name="task">The protocol.</param>
/// <param name="detector">The detector, fitted.</param>
/// <param name="outcome">Its scores and threshold.</param>
/// <param name="scaler">Fitted on training rows.</param>
/// <param name="causes">Says which class an interval shows; null says none.</param>
/// <param name="gap">Alarms with at most so many rows between them are one.</param>
internal sealed class DetectorReader(
    DetectionTask task, IAnomalyDetector detector, DetectionOutcome outcome, RobustScaler scaler, CauseOfAlarm? causes, int gap)
{
    private const int MostExplained = 30;
    private readonly FrameSchema _schema = task.Frame.Schema;

    /// <summary>The recordings with judged rows, and their alarms and missed faults.</summary>
    public (IReadOnlyList<ReportedRecording> Recordings, IReadOnlyList<ReportedIncident> Incidents) Read()
    {
        var parts = _schema.Segments.Select(segment => JudgedRows.Of(task, segment)).OfType<JudgedRows>().ToArray();
        var alarms = parts.SelectMany(Alarms).ToArray();
        var explained = alarms.OrderByDescending(alarm => alarm.Peak).Take(MostExplained).Select(alarm => (alarm.Rows, alarm.First)).ToHashSet();
        var evidence = new DetectorEvidence(task, detector, scaler);
        var incidents = new List<ReportedIncident>();
        foreach (var part in parts)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            var touched = new HashSet<string>(StringComparer.Ordinal);
            var number = 0;
            foreach (var alarm in alarms.Where(alarm => alarm.Rows == part))
            {
                var faults = part.Labels.Where(label => !label.IsBenign && label.Rows.FirstRow < alarm.End && alarm.First < label.Rows.EndRow).ToArray();
                touched.UnionWith(faults.Select(fault => fault.Id));
                var fault = faults.FirstOrDefault(one => !found.Contains(one.Id)) ?? faults.FirstOrDefault();
                var outcomeOf = fault is null ? "false" : found.Add(fault.Id) ? "found" : "duplicate";
                incidents.Add(Of(part, alarm, ++number, fault, outcomeOf, explained.Contains((part, alarm.First)) ? evidence : null));
            }
            incidents.AddRange(part.Labels.Where(label => !label.IsBenign && !touched.Contains(label.Id)).Select(label => Missed(part, label)));
        }
        return ([.. parts.Select(Describe)], [.. incidents.OrderBy(one => one.Start)]);
    }

    private IEnumerable<DetectorAlarm> Alarms(JudgedRows part)
    {
        var limit = outcome.Row.Threshold;
        var scores = part.Largest(outcome.Scores);
        var runs = new List<(int First, int End)>();
        for (var i = 0; i < scores.Length; i++)
        {
            if (!(scores[i] > limit))
                continue;
            if (runs.Count > 0 && i - runs[^1].End <= gap)
                runs[^1] = (runs[^1].First, i + 1);
            else
                runs.Add((i, i + 1));
        }
        return runs.Select(run => new DetectorAlarm(part, part.First + run.First, part.First + run.End, scores[run.First..run.End].Where(float.IsFinite).Max()));
    }

    private ReportedIncident Of(JudgedRows part, DetectorAlarm alarm, int number, LabelledRows? fault, string outcomeOf, DetectorEvidence? evidence)
    {
        var places = part.Entities.Select(entity => (Entity: entity, Score: Mean(outcome.Scores[entity].AsSpan(alarm.First, alarm.End - alarm.First))))
            .OrderByDescending(one => one.Score).ToArray();
        var total = Math.Max(1e-12, places.Sum(one => one.Score));
        var rows = new RowRange(places[0].Entity, alarm.First, alarm.End - alarm.First);
        var classes = causes?.Of(rows, part.First) ?? [];
        return new ReportedIncident
        {
            Id = $"{part.Recording}/{number}", Recording = part.Recording, Outcome = outcomeOf,
            Start = part.SecondsOf(alarm.First), Raised = part.SecondsOf(alarm.First + 1), End = part.SecondsOf(alarm.End),
            TrueClass = fault?.Class, TruePlace = fault is null ? null : _schema.Entities[fault.Rows.Entity].Id,
            Stated = classes.Count > 0 ? classes[0].Name : null, Confidence = classes.Count > 0 ? classes[0].Share : double.NaN, Classes = classes,
            Places = [.. places.Take(5).Select(one => new RankedName(_schema.Entities[one.Entity].Id, one.Score / total))],
            Evidence = evidence?.Of(part, rows),
        };
    }

    private ReportedIncident Missed(JudgedRows part, LabelledRows fault) => new()
    {
        Id = fault.Id, Recording = part.Recording, Outcome = "missed", Start = part.SecondsOf(fault.Rows.FirstRow), Raised = null, End = part.SecondsOf(fault.Rows.EndRow),
        TrueClass = fault.Class, TruePlace = _schema.Entities[fault.Rows.Entity].Id, Stated = null, Confidence = double.NaN, Classes = [], Places = [],
    };

    private ReportedRecording Describe(JudgedRows part)
    {
        var lanes = part.Lanes(scaler);
        var bins = LargestShifts.Bins(lanes.Length, JudgedRecording.MostBins);
        double[] scores = [.. part.Largest(outcome.Scores).Select(score => SeriesPlot.Short(score))];
        var score = Lttb.Sample(new Curve([.. Enumerable.Range(part.First, part.Count).Select(row => part.SecondsOf(row + 1))], scores), JudgedRecording.MostMoments);
        var seen = scores.Where(double.IsFinite).ToArray();
        return new ReportedRecording(
            part.Recording, _schema.TimeOf(part.First), part.Count * _schema.Step.TotalSeconds, [.. bins.Select(bin => part.SecondsOf(part.First + bin[^1] + 1))],
            LargestShifts.Lanes(bins, lanes), score, outcome.Row.Threshold,
            [.. part.Labels.Select(label => new LabelledBand(
                label.Id, label.Class, label.IsBenign, _schema.Entities[label.Rows.Entity].Id, part.SecondsOf(label.Rows.FirstRow), part.SecondsOf(label.Rows.EndRow)))])
        {
            IsLogarithmic = seen.Length > 0 && seen.Min() > 0 && seen.Max() > 100 * seen.Min() && outcome.Row.Threshold > 0,
        };
    }

    private static double Mean(ReadOnlySpan<float> scores)
    {
        var (sum, count) = (0.0, 0);
        foreach (var score in scores)
        {
            if (!float.IsFinite(score))
                continue;
            sum += score;
            count++;
        }
        return count == 0 ? 0 : Math.Max(0, sum / count);
    }

    private sealed record DetectorAlarm(JudgedRows Rows, int First, int End, float Peak);
}
