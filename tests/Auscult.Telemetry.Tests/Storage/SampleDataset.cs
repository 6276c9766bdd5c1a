using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Storage;

/// <summary>A small dataset with two nodes, a network interface, a gap, a counter, an incident and a benign event.</summary>
internal static class SampleDataset
{
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DatasetManifest Manifest { get; } = new()
    {
        Name = "sample",
        Step = TimeSpan.FromSeconds(1),
        Origin = "made by hand: for tests",
        Licence = "CC0-1.0",
        Recordings = [new("first", Start, Start.AddSeconds(5)), new("second", Start.AddSeconds(60), Start.AddSeconds(63))],
        Signals =
        [
            new("cpu_user_ratio", Layer.Hardware, SignalKind.Gauge, "ratio", EntityKind.Node),
            new("network_receive_bytes_total", Layer.Network, SignalKind.Counter, "bytes", EntityKind.Nic, Aggregation.Sum),
        ],
        Splits = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["test"] = ["second"], ["train"] = ["first"] },
    };

    public static Topology Topology { get; } = new(
        [new("node0", EntityKind.Node), new("node1", EntityKind.Node), new("node0/eth0", EntityKind.Nic, "node0")],
        [new("dp0", "dp", ["node0", "node1"])]);

    public static SeriesTable Nodes { get; } = new(
        ["node0", "node1"],
        [.. new[] { 0, 0, 1, 1, 2, 4, 60, 61 }.Select(second => Micros.From(Start.AddSeconds(second)))],
        [0, 1, 0, 1, 0, 0, 1, 1],
        [new("cpu_user_ratio", [0.5, 0.25, double.NaN, 1, 0, 0.125, 0.75, double.NaN])]);

    public static SeriesTable Nics { get; } = new(
        ["node0/eth0"],
        [.. new[] { 0, 1, 60 }.Select(second => Micros.From(Start.AddSeconds(second)))],
        [0, 0, 0],
        [new("network_receive_bytes_total", [9_007_199_254_740_991, 5, double.NaN])]);

    public static IReadOnlyList<Incident> Incidents { get; } =
    [
        new()
        {
            Id = "i0", FaultClass = "cpu_contention", Layer = Layer.Hardware, RootEntity = "node0", RootSignals = ["cpu_user_ratio"], Victims = ["node1"],
            VictimDelaySeconds = [0.1], LostSeconds = 1.75,
            CausalChain = [new(-1, "node0", "cpu_user_ratio", "rises"), new(0.1, "node0/eth0", "network_receive_bytes_total", "waits for \"node0\"")],
            PrecursorStart = Start, Onset = Start.AddSeconds(1), End = Start.AddSeconds(3), Severity = 0.5, Recording = "first",
        },
        new()
        {
            Id = "i1", FaultClass = "checkpoint", Layer = Layer.Storage, RootEntity = "node1", Onset = Start.AddSeconds(61),
            End = Start.AddSeconds(62), IsBenign = true, Recording = "second",
        },
    ];

    public static IReadOnlyList<OperationalEvent> Events { get; } = [new(Start.AddSeconds(2), "node0", "restart", """{"reason":"it's a test"}""")];

    public static MemoryDataset InMemory => new(
        "sample", Manifest, Topology,
        [new(Layer.Hardware, EntityKind.Node, Nodes), new(Layer.Network, EntityKind.Nic, Nics)], Incidents, Events);
}
