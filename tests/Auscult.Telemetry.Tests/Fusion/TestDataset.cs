using System.Security.Cryptography;
using System.Text.Json;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Fusion;

/// <summary>A dataset of one table that may hold what the folder refuses: rows late, doubled, out of order.</summary>
internal sealed class TestDataset : Dataset
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<(Layer Layer, EntityKind Kind, SeriesTable Table)> _tables = [];

    public TestDataset(double seconds = 100, double step = 1)
        : this((0, seconds, "r0"), step)
    {
    }

    public TestDataset((double From, double To, string Name) recording, double step = 1, params (double From, double To, string Name)[] more)
    {
        Manifest = new DatasetManifest
        {
            Name = "test", Step = TimeSpan.FromSeconds(step), Origin = "test", Licence = "MIT", Signals = [],
            Recordings = [.. more.Prepend(recording).Select(r => new Domain.Recording(r.Name, Start.AddSeconds(r.From), Start.AddSeconds(r.To)))],
        };
    }

    public override string Location => "test data";

    public override DatasetManifest Manifest { get; }

    public override Topology Topology { get; } = new(
        [
            new("cluster", EntityKind.Cluster), new("node0", EntityKind.Node, "cluster"), new("node1", EntityKind.Node, "cluster"),
            new("node0/eth0", EntityKind.Nic, "node0"), new("node0/eth1", EntityKind.Nic, "node0"), new("node1/eth0", EntityKind.Nic, "node1"),
            new("lonely", EntityKind.Switch),
        ], []);

    public override IReadOnlyList<Incident> Incidents => [];

    public override IReadOnlyList<OperationalEvent> Events => [];

    public override IReadOnlyList<SeriesInfo> Series =>
        [.. _tables.Select(t => new SeriesInfo(t.Layer, t.Kind, [.. t.Table.Columns.Select(c => c.Name)], t.Table.RowCount, []))];

    public override string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        _tables.Select(t => new { t.Table.TimesMicros, t.Table.EntityIndex, t.Table.Entities, Values = t.Table.Columns.Select(c => c.Values.Select(BitConverter.DoubleToInt64Bits)) }))));

    private List<Signal> Known { get; } = [];

    public static long At(double seconds) => Micros.From(Start.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)));

    public override SeriesTable ReadSeries(Layer layer, EntityKind entityKind, SeriesFilter? filter = null)
    {
        var table = _tables.Single(t => t.Layer == layer && t.Kind == entityKind).Table;
        return filter?.Columns is { } wanted
            ? new SeriesTable(table.Entities, table.TimesMicros, table.EntityIndex, [.. table.Columns.Where(c => wanted.Contains(c.Name))])
            : table;
    }

    /// <summary>Adds a table of samples (time in seconds, entity, value) of one signal.</summary>
    public TestDataset Add(Signal signal, params (double Time, string Entity, double Value)[] samples)
    {
        string[] entities = [.. samples.Select(s => s.Entity).Distinct()];
        return Add(signal.Layer, signal.EntityKind, [signal], new SeriesTable(
            entities, [.. samples.Select(s => At(s.Time))], [.. samples.Select(s => Array.IndexOf(entities, s.Entity))],
            [new SeriesColumn(signal.Name, [.. samples.Select(s => s.Value)])]));
    }

    public TestDataset Add(Layer layer, EntityKind kind, IEnumerable<Signal> signals, SeriesTable table)
    {
        Known.AddRange(signals);
        _tables.Add((layer, kind, table));
        return Listed();
    }

    public static Signal Signal(
        string name, SignalKind kind, Aggregation aggregation = Aggregation.Mean, EntityKind entity = EntityKind.Node, Layer layer = Layer.Hardware) =>
        new(name, layer, kind, "", entity, aggregation);

    // The manifest is immutable: a dataset that knows more signals is another one.
    private TestDataset Listed()
    {
        var other = new TestDataset(Manifest with { Signals = [.. Known] });
        other.Known.AddRange(Known);
        other._tables.AddRange(_tables);
        return other;
    }

    private TestDataset(DatasetManifest manifest) => Manifest = manifest;
}
