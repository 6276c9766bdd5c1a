using System.Text.RegularExpressions;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>What was said of a fault beside what it was.</summary>
/// <param name="Stated">The stated class; <c>unknown</c>, or null when it abstained.</param>
/// <param name="Likeliest">The likeliest of the known classes.</param>
/// <param name="Confidence">Its calibrated probability.</param>
/// <param name="PlaceRank">Rank of the true place among the places by blame, from 1.</param>
/// <param name="IsCulpritFirst">Whether the root is blamed more than every victim; null when it has no victims or no rows.</param>
/// <param name="Novelty">How undecided the classes are, 0 to 1.</param>
/// <param name="NoveltyP">Its p-value.</param>
public sealed record JudgedIncident(
    string? Stated, string Likeliest, double Confidence, int PlaceRank, bool? IsCulpritFirst, double Novelty, double NoveltyP)
{
    /// <summary>A verdict beside the label.</summary>
    public static JudgedIncident Of(Site site, SiteIncident incident, AlarmVerdict verdict)
    {
        var place = site.PlaceOf(incident.Incident.RootEntity);
        var share = verdict.Places.FirstOrDefault(ranked => ranked.Name == place)?.Share ?? -1;
        // Ties share the middle of their ranks: equal blame for all must not look like knowledge.
        var (above, equal) = (verdict.Places.Count(ranked => ranked.Share > share), verdict.Places.Count(ranked => ranked.Share == share));
        return new JudgedIncident(
            verdict.Class, verdict.Classes.Count == 0 ? "" : verdict.Classes[0].Name, verdict.Confidence, 1 + above + (equal / 2),
            IsRootFirst(site, incident, verdict), verdict.Novelty, verdict.NoveltyP);
    }

    private static bool? IsRootFirst(Site site, SiteIncident incident, AlarmVerdict verdict)
    {
        if (incident.Root is not { } root)
            return null;
        var victims = incident.Incident.Victims.Select(site.Find).OfType<EntityRef>().Where(victim => victim != root).ToArray();
        double Blame(EntityRef entity) => verdict.Blame[entity.Kind][entity.Entity];
        return victims.Length == 0 ? null : victims.All(victim => Blame(root) > Blame(victim));
    }
}

/// <summary>One fault of a judged site.</summary>
/// <param name="Site">Name of the recording.</param>
/// <param name="Profile">What its exporters are.</param>
/// <param name="Id">The incident.</param>
/// <param name="FaultClass">What it was.</param>
/// <param name="DelaySeconds">From the onset to the alarm, 0 for one that came before it; null when it was missed.</param>
/// <param name="Known">What is said at the known onset and some seconds later; null when no moment lies there.</param>
/// <param name="Detected">What the alarm said some seconds after it was raised; null when it was missed.</param>
public sealed partial record IncidentOutcome(
    string Site, string Profile, string Id, string FaultClass, double? DelaySeconds, JudgedIncident? Known, JudgedIncident? Detected)
{
    /// <summary>
    /// Name of the exporters of a simulated member, from the event that says what it was drawn from; empty for other sites.
    /// </summary>
    public static string ProfileOf(Site site) =>
        site.Dataset.Events.Where(happened => happened.Kind == "composition").Select(happened => Exporters().Match(happened.Detail))
            .FirstOrDefault(match => match.Success)?.Groups["name"].Value ?? "";

    [GeneratedRegex("exporters\\W+(?<name>[\\w-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exporters();
}

/// <summary>An alarm that reports no fault.</summary>
/// <param name="Site">Where.</param>
/// <param name="Seconds">When, from the start of the recording.</param>
/// <param name="Said">The likeliest class.</param>
/// <param name="During">Benign events under way, or the fault that had ended before; <c>nothing</c>.</param>
/// <param name="PValue">Its smallest p-value.</param>
public sealed record FalseAlarm(string Site, double Seconds, string Said, string During, double PValue);
