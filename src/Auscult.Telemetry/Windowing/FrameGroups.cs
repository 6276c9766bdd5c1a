using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>Finds the members of peer groups among the entities of a frame.</summary>
public static class FrameGroups
{
    /// <summary>
    /// The groups of one kind that a frame shows. A member the frame lacks is shown by its nearest container there (a rank by its node) or, when
    /// it is itself a container, by what lies within it (a leaf switch by its nodes).
    /// </summary>
    /// <param name="schema">Axes of the frame.</param>
    /// <param name="topology">Entities and groups of the dataset.</param>
    /// <param name="kind">Kind of group, such as <c>tp</c> or <c>leaf</c>.</param>
    /// <param name="key">Configuration key that names the kind, for the message.</param>
    /// <exception cref="InputException">The dataset has no group of that kind, or the frame shows no member of one.</exception>
    public static IReadOnlyList<PeerGroup> OfKind(FrameSchema schema, Topology topology, string kind, string key)
    {
        var kinds = topology.Groups.Select(group => group.Kind).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (kinds.Length == 0)
            throw new InputException($"{key}={kind}, but the dataset has no groups", remedy: "add groups.parquet to the dataset, or divide otherwise");
        if (!kinds.Contains(kind, StringComparer.Ordinal))
        {
            throw new InputException(
                kind.Length == 0 ? $"{key} is empty" : $"{key}={kind}, but the dataset has no such groups",
                remedy: $"it has groups of the kinds {string.Join(", ", kinds)}");
        }
        PeerGroup[] groups = [.. topology.Groups.Where(group => group.Kind == kind)
            .Select(group => new PeerGroup(group.Id, [.. group.Members.SelectMany(member => Shown(schema, topology, member)).Distinct().Order()]))
            .Where(group => group.Entities.Count > 0)];
        return groups.Length > 0 ? groups : throw new InputException(
            $"{key}={kind}, but the frame shows no member of such a group", remedy: "choose another fusion.entity_kind or kind of group");
    }

    private static IEnumerable<int> Shown(FrameSchema schema, Topology topology, string member)
    {
        var above = IncidentRows.EntityFor(schema, topology, member);
        return above >= 0 ? [above] : topology.Within(member).Select(entity => schema.EntityIndex(entity.Id)).Where(index => index >= 0);
    }
}
