using Auscult.Foundation;
using Auscult.Simulation.Configuration;

namespace Auscult.Simulation.Faults;

/// <summary>Refuses what cannot happen, with the key named.</summary>
/// <param name="site">The machine room and its job.</param>
/// <param name="section">Key of the section, such as <c>simulation.faults</c>.</param>
/// <param name="known">Classes that the section may name.</param>
internal sealed class PlanCheck(FaultSite site, string section, IReadOnlyList<FaultKind> known)
{
    private const string FaultSection = "simulation.faults";
    private const string BenignSection = "simulation.benign";

    /// <summary>Key of the section.</summary>
    public string Section => section;

    /// <summary>Checks rates of benign events.</summary>
    /// <exception cref="InputException">They are published ones: there are none.</exception>
    public void Refuse(FaultRates rates)
    {
        if (rates == FaultRates.Published)
            throw new InputException($"{section}.rates=published: benign events have none", remedy: "use uniform or none");
    }

    /// <summary>The classes to draw from: the named ones, or all that fit the job.</summary>
    /// <exception cref="InputException">A name is unknown or does not fit the job.</exception>
    public IReadOnlyList<FaultKind> Classes(IReadOnlyList<string> names) => names.Count == 0
        ? [.. known.Where(site.Allows)]
        : [.. names.Select((name, i) => KindOf(name, $"{section}.classes[{i}]"))];

    /// <summary>Class and entity of a listed fault; the entity is null when it is to be drawn.</summary>
    /// <exception cref="InputException">Something of it cannot be.</exception>
    public (FaultKind Kind, int? Entity) Listed(FaultConfig fault, int index)
    {
        var key = $"{section}.listed[{index}]";
        var kind = KindOf(fault.Class, $"{key}.class");
        if (fault.At < TimeSpan.Zero || fault.At.TotalSeconds >= site.Seconds)
        {
            throw new InputException(
                $"{key}.at_seconds={fault.At.TotalSeconds:g6} lies outside the simulated time of {site.Seconds:g6} s",
                remedy: "move it, or raise simulation.duration_seconds");
        }
        if (fault.Duration is { } duration && duration <= TimeSpan.Zero)
            throw new InputException($"{key}.duration_seconds={duration.TotalSeconds:g6} is not above 0");
        if (fault.Severity is < 0 or > 1 or double.NaN)
            throw new InputException($"{key}.severity={fault.Severity:g6} is not between 0 and 1");
        return (kind, fault.Entity is { } id ? EntityOf(kind, id, $"{key}.entity") : null);
    }

    private FaultKind KindOf(string name, string key)
    {
        bool IsNamed(FaultKind kind) => string.Equals(kind.Name, name, StringComparison.Ordinal);
        if (known.FirstOrDefault(IsNamed) is not { } kind)
            throw new InputException($"{key}: there is no class '{name}' here", remedy: RemedyOf(name));
        return site.Missing(kind) is { } missing ? throw new InputException($"{key}: {name} needs {missing}") : kind;
    }

    private string RemedyOf(string name)
    {
        if (FaultKinds.Symptoms.Contains(name, StringComparer.Ordinal))
            return "it is a symptom of other classes, not a cause";
        var (other, elsewhere) = section == FaultSection ? (FaultKinds.Benign, BenignSection) : (FaultKinds.Faults, FaultSection);
        return other.Any(kind => string.Equals(kind.Name, name, StringComparison.Ordinal))
            ? $"it belongs under {elsewhere}"
            : NearestName.Suggest(name, [.. known.Select(kind => kind.Name)]);
    }

    private int EntityOf(FaultKind kind, string id, string key)
    {
        var ids = Enumerable.Range(0, site.Count(kind.Target)).Select(number => site.IdOf(kind.Target, number)).ToArray();
        var number = Array.IndexOf(ids, id);
        if (number >= 0)
            return number;
        var what = kind.Target.ToString().ToLowerInvariant();
        throw new InputException(
            $"{key}: {kind.Name} starts at a {what}, and there is no {what} '{id}'", remedy: NearestName.Suggest(id, ids));
    }
}
