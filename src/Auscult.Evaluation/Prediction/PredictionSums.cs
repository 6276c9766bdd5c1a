using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.RootCause;
using Auscult.Learning.Diagnosis.Prediction;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Prediction;

/// <summary>Adds up the alarms of a method over all classes that are predictable at a lead.</summary>
/// <param name="config">Leads and seed.</param>
internal sealed class PredictionSums(PredictionConfig config)
{
    private readonly List<(string Method, int Lead, PredictionRow Row, IReadOnlyList<ScoredSite> Sites, double? Threshold)> _parts = [];

    /// <summary>Adds one class.</summary>
    public void Add(string method, int lead, PredictionRow row, IReadOnlyList<ScoredSite> sites, double? threshold) =>
        _parts.Add((method, lead, row, sites, threshold));

    /// <summary>One row per method and lead.</summary>
    public IEnumerable<PredictionRow> Rows() => _parts.GroupBy(part => (part.Method, part.Lead)).Select(group =>
    {
        var rows = group.Select(part => part.Row).ToArray();
        var right = group.SelectMany(part => Alarms(part.Sites, part.Threshold, part.Row)).Where(alarm => alarm.Alarm.Outcome == AlarmOutcome.Right)
            .Select(alarm => alarm.Alarm.OnsetMinutes).ToArray();
        var incidents = rows.Sum(row => row.Incidents);
        return new PredictionRow
        {
            Method = group.Key.Method, FaultClass = PredictionEvaluation.AllPredictable, LeadMinutes = rows[0].LeadMinutes, UntilMinutes = rows[0].UntilMinutes,
            HasAlarms = rows.Any(row => row.HasAlarms), IsPredictable = true, Right = rows.Sum(row => row.Right), Late = rows.Sum(row => row.Late),
            False = rows.Sum(row => row.False), Open = rows.Sum(row => row.Open), Incidents = incidents,
            PrecisionInterval = Interval([.. group.SelectMany(part => Alarms(part.Sites, part.Threshold, part.Row))]),
            RecallAtFalseAlarms = [.. rows[0].RecallAtFalseAlarms.Select((_, i) => rows.Sum(row => row.RecallAtFalseAlarms[i] * row.Incidents) / incidents)],
            AucPr = rows.Average(row => row.AucPr), BaseRate = rows.Average(row => row.BaseRate),
            LeadQuantiles = [right.Length == 0 ? double.NaN : Quantiles.Of(right, 0.5), right.Length == 0 ? double.NaN : Quantiles.Of(right, 0.1)],
        };
    });

    private static IEnumerable<(string Site, PredictionAlarm Alarm)> Alarms(IReadOnlyList<ScoredSite> sites, double? threshold, PredictionRow row) =>
        threshold is not { } level ? []
        : sites.SelectMany(site => site.Alarms(level, row.LeadMinutes, row.UntilMinutes).Select(alarm => (site.Precursors.Site.Recording, alarm)));

    private Figure? Interval((string Site, PredictionAlarm Alarm)[] alarms)
    {
        var sites = alarms.Where(alarm => alarm.Alarm.Outcome != AlarmOutcome.Unknown).GroupBy(alarm => alarm.Site, StringComparer.Ordinal)
            .Select(site => (Right: site.Count(alarm => alarm.Alarm.Outcome == AlarmOutcome.Right), All: site.Count())).ToArray();
        if (sites.Length == 0)
            return null;
        var interval = Bootstrap.Interval(
            sites.Length, drawn => (double)drawn.Sum(i => sites[i].Right) / drawn.Sum(i => sites[i].All), new Seeds(config.Seed).Child("intervals").Generator());
        return new Figure((double)sites.Sum(site => site.Right) / sites.Sum(site => site.All), interval.Low, interval.High);
    }
}
