using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>Folds in which whole entities are held out, all of their rows.</summary>
internal static class EntityFolds
{
    /// <summary>K folds of single entities.</summary>
    public static IReadOnlyList<RowSplit> ByEntity(
        FrameSchema schema, Topology topology, IReadOnlyList<Incident> incidents, int folds, Seeds seeds) =>
        Deal(schema, topology, incidents, [.. Enumerable.Range(0, schema.Entities.Count).Select(entity => new[] { entity })], folds, "entities", seeds);

    /// <summary>K folds of groups of one kind; groups that share an entity stay together, entities in no group always train.</summary>
    public static IReadOnlyList<RowSplit> ByGroup(
        FrameSchema schema, Topology topology, IReadOnlyList<Incident> incidents, string kind, int folds, Seeds seeds)
    {
        var groups = FrameGroups.OfKind(schema, topology, kind, "window.split.group_kind");
        return Deal(schema, topology, incidents, Separate(groups), folds, $"groups of kind {kind} without a common entity", seeds);
    }

    /// <summary>Joins groups that share an entity.</summary>
    private static List<int[]> Separate(IReadOnlyList<PeerGroup> groups)
    {
        var separate = new List<int[]>();
        foreach (var group in groups)
        {
            var touching = separate.Where(entities => entities.Intersect(group.Entities).Any()).ToArray();
            separate.RemoveAll(touching.Contains);
            separate.Add([.. touching.SelectMany(entities => entities).Concat(group.Entities).Distinct().Order()]);
        }
        return [.. separate.OrderBy(entities => entities[0])];
    }

    private static IReadOnlyList<RowSplit> Deal(
        FrameSchema schema, Topology topology, IReadOnlyList<Incident> incidents, IReadOnlyList<int[]> units, int folds, string what, Seeds seeds)
    {
        var ofEntity = incidents.ToLookup(incident => IncidentRows.EntityFor(schema, topology, incident.RootEntity));
        var foldOf = FoldDealer.Deal(
            units, unit => FoldDealer.ClassOf(unit.SelectMany(entity => ofEntity[entity])), unit => unit.Length, folds, what, seeds);
        return [.. Enumerable.Range(0, folds).Select(fold =>
        {
            var test = units.Where((_, i) => foldOf[i] == fold).SelectMany(unit => unit).ToHashSet();
            var rows = RowRange.Everything(schema);
            return new RowSplit(rows.Where(range => !test.Contains(range.Entity)), [], rows.Where(range => test.Contains(range.Entity)));
        })];
    }
}
