using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Model;

/// <summary>An incident as it is told to somebody: what, where, since when, how sure, how bad.</summary>
public sealed record IncidentSummary
{
    private const int Listed = 5;
    private const double SmallestShare = 0.01;

    /// <summary><c>recording/number</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the recording.</summary>
    public required string Recording { get; init; }

    /// <summary>First moment at which it showed.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When an alarm was raised; null for a time that somebody asked about without an alarm.</summary>
    public required DateTimeOffset? Raised { get; init; }

    /// <summary>Last moment at which it showed.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Whether it still lasted when the recording ended.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>The stated class: a fault, <c>unknown</c>, or null when none is likely enough.</summary>
    public required string? Class { get; init; }

    /// <summary>Calibrated probability of the likeliest class of faults.</summary>
    public required double ClassConfidence { get; init; }

    /// <summary>Likeliest classes.</summary>
    public required IReadOnlyList<RankedName> Classes { get; init; }

    /// <summary>Whether a fault explains it better than a benign event.</summary>
    public required double FaultShare { get; init; }

    /// <summary>The entity where it started.</summary>
    public required string Entity { get; init; }

    /// <summary>Its share of the blame.</summary>
    public required double EntityConfidence { get; init; }

    /// <summary>Where one has to go for it: the node, or the entity itself.</summary>
    public required string Place { get; init; }

    /// <summary>The place's share of the blame.</summary>
    public required double PlaceConfidence { get; init; }

    /// <summary>Most suspect places.</summary>
    public required IReadOnlyList<RankedName> Places { get; init; }

    /// <summary>Share of the job's progress that is lost, times the probability of a fault, 0 to 1; null where the job's own signals say nothing.</summary>
    public required double? Severity { get; init; }

    /// <summary>Share of the job's progress that is lost, 0 to 1, by the job's own signals; null where they say nothing.</summary>
    public required double? ProgressLost { get; init; }

    /// <summary>Smallest conformal p-value of its moments.</summary>
    public required double PValue { get; init; }

    /// <summary>P-value of its distance to the incidents that were learned: small means unlike all of them.</summary>
    public required double NoveltyPValue { get; init; }

    /// <summary>What evidence is gathered about: the entity, or its place where that has most of the blame.</summary>
    internal EntityRef Culprit { get; init; }

    /// <summary>An alarm as an incident.</summary>
    public static IncidentSummary Of(SiteShifts shifts, SiteAlarm alarm)
    {
        DateTimeOffset At(int moment) => shifts.Site.TimeOf(shifts.Rows[moment]);
        return Of(shifts.Site, alarm.Verdict!, $"{shifts.Site.Recording}/{alarm.Id}") with
        {
            Start = At(alarm.Start),
            Raised = alarm.Paged is { } told ? At(told) : null,
            LastSeen = At(alarm.LastSignificant),
            IsOpen = alarm.Ended is null,
            Severity = alarm.Severity,
            PValue = alarm.PValue,
            ProgressLost = Alarms.Severity.Lost(shifts.Site, shifts.Rows[alarm.Start], shifts.Rows[alarm.LastSignificant]),
        };
    }

    /// <summary>A verdict without an alarm.</summary>
    internal static IncidentSummary Of(Site site, AlarmVerdict verdict, string id)
    {
        var place = verdict.Places[0];
        var all = verdict.Blame.SelectMany((kind, k) => kind.Select((share, e) => (Share: share, Entity: new EntityRef(k, e)))).ToArray();
        var culprit = all.Where(one => site.PlaceOf(site.IdOf(one.Entity)) == place.Name).MaxBy(one => one.Share);
        // Where no entity stands for its place, the place itself is looked at.
        var whole = 2 * culprit.Share < place.Share && site.Find(place.Name) is { } found && site.IdOf(found) == place.Name ? found : culprit.Entity;
        return new IncidentSummary
        {
            Id = id, Recording = site.Recording, Start = site.Start, Raised = null, LastSeen = site.Start, IsOpen = false,
            Class = verdict.Class, ClassConfidence = verdict.Confidence, Classes = Largest(verdict.Classes), FaultShare = verdict.FaultShare,
            Entity = site.IdOf(culprit.Entity), EntityConfidence = culprit.Share, Culprit = whole,
            Place = place.Name, PlaceConfidence = place.Share, Places = Largest(verdict.Places),
            Severity = null, ProgressLost = null, PValue = 1, NoveltyPValue = verdict.NoveltyP,
        };
    }

    private static IReadOnlyList<RankedName> Largest(IReadOnlyList<RankedName> ranked) =>
        [.. ranked.Take(Listed).Where((one, i) => i == 0 || one.Share >= SmallestShare)];
}
