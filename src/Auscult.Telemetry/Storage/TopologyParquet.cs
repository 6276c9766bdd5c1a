using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>Reads and writes <c>entities.parquet</c> and <c>groups.parquet</c>.</summary>
internal static class TopologyParquet
{
    public static void Write(DuckDbConnection connection, string entitiesPath, string groupsPath, Topology topology)
    {
        connection.Execute("""
            CREATE OR REPLACE TABLE entities (id VARCHAR, kind VARCHAR, parent VARCHAR);
            CREATE OR REPLACE TABLE groups ("group" VARCHAR, kind VARCHAR, entity VARCHAR);
            BEGIN;
            """);
        using (var insert = connection.Prepare("INSERT INTO entities VALUES ($1, $2, $3)"))
        {
            foreach (var entity in topology.Entities)
                insert.Bind(1, entity.Id).Bind(2, DatasetLayout.Word(entity.Kind)).Bind(3, entity.Parent).Execute().Dispose();
        }
        using (var insert = connection.Prepare("INSERT INTO groups VALUES ($1, $2, $3)"))
        {
            foreach (var group in topology.Groups)
            {
                foreach (var member in group.Members)
                    insert.Bind(1, group.Id).Bind(2, group.Kind).Bind(3, member).Execute().Dispose();
            }
        }
        connection.Execute("COMMIT");
        connection.Execute(Sql.CopyToParquet("FROM entities", entitiesPath));
        connection.Execute(Sql.CopyToParquet("FROM groups", groupsPath));
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
