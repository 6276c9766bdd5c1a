using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>Alarms and missed faults of a recording, with what speaks for them.</summary>
/// <param name="model">The model.</param>
/// <param name="recording">The recording.</param>
internal sealed class IncidentReader(DiagnosisModel model, JudgedRecording recording)
{
    private const double SecondsBefore = 120;
    private const double SecondsAfter = 60;
    private const double MostSeconds = 1200;
    private const int MostPoints = 400;

    private SiteShifts Shifts => recording.Shifts;

    private Site Site => recording.Shifts.Site;

    /// <summary>All alarms and missed faults in order of start.</summary>
    /// <param name="explain">How many alarms are explained: the most severe ones.</param>
    public IReadOnlyList<ReportedIncident> Read(int explain)
    {
        var explained = recording.Alarms.OrderByDescending(alarm => alarm.Severity ?? 0).ThenBy(alarm => alarm.PValue).Take(explain).ToHashSet();
        return
        [
            .. recording.Matching.Alarms.Select(matched => Of(matched, explained.Contains(matched.Alarm)))
                .Concat(recording.Matching.Missed.Select(Missed)).OrderBy(incident => incident.Start),
        ];
    }

    private ReportedIncident Of(MatchedAlarm matched, bool explain)
    {
        var summary = IncidentSummary.Of(Shifts, matched.Alarm);
        return new ReportedIncident
        {
            Id = summary.Id, Recording = Site.Recording,
            Outcome = Site.Incidents.Count == 0 ? "unlabelled" : matched.Truth.ToString().ToLowerInvariant(),
            Start = recording.SecondsOf(matched.Alarm.Start), Raised = recording.SecondsOf(matched.Alarm.Paged!.Value),
            End = recording.SecondsOf(matched.Alarm.LastSignificant),
            TrueClass = matched.Incident?.Incident.FaultClass, TruePlace = matched.Incident?.Incident.RootEntity,
            Stated = summary.Class, Confidence = summary.ClassConfidence, Classes = summary.Classes, Places = summary.Places,
            Severity = summary.Severity, PValue = summary.PValue,
            Evidence = explain ? Explain(IncidentDiagnosis.Of(model, Shifts, matched.Alarm), matched.Alarm) : null,
        };
    }

    private ReportedIncident Missed(SiteIncident fault) => new()
    {
        Id = fault.Incident.Id, Recording = Site.Recording, Outcome = "missed",
        Start = fault.FirstRow * Site.Step.TotalSeconds, Raised = null, End = fault.EndRow * Site.Step.TotalSeconds,
        TrueClass = fault.Incident.FaultClass, TruePlace = fault.Incident.RootEntity,
        Stated = null, Confidence = double.NaN, Classes = [], Places = [],
    };

    private IncidentEvidence Explain(IncidentDiagnosis diagnosis, SiteAlarm alarm)
    {
        var first = Math.Max(0, Shifts.Rows[alarm.Start] - Site.RowsIn(SecondsBefore));
        var last = Math.Min(Shifts.Rows[alarm.LastSignificant] + Site.RowsIn(SecondsAfter), first + Site.RowsIn(MostSeconds));
        var rows = new RowSpan(first, Math.Min(Site.RowCount, last));
        return new IncidentEvidence(
            [.. diagnosis.Evidence.Signals.Select(one => Curves(one, rows))],
            [.. diagnosis.Evidence.Layers.Select(layer => new RankedName(LargestShifts.Name(layer.Layer), layer.Contribution))],
            diagnosis.Evidence.Spread, diagnosis.Nearest);
    }

    private RankedSignal Curves(SignalEvidence evidence, RowSpan rows)
    {
        var reading = evidence.Reading;
        var entity = Site.Find(reading.Entity)!.Value;
        var kind = Shifts.Kinds[entity.Kind];
        var signal = Enumerable.Range(0, kind.Signals.Count).First(s => kind.Signals[s] == reading.Signal);
        var values = Enumerable.Range(0, kind.Entities.Count).Select(e => Values(entity.Kind, e, signal, kind.Signals.Count, rows)).ToArray();
        double[] seconds = [.. Enumerable.Range(rows.First, rows.Count).Select(row => row * Site.Step.TotalSeconds)];
        var curves = PeerCurves.Of(seconds, values, entity.Entity, MostPoints);
        return new RankedSignal(
            reading.Entity, reading.Signal.Name, LargestShifts.Name(reading.Signal.Layer), reading.Signal.Unit, evidence.Contribution,
            reading.Direction.ToString().ToLowerInvariant(), reading.Now, reading.Usual, reading.Peers,
            curves.Culprit, curves.Median, curves.Low, curves.High);
    }

    private double[] Values(int kind, int entity, int signal, int width, RowSpan rows)
    {
        var plane = Site.Kinds[kind].Frame.Rows(entity, rows.First, rows.Count);
        var values = new double[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = plane[(i * width) + signal];
        return values;
    }
}
