using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Bench.Fusion;

/// <summary>Telemetry of a few nodes at 1 Hz with a jittering clock: gauges and counters per node, counters per interface.</summary>
internal static class SyntheticDataset
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static MemoryDataset Create(int nodes, int seconds, int gauges, int counters, int nics, int nicCounters)
    {
        var random = new Seeds(1).Child("bench").Generator();
        var nodeSignals = Enumerable.Range(0, gauges).Select(i => new Signal($"gauge_{i:00}", Layer.Hardware, SignalKind.Gauge, "", EntityKind.Node))
            .Concat(Enumerable.Range(0, counters).Select(i => new Signal(
                $"counter_{i:00}_total", Layer.Hardware, SignalKind.Counter, "", EntityKind.Node, Aggregation.Sum))).ToArray();
        var nicSignals = Enumerable.Range(0, nicCounters).Select(i => new Signal(
            $"nic_{i:00}_total", Layer.Network, SignalKind.Counter, "", EntityKind.Nic, Aggregation.Sum)).ToArray();
        var nodeIds = Enumerable.Range(0, nodes).Select(i => $"node{i}").ToArray();
        var nicIds = nodeIds.SelectMany(node => Enumerable.Range(0, nics).Select(i => $"{node}/eth{i}")).ToArray();
        var manifest = new DatasetManifest
        {
            Name = "bench",
            Step = TimeSpan.FromSeconds(1),
            Origin = "synthetic",
            Licence = "MIT",
            Recordings = [new Recording("only", Start, Start.AddSeconds(seconds))],
            Signals = [.. nodeSignals, .. nicSignals],
        };
        Entity[] entities =
        [
            .. nodeIds.Select(id => new Entity(id, EntityKind.Node)),
            .. nicIds.Select(id => new Entity(id, EntityKind.Nic, id.Split('/')[0])),
        ];
        return new MemoryDataset(
            "bench", manifest, new Topology(entities, []),
            [
                new MemorySeries(Layer.Hardware, EntityKind.Node, Table(nodeIds, seconds, nodeSignals, random)),
                new MemorySeries(Layer.Network, EntityKind.Nic, Table(nicIds, seconds, nicSignals, random)),
            ]);
    }

    private static SeriesTable Table(string[] entities, int seconds, Signal[] signals, Random random)
    {
        var rows = entities.Length * seconds;
        var times = new long[rows];
        var entityIndex = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            entityIndex[row] = row / seconds;
            times[row] = Micros.From(Start) + (row % seconds * Micros.PerSecond) + random.Next(20_000);
        }
        return new SeriesTable(entities, times, entityIndex, [.. signals.Select(signal => new SeriesColumn(signal.Name, Values(signal, rows, seconds, random)))]);
    }

    private static double[] Values(Signal signal, int rows, int seconds, Random random)
    {
        var values = new double[rows];
        var total = 0.0;
        for (var row = 0; row < rows; row++)
        {
            total = row % seconds == 0 ? 0 : total + random.Next(1000);
            values[row] = random.Next(100) == 0 ? double.NaN : signal.Kind == SignalKind.Counter ? total : random.NextDouble();
        }
        return values;
    }
}
