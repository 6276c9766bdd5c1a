using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Model;

/// <summary>A known incident beside one that is looked at.</summary>
/// <param name="Id">Which.</param>
/// <param name="Class">What it was.</param>
/// <param name="Distance">Distance of the embeddings, in standard deviations.</param>
public sealed record NearestIncident(string Id, string Class, double Distance);

/// <summary>An incident with everything that speaks for what is said of it.</summary>
/// <param name="Incident">What is said.</param>
/// <param name="Evidence">Why.</param>
/// <param name="Nearest">The nearest incidents that were learned, nearest first.</param>
public sealed record IncidentDiagnosis(IncidentSummary Incident, VerdictEvidence Evidence, IReadOnlyList<NearestIncident> Nearest)
{
    private const int NumNearest = 4;

    /// <summary>Diagnoses an alarm.</summary>
    public static IncidentDiagnosis Of(DiagnosisModel model, SiteShifts shifts, SiteAlarm alarm)
    {
        var end = Math.Min(shifts.Rows.Count, alarm.LastSignificant + 1);
        return Of(model, shifts, IncidentSummary.Of(shifts, alarm), alarm.Verdict!, alarm.Start, end);
    }

    /// <summary>Diagnoses a stretch in which no alarm was raised.</summary>
    /// <param name="model">The model.</param>
    /// <param name="shifts">The site.</param>
    /// <param name="start">First moment.</param>
    /// <param name="end">First moment after it.</param>
    public static IncidentDiagnosis Of(DiagnosisModel model, SiteShifts shifts, int start, int end)
    {
        int[] moments = [.. Enumerable.Range(start, end - start)];
        var judged = model.Diagnoser.Judge(shifts, moments);
        var evidence = moments.Select(m => model.Alarms.Evidence(shifts, m, judged[m - start], model.Info.Alarm)).ToArray();
        var verdict = model.Alarms.Verdict(new SitePlaces(shifts.Site), EvidenceSum.Of(judged), model.Info.Alarm);
        var time = shifts.Site.TimeOf(shifts.Rows[start]);
        var summary = IncidentSummary.Of(shifts.Site, verdict, $"{shifts.Site.Recording}@{time.UtcDateTime:HH:mm:ss}") with
        {
            Start = time,
            LastSeen = shifts.Site.TimeOf(shifts.Rows[end - 1]),
            PValue = evidence.Min(moment => moment.PValue),
        };
        return Of(model, shifts, summary, verdict, start, end);
    }

    private static IncidentDiagnosis Of(
        DiagnosisModel model, SiteShifts shifts, IncidentSummary summary, AlarmVerdict verdict, int start, int end)
    {
        // Of what is like nothing known only its strangeness can be explained.
        var stated = verdict.IsUnknown || verdict.Classes.Count == 0 ? -1 : model.Diagnoser.Classes.IndexOf(verdict.Classes[0].Name);
        var evidence = VerdictEvidence.Of(
            shifts, model.Diagnoser, new Verdict(start, end, stated, summary.Culprit), model.Info.Site, model.Info.Diagnosis.Evidence);
        var nearest = model.Alarms.Memory.Nearest(verdict.Embedding, NumNearest);
        return new IncidentDiagnosis(
            summary, evidence, [.. nearest.Select(near => new NearestIncident(near.Incident.Id, near.Incident.Class, near.Distance))]);
    }
}
