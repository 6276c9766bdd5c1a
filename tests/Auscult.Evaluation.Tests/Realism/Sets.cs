using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Tests.Realism;

/// <summary>Small datasets with known figures.</summary>
internal static class Sets
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>One table of one recording; values are <c>[entity][row]</c> per column.</summary>
    public static MemoryDataset Of(
        Layer layer, EntityKind kind, TimeSpan step, IReadOnlyList<string> entities, IReadOnlyDictionary<string, double[][]> columns,
        IReadOnlyList<EntityGroup>? groups = null, IReadOnlyList<Incident>? incidents = null, IReadOnlyList<Entity>? more = null)
    {
        var rows = columns.Values.First()[0].Length;
        var times = entities.SelectMany(_ => Enumerable.Range(0, rows).Select(row => Micros.From(Start + (row * step)))).ToArray();
        var table = new SeriesTable(
            entities, times, [.. entities.SelectMany((_, entity) => Enumerable.Repeat(entity, rows))],
            [.. columns.Select(column => new SeriesColumn(column.Key, [.. column.Value.SelectMany(values => values)]))]);
        var manifest = new DatasetManifest
        {
            Name = "made",
            Step = step,
            Origin = "made for a test",
            Licence = "CC0-1.0",
            Recordings = [new Recording("run", Start, Start + (rows * step))],
            Signals = [],
        };
        return new MemoryDataset(
            "memory", manifest, new Topology([.. entities.Select(id => new Entity(id, kind)), .. more ?? []], groups ?? []),
            [new MemorySeries(layer, kind, table)], incidents);
    }

    /// <summary>One value per entity and row.</summary>
    public static double[][] Values(int entities, int rows, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, entities).Select(entity => Enumerable.Range(0, rows).Select(row => value(entity, row)).ToArray())];
}
