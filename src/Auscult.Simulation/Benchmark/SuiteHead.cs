using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Benchmark;

/// <summary>One table over all members: their entities one after the other, and every column that any of them has.</summary>
/// <param name="Layer">The modality.</param>
/// <param name="EntityKind">What the rows are about.</param>
/// <param name="Entities">Entity ids of all members.</param>
/// <param name="Columns">Signals, in the order in which members first have them, and whether they are counters.</param>
/// <param name="IsTruth">Whether it is the simulator's hidden state.</param>
internal sealed record SuiteTable(
    Layer Layer, EntityKind EntityKind, IReadOnlyList<string> Entities, IReadOnlyList<(string Name, bool IsCounter)> Columns,
    bool IsTruth = false);

/// <summary>What is known of a simulation before it runs.</summary>
/// <param name="Manifest">Recordings, splits and signals.</param>
/// <param name="Topology">Entities and groups of all members.</param>
/// <param name="Tables">What is measured.</param>
internal sealed record SuiteHead(DatasetManifest Manifest, Topology Topology, IReadOnlyList<SuiteTable> Tables)
{
    /// <summary>Sets every member up once, without running it.</summary>
    /// <param name="config">What all members share.</param>
    /// <param name="members">The members, in order of time.</param>
    /// <exception cref="Foundation.InputException">The configuration of a member cannot be; the message names the key.</exception>
    public static SuiteHead Of(SimulationConfig config, IReadOnlyList<SuiteMember> members)
    {
        var tables = new Dictionary<(bool IsTruth, Layer Layer, EntityKind Kind), (List<string> Entities, List<(string Name, bool IsCounter)> Columns)>();
        var (entities, groups, signals) = (new List<Entity>(), new List<EntityGroup>(), new List<Signal>());
        foreach (var member in members)
        {
            var cluster = new SimulatedCluster(member);
            entities.AddRange(cluster.Topology.Entities);
            groups.AddRange(cluster.Topology.Groups);
            signals.AddRange(cluster.Signals());
            foreach (var table in cluster.Tables)
            {
                var key = (table.IsTruth, table.Layer, table.EntityKind);
                if (!tables.TryGetValue(key, out var known))
                    tables.Add(key, known = ([], []));
                known.Entities.AddRange(table.Entities);
                known.Columns.AddRange(table.Columns.Select(column => (column.Name, column is CounterColumn)).Except(known.Columns));
            }
        }
        var manifest = new DatasetManifest
        {
            Name = config.Name,
            Step = config.Step,
            Origin = "simulated by auscult",
            Licence = "CC0-1.0",
            Recordings = [.. members.Select(member => new Recording(member.Recording, member.Config.Start, member.Config.Start + member.Config.Duration))],
            Splits = members.Where(member => member.Split is not null).GroupBy(member => member.Split!, member => member.Recording, StringComparer.Ordinal)
                .ToDictionary(split => split.Key, split => (IReadOnlyList<string>)[.. split], StringComparer.Ordinal),
            Signals = [.. signals.Distinct()],
        };
        return new SuiteHead(
            manifest, new Topology(entities, groups),
            [.. tables.Select(table => new SuiteTable(table.Key.Layer, table.Key.Kind, table.Value.Entities, table.Value.Columns, table.Key.IsTruth))]);
    }
}
