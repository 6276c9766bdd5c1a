using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Bench.Windows;

/// <summary>A frame of random values: most near their median, some far away, some not seen.</summary>
internal static class SyntheticFrame
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static FrameSchema Schema(int entities, int rows, int layers, int signalsPerLayer) => new(
        [.. Enumerable.Range(0, entities).Select(i => new Entity($"node{i}", EntityKind.Node))],
        [.. Enumerable.Range(0, layers * signalsPerLayer).Select(i => new Signal(
            $"signal_{i:000}", (Layer)(i / signalsPerLayer), SignalKind.Gauge, "", EntityKind.Node))],
        [new FrameSegment("only", 0, rows, Start)],
        TimeSpan.FromSeconds(1));

    public static MemoryFrame Create(FrameSchema schema)
    {
        var values = new float[schema.ValueCount];
        var random = new Seeds(1).Generator();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(100) switch
            {
                < 5 => float.NaN,
                < 10 => random.NextSingle() * 1000,
                _ => random.NextSingle() + random.NextSingle(),
            };
        }
        return new MemoryFrame(schema, values);
    }

    public static MemoryFrame Scaled(MemoryFrame frame, RobustScaler scaler)
    {
        var schema = frame.Schema;
        var values = new float[schema.ValueCount];
        var size = schema.RowCount * schema.Signals.Count;
        for (var entity = 0; entity < schema.Entities.Count; entity++)
            scaler.Transform(frame.Rows(entity, 0, schema.RowCount), values.AsSpan(entity * size, size));
        return new MemoryFrame(schema, values);
    }
}
