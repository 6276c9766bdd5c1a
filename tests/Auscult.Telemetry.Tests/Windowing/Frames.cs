using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Tests.Windowing;

/// <summary>Small frames with known content.</summary>
internal static class Frames
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static FrameSchema Schema(int entities, int signals, params int[] segmentRows)
    {
        var segments = new List<FrameSegment>();
        foreach (var rows in segmentRows)
        {
            var first = segments.Count == 0 ? 0 : segments[^1].EndRow;
            segments.Add(new FrameSegment($"r{segments.Count}", first, rows, Start.AddHours(segments.Count)));
        }
        return new FrameSchema(
            [.. Enumerable.Range(0, entities).Select(i => new Entity($"node{i}", EntityKind.Node))],
            [.. Enumerable.Range(0, signals).Select(i => new Signal(
                $"s{i}", (Layer)(i * 4 / signals), SignalKind.Gauge, "", EntityKind.Node))],
            segments, TimeSpan.FromSeconds(1));
    }

    /// <summary>Values around different levels and of different sizes, with some not seen.</summary>
    public static MemoryFrame Random(FrameSchema schema, int seed, double missing = 0.1)
    {
        var random = new Random(seed);
        var values = new float[schema.ValueCount];
        for (var i = 0; i < values.Length; i++)
        {
            var signal = i % schema.Signals.Count;
            values[i] = random.NextDouble() < missing
                ? float.NaN
                : (float)((signal * 100) + (random.NextDouble() * Math.Pow(10, signal % 5)));
        }
        return new MemoryFrame(schema, values);
    }

    public static float[] Values(Frame frame) =>
        [.. Enumerable.Range(0, frame.Schema.Entities.Count).SelectMany(e => frame.Rows(e, 0, frame.Schema.RowCount).ToArray())];
}
