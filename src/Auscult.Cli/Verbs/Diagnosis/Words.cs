using System.Globalization;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Model;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary>How figures of a diagnosis read.</summary>
internal static class Words
{
    private const double SmallestShown = 0.001;

    /// <summary>A number of things.</summary>
    public static string Count(int count, string thing) => $"{count} {thing}{(count == 1 ? "" : "s")}";

    /// <summary>A moment, to the second, UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A length of time: <c>45 s</c>, <c>2 min 5 s</c>, <c>1 h 3 min</c>.</summary>
    public static string Duration(TimeSpan length)
    {
        var seconds = (long)Math.Round(length.TotalSeconds);
        return seconds < 60 ? $"{seconds} s"
            : seconds < 3600 ? $"{seconds / 60} min{(seconds % 60 == 0 ? "" : $" {seconds % 60} s")}"
            : $"{seconds / 3600} h{(seconds % 3600 < 60 ? "" : $" {seconds % 3600 / 60} min")}";
    }

    /// <summary>How long an incident lasted, or lasts.</summary>
    public static string Lasted(IncidentSummary incident) =>
        incident.IsOpen ? $"{Duration(incident.LastSeen - incident.Start)}, open" : Duration(incident.LastSeen - incident.Start);

    /// <summary>What an incident is.</summary>
    public static string Class(IncidentSummary incident) => incident.Class ?? $"unsure: {incident.Classes[0].Name}?";

    /// <summary>How sure that is; of what is unknown nothing can be said.</summary>
    public static string ClassConfidence(IncidentSummary incident) =>
        incident.Class == AlarmVerdict.UnknownClass ? "-" : Percent(incident.ClassConfidence);

    /// <summary>Where an incident started: the entity when it stands for its place, otherwise the place.</summary>
    public static string Where(IncidentSummary incident) => NamesEntity(incident) ? incident.Entity : incident.Place;

    /// <summary>How sure that is.</summary>
    public static double WhereConfidence(IncidentSummary incident) => NamesEntity(incident) ? incident.EntityConfidence : incident.PlaceConfidence;

    /// <summary>An entity's id without the name of the recording that simulated clusters carry in front.</summary>
    public static string Local(IncidentSummary incident, string entity) =>
        entity.StartsWith(incident.Recording + "/", StringComparison.Ordinal) ? entity[(incident.Recording.Length + 1)..] : entity;

    /// <summary>A share.</summary>
    public static string Percent(double share) =>
        share > 0.995 && share < 1 ? ">99 %" : share is > 0 and < 0.005 ? "<1 %" : share.ToString("0 %", CultureInfo.InvariantCulture);

    /// <summary>A p-value.</summary>
    public static string PValue(double p) => p < SmallestShown ? "<.001" : p.ToString(".000", CultureInfo.InvariantCulture);

    // Half of what its place is blamed for, or more.
    private static bool NamesEntity(IncidentSummary incident) => 2 * incident.EntityConfidence >= incident.PlaceConfidence;
}
