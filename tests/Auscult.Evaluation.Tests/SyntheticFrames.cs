using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Evaluation.Tests;

/// <summary>Small frames with known content.</summary>
internal static class SyntheticFrames
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A frame of one node whose values are given by row and signal.</summary>
    public static MemoryFrame Of(int signals, IReadOnlyList<int> recordings, Func<int, int, float> value)
    {
        var segments = new List<FrameSegment>();
        var first = 0;
        foreach (var rows in recordings)
        {
            segments.Add(new FrameSegment($"recording-{segments.Count}", first, rows, Start.AddSeconds(first + (100 * segments.Count))));
            first += rows;
        }
        var layers = Enum.GetValues<Layer>();
        var schema = new FrameSchema(
            [new Entity("node0", EntityKind.Node)],
            [.. Enumerable.Range(0, signals).Select(s => new Signal($"signal_{s}", layers[s * layers.Length / signals], SignalKind.Gauge, "ratio", EntityKind.Node))],
            segments, TimeSpan.FromSeconds(1));
        var values = new float[schema.ValueCount];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(i / signals, i % signals);
        return new MemoryFrame(schema, values);
    }

    /// <summary>Correlated waves and noise; rows for which <paramref name="isAnomalous"/> holds are shifted on every third signal.</summary>
    public static MemoryFrame Waves(int signals, IReadOnlyList<int> recordings, Func<int, bool> isAnomalous, int seed = 3)
    {
        var generator = new Random(seed);
        var noise = Enumerable.Range(0, recordings.Sum() * signals).Select(_ => (generator.NextSingle() - 0.5f) * 0.2f).ToArray();
        return Of(signals, recordings, (row, signal) =>
            MathF.Sin(row / 9f) + (signal * 0.1f * MathF.Cos(row / 23f)) + noise[(row * signals) + signal]
            + (isAnomalous(row) && signal % 3 == 0 ? 5 : 0));
    }

    /// <summary>
    /// Five nodes that do the same, each with its own noise, as one peer group with its statistics; <paramref name="isAnomalous"/> shifts
    /// every third signal of the first one.
    /// </summary>
    public static MemoryFrame Peers(int signals, IReadOnlyList<int> recordings, Func<int, bool> isAnomalous)
    {
        const int Nodes = 5;
        var nodes = Enumerable.Range(0, Nodes).Select(node => Waves(signals, recordings, row => node == 0 && isAnomalous(row), seed: 3 + node)).ToList();
        var schema = nodes[0].Schema with
        {
            Entities = [.. Enumerable.Range(0, Nodes).Select(node => new Entity($"node{node}", EntityKind.Node))],
            PeerGroups = [new PeerGroup("all", [.. Enumerable.Range(0, Nodes)])],
        };
        float[][] rows = [.. nodes.Select(node => node.Rows(0, 0, schema.RowCount).ToArray())];
        var medians = Enumerable.Range(0, rows[0].Length).Select(i => Middle(rows.Select(values => values[i]))).ToArray();
        var spreads = medians.Select((median, i) => Middle(rows.Select(values => Math.Abs(values[i] - median))));
        return new MemoryFrame(schema, [.. rows.SelectMany(values => values), .. medians, .. spreads]);
    }

    /// <summary>The same frame with other values on its first entity.</summary>
    public static MemoryFrame WithFirst(Frame frame, Func<int, int, float, float> value)
    {
        var (schema, width) = (frame.Schema, frame.Schema.Signals.Count);
        var values = new List<float>();
        for (var entity = 0; entity < schema.Entities.Count; entity++)
            values.AddRange(frame.Rows(entity, 0, schema.RowCount));
        for (var i = 0; i < schema.RowCount * width; i++)
            values[i] = value(i / width, i % width, values[i]);
        for (var group = 0; group < schema.PeerGroups.Count; group++)
        {
            foreach (var statistic in Enum.GetValues<PeerStatistic>())
                values.AddRange(frame.PeerRows(group, statistic, 0, schema.RowCount));
        }
        return new MemoryFrame(schema, [.. values]);
    }

    private static float Middle(IEnumerable<float> values) => values.Order().ElementAt(values.Count() / 2);
}
