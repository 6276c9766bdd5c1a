using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>What an alarm was, by the labels.</summary>
public enum AlarmTruth
{
    /// <summary>The first to report a fault.</summary>
    Found,

    /// <summary>Another one of a fault that was reported.</summary>
    Duplicate,

    /// <summary>In no fault; benign events are none.</summary>
    False,
}

/// <summary>An alarm beside the labels.</summary>
/// <param name="Alarm">The alarm.</param>
/// <param name="Truth">What it was.</param>
/// <param name="Incident">The fault it reports; null when it is false.</param>
public sealed record MatchedAlarm(SiteAlarm Alarm, AlarmTruth Truth, SiteIncident? Incident);

/// <summary>The alarms of a site beside its faults, one to one.</summary>
/// <param name="Alarms">Alarms somebody was told of, in order.</param>
/// <param name="Missed">Faults that no alarm reports.</param>
public sealed record AlarmMatching(IReadOnlyList<MatchedAlarm> Alarms, IReadOnlyList<SiteIncident> Missed)
{
    /// <summary>
    /// An alarm reports the fault during which it was raised: from the first sign to a while after the end, the latest onset first. One that was
    /// raised before and still lasts reports nothing.
    /// </summary>
    /// <param name="site">Labels.</param>
    /// <param name="alarms">Alarms somebody was told of.</param>
    /// <param name="settleSeconds">Seconds after the end of a fault that still belong to it.</param>
    public static AlarmMatching Of(SiteShifts site, IEnumerable<SiteAlarm> alarms, double settleSeconds)
    {
        var faults = site.Site.Faults;
        var found = new HashSet<SiteIncident>();
        var matched = new List<MatchedAlarm>();
        foreach (var alarm in alarms.OrderBy(alarm => alarm.Paged))
        {
            var row = site.Rows[alarm.Paged!.Value];
            var under = faults.Where(fault => Covers(site.Site, fault, row, settleSeconds)).OrderByDescending(fault => fault.FirstRow).ToArray();
            var open = under.Where(fault => !found.Contains(fault)).ToArray();
            var incident = open.FirstOrDefault(fault => fault.FirstRow <= row) ?? open.FirstOrDefault();
            if (incident is not null && found.Add(incident))
                matched.Add(new MatchedAlarm(alarm, AlarmTruth.Found, incident));
            else
                matched.Add(new MatchedAlarm(alarm, under.Length > 0 ? AlarmTruth.Duplicate : AlarmTruth.False, under.FirstOrDefault()));
        }
        return new AlarmMatching(matched, [.. faults.Where(fault => !found.Contains(fault))]);
    }

    /// <summary>Whether a row lies in a fault, its first signs or the while after it.</summary>
    public static bool Covers(Site site, SiteIncident fault, int row, double settleSeconds) =>
        row >= site.FirstSign(fault) && row < fault.EndRow + (settleSeconds / site.Step.TotalSeconds);
}
