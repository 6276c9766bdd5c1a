using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Tests;

/// <summary>Small frames made on the spot.</summary>
internal static class TestFrames
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A frame of one node whose values come from a function of row and signal.</summary>
    public static MemoryFrame Of(int rows, IReadOnlyList<(Layer Layer, string Name)> signals, Func<int, int, double> value, int segments = 1)
    {
        var perSegment = rows / segments;
        var schema = new FrameSchema(
            [new Entity("node0", EntityKind.Node)],
            [.. signals.Select(s => new Signal(s.Name, s.Layer, SignalKind.Gauge, "", EntityKind.Node))],
            [.. Enumerable.Range(0, segments).Select(i => new FrameSegment(
                $"recording-{i}", i * perSegment, i == segments - 1 ? rows - (i * perSegment) : perSegment, Start.AddHours(i)))],
            TimeSpan.FromSeconds(1));
        var values = new float[rows * signals.Count];
        for (var row = 0; row < rows; row++)
        {
            for (var s = 0; s < signals.Count; s++)
                values[(row * signals.Count) + s] = (float)value(row, s);
        }
        return new MemoryFrame(schema, values);
    }

    /// <summary>Four layers with two signals each that follow one hidden wave, with a little noise: every layer tells of every other.</summary>
    public static MemoryFrame Correlated(int rows, int seed = 1, int segments = 1)
    {
        var random = new Seeds(seed).Generator();
        var phase = random.NextDouble() * 6;
        var noise = Enumerable.Range(0, rows * 8).Select(_ => random.NextDouble() - 0.5).ToArray();
        return Of(
            rows,
            [
                (Layer.Hardware, "cpu"), (Layer.Hardware, "memory"), (Layer.Network, "sent"), (Layer.Network, "received"),
                (Layer.Storage, "read"), (Layer.Storage, "written"), (Layer.Model, "step_time"), (Layer.Model, "loss"),
            ],
            (row, s) => ((s % 2 == 0 ? 1 : -1) * (10 + s) * Math.Sin((row / 9.0) + phase)) + noise[(row * 8) + s] + (100 * s),
            segments);
    }

    public static IReadOnlyList<RowRange> AllRows(Frame frame) => RowRange.Everything(frame.Schema);
}
