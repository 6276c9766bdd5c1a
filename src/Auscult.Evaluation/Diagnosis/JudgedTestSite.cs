using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>What a diagnoser and its alarms did at one site.</summary>
/// <param name="Site">Name of the recording.</param>
/// <param name="Outcomes">One per fault.</param>
/// <param name="FalseAlarms">Alarms that report none.</param>
/// <param name="Duplicates">Further alarms of reported faults.</param>
/// <param name="QuietDays">Days without a fault times accelerators: what false alarms are counted over.</param>
public sealed record JudgedTestSite(
    string Site, IReadOnlyList<IncidentOutcome> Outcomes, IReadOnlyList<FalseAlarm> FalseAlarms, int Duplicates, double QuietDays)
{
    private const double AftermathSeconds = 180;

    /// <summary>Runs the alarms over a judged site and lays them beside its labels.</summary>
    public static JudgedTestSite Of(JudgedSite judged, AlarmModel model, AlarmConfig config)
    {
        var site = judged.Site;
        var evidence = new MomentEvidence[judged.Judgements.Count];
        Parallel.For(0, evidence.Length, m => evidence[m] = model.Evidence(site, m, judged.Judgements[m], config));
        var matching = AlarmMatching.Of(site, AlarmTracker.Run(site, model, config, evidence).Paged, config.SettleSeconds);
        var found = matching.Alarms.Where(alarm => alarm.Truth == AlarmTruth.Found).ToDictionary(alarm => alarm.Incident!, alarm => alarm.Alarm);
        var (profile, places) = (IncidentOutcome.ProfileOf(site.Site), new SitePlaces(site.Site));
        return new JudgedTestSite(
            site.Site.Recording,
            [
                .. site.Site.Faults.Select(incident => new IncidentOutcome(
                    site.Site.Recording, profile, incident.Incident.Id, incident.Incident.FaultClass,
                    found.TryGetValue(incident, out var alarm) ? Delay(site, incident, alarm) : null,
                    Known(judged, incident, model, places, config),
                    alarm is null ? null : JudgedIncident.Of(site.Site, incident, alarm.EarlyVerdict!))),
            ],
            [.. matching.Alarms.Where(alarm => alarm.Truth == AlarmTruth.False).Select(alarm => Described(site, alarm.Alarm))],
            matching.Alarms.Count(alarm => alarm.Truth == AlarmTruth.Duplicate),
            NormalBlocks.Of(site, config).Sum(block => block.Length) / (double)Math.Max(1, site.Rows.Count) * judged.AcceleratorDays);
    }

    /// <summary>What is said of a fault whose onset is known; null when no moment lies in its first seconds.</summary>
    public static JudgedIncident? Known(JudgedSite judged, SiteIncident incident, AlarmModel model, SitePlaces places, AlarmConfig config)
    {
        var moments = KnownIntervals.MomentsOf(judged.Site, incident, config.KnownSeconds);
        return moments.Count == 0 ? null : JudgedIncident.Of(
            judged.Site.Site, incident, model.Verdict(places, EvidenceSum.Of(moments.Select(m => judged.Judgements[m])), config));
    }

    private static double Delay(SiteShifts site, SiteIncident incident, SiteAlarm alarm) =>
        Math.Max(0, (site.Rows[alarm.Paged!.Value] + 1 - incident.FirstRow) * site.Site.Step.TotalSeconds);

    private static FalseAlarm Described(SiteShifts site, SiteAlarm alarm)
    {
        var row = site.Rows[alarm.Paged!.Value];
        var aftermath = site.Site.RowsIn(AftermathSeconds);
        var during = site.Site.Incidents.Where(incident => incident.FirstRow <= row && row < incident.EndRow + aftermath)
            .Select(incident => row < incident.EndRow ? incident.Incident.FaultClass : $"after {incident.Incident.FaultClass}").Distinct().ToArray();
        return new FalseAlarm(
            site.Site.Recording, (row + 1) * site.Site.Step.TotalSeconds, alarm.Verdict!.Classes[0].Name,
            during.Length == 0 ? "nothing" : string.Join(", ", during), alarm.PValue);
    }
}
