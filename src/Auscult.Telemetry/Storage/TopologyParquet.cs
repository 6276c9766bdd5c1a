using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>Reads and writes <c>entities.parquet</c> and <c>groups.parquet</c>.</summary>
internal static class TopologyParquet
{
    public static void Write(DuckDbConnection connection, string entitiesPath, string groupsPath, Topology topology)
    {
        TextTable.Write(
            connection, entitiesPath, ["id", "kind", "parent"],
            topology.Entities.Select(entity => new[] { entity.Id, DatasetLayout.Word(entity.Kind), entity.Parent }));
        TextTable.Write(
            connection, groupsPath, ["group", "kind", "entity"],
            topology.Groups.SelectMany(group => group.Members.Select(member => new[] { group.Id, group.Kind, member })));
    }

    public static Topology Read(ParquetFile entitiesFile, ParquetFile groupsFile)
    {
        var entities = entitiesFile.Read(
            [("id", "VARCHAR", "id"), ("kind", "VARCHAR", "kind"), ("parent", "VARCHAR", "parent")],
            (chunk, row) => new Entity(
                entitiesFile.Text(chunk, row, 0, "id"),
                entitiesFile.Word<EntityKind>(chunk, row, 1, "kind"),
                chunk.Column(2).Text(row)));
        var members = groupsFile.Read(
            [("group", "VARCHAR", "\"group\""), ("kind", "VARCHAR", "kind"), ("entity", "VARCHAR", "entity")],
            (chunk, row) => (
                Group: groupsFile.Text(chunk, row, 0, "group"),
                Kind: groupsFile.Text(chunk, row, 1, "kind"),
                Entity: groupsFile.Text(chunk, row, 2, "entity")));
        var groups = members.GroupBy(member => (member.Group, member.Kind))
            .Select(group => new EntityGroup(group.Key.Group, group.Key.Kind, [.. group.Select(member => member.Entity)]));
        var topology = new Topology(entities, [.. groups]);
        Check(topology, entitiesFile.Name, groupsFile.Name);
        return topology;
    }

    /// <exception cref="InputException">An entity is listed twice, before its parent, or not at all though a group names it.</exception>
    public static void Check(Topology topology, string entitiesFile, string groupsFile)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entity in topology.Entities)
        {
            if (entity.Parent is { } parent && !known.Contains(parent))
                throw new InputException($"entity '{entity.Id}' comes before its parent '{parent}', or the parent is missing", entitiesFile, remedy: "list parents first");
            if (!known.Add(entity.Id))
                throw new InputException($"entity '{entity.Id}' is listed twice", entitiesFile);
        }
        if (known.Count == 0)
            throw new InputException("the dataset has no entity", entitiesFile);
        foreach (var member in topology.Groups.SelectMany(group => group.Members))
        {
            if (!known.Contains(member))
                throw new InputException($"unknown entity '{member}'", groupsFile, remedy: NearestName.Suggest(member, known));
        }
    }
}
