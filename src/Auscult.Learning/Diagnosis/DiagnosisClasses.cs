using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis;

/// <summary>The classes that a diagnoser tells apart: normal, faults, benign events.</summary>
/// <param name="Names">All names, <see cref="Normal"/> first.</param>
/// <param name="IsBenign">Whether a class is no fault, in the order of the names.</param>
public sealed record DiagnosisClasses(IReadOnlyList<string> Names, IReadOnlyList<bool> IsBenign)
{
    /// <summary>Name of the class of moments at which nothing happens.</summary>
    public const string Normal = "normal";

    /// <summary>Name of the class of moments shortly after an incident, when "now" is normal again but the past is not.</summary>
    public const string Recovery = "recovery";

    /// <summary>Before fitting.</summary>
    public static DiagnosisClasses None { get; } = new([], []);

    /// <summary>Normal, the classes of faults that occur in some sites, those of benign events, and recovery.</summary>
    public static DiagnosisClasses Of(IEnumerable<SiteShifts> sites)
    {
        var labels = sites.SelectMany(site => site.Site.Incidents).Select(placed => (placed.Incident.FaultClass, placed.Incident.IsBenign))
            .Distinct().OrderBy(label => label.IsBenign).ThenBy(label => label.FaultClass, StringComparer.Ordinal).ToArray();
        return new DiagnosisClasses(
            [Normal, .. labels.Select(label => label.FaultClass), Recovery], [true, .. labels.Select(label => label.IsBenign), true]);
    }

    /// <summary>Index of a class; -1 when it is unknown.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }

    /// <summary>Probability that some fault is there.</summary>
    public double FaultProbability(IReadOnlyList<double> probabilities)
    {
        var sum = 0.0;
        for (var i = 0; i < Names.Count; i++)
            sum += IsBenign[i] ? 0 : probabilities[i];
        return sum;
    }
}
