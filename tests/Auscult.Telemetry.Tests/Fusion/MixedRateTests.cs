using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using FsCheck;
using FsCheck.Fluent;
using static Auscult.Telemetry.Tests.Fusion.TestDataset;

namespace Auscult.Telemetry.Tests.Fusion;

/// <summary>Signals that are sampled every 100 ms to every 5 minutes, in tables of their own and in one table.</summary>
public sealed class MixedRateTests
{
    [Fact]
    public void A_gauge_of_five_minutes_stands_for_one_and_a_half_intervals_beside_one_of_a_tenth_of_a_second()
    {
        (double, string, double)[] fast = [.. Enumerable.Range(0, 36_000).Select(i => (i / 10.0, "node0", (double)i))];
        (double, string, double)[] slow = [.. Enumerable.Range(0, 6).Select(i => (i * 300.0, "node0", (double)i))];
        var data = new TestDataset(3600).Add(Signal("fast", SignalKind.Gauge), fast).Add(Signal("slow", SignalKind.Gauge, layer: Layer.Model), slow);
        using var frame = FrameBuilder.Build(data, new FusionConfig());
        var values = Columns(frame);
        for (var row = 0; row < 3600; row++)
        {
            // A sample up to half a step early belongs to its step: row k is the mean of 10k - 5 to 10k + 4.
            values[0][row].ShouldBe(row == 0 ? 2f : row == 3599 ? 35992f : (10f * row) - 0.5f);
            // The last sample comes at 1500 s and stands for 450 s.
            values[1][row].ShouldBe(row <= 1950 ? Math.Min(row / 300, 5) : float.NaN);
        }
    }

    [Theory]
    [InlineData(SignalKind.Gauge)]
    [InlineData(SignalKind.Counter)]
    public void A_slow_column_of_a_fast_table_is_read_as_if_it_were_alone(SignalKind kind)
    {
        (double Time, string Entity, double Value)[] slow =
            [.. Enumerable.Range(0, 8).Where(i => i != 5).Select(i => (i * 30.0, "node0", i * 60.0))];
        var alone = new TestDataset(300).Add(Signal("slow", kind), slow);
        var table = new SeriesTable(
            ["node0"], [.. Enumerable.Range(0, 300).Select(i => At(i))], new int[300],
            [
                new("fast", [.. Enumerable.Range(0, 300).Select(i => (double)i)]),
                new("slow", [.. Enumerable.Range(0, 300).Select(i => slow.FirstOrDefault(s => s.Time == i, (0, "", double.NaN)).Value)]),
            ]);
        var together = new TestDataset(300).Add(
            Layer.Hardware, EntityKind.Node, [Signal("fast", SignalKind.Gauge), Signal("slow", kind)], table);
        using var one = FrameBuilder.Build(alone, new FusionConfig());
        using var both = FrameBuilder.Build(together, new FusionConfig());
        Columns(both)[^1].ShouldBe(Columns(one)[0]);
        Columns(one)[0].Count(value => !float.IsNaN(value)).ShouldBeGreaterThan(180);
    }

    [Fact]
    public void What_comes_now_and_then_is_no_slow_clock()
    {
        var random = new Random(3);
        var table = new SeriesTable(
            ["node0"], [.. Enumerable.Range(0, 300).Select(i => At(i))], new int[300],
            [new("checkpoint_seconds", [.. Enumerable.Range(0, 300).Select(_ => random.Next(8) == 0 ? 1 : double.NaN)])]);
        var data = new TestDataset(300).Add(
            Layer.Hardware, EntityKind.Node, [Signal("checkpoint_seconds", SignalKind.Gauge)], table);
        using var frame = FrameBuilder.Build(data, new FusionConfig());
        Columns(frame)[0].Count(value => !float.IsNaN(value)).ShouldBe(table.Columns[0].Values.Count(value => !double.IsNaN(value)));
    }

    [Fact]
    public void Later_samples_never_change_a_row_that_is_two_gaps_old()
    {
        var cases = from seed in Gen.Choose(1, 100_000) from cut in Gen.Choose(150, 290) select (seed, cut);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            (double Time, string Entity, double Value)[] Samples(int kind)
            {
                var random = new Random(c.seed + kind);
                var (time, total) = (0.0, 0.0);
                var samples = new List<(double, string, double)>();
                while ((time += 0.3 + (random.NextDouble() * (time < c.cut ? 1.5 : 9))) < 300)
                    samples.Add((time, "node0", random.Next(20) == 0 ? double.NaN : random.Next(30) == 0 ? total *= 0.9 : total += random.Next(100)));
                return [.. samples];
            }
            float[][] Fused(double until)
            {
                var data = new TestDataset(300).Add(Signal("g", SignalKind.Gauge), [.. Samples(0).Where(s => s.Time < until)])
                    .Add(Signal("c_total", SignalKind.Counter, layer: Layer.Network), [.. Samples(1).Where(s => s.Time < until)])
                    .Add(Signal("s", SignalKind.State, layer: Layer.Storage), [.. Samples(2).Where(s => s.Time < until)]);
                using var frame = FrameBuilder.Build(data, new FusionConfig());
                return Columns(frame);
            }
            var (whole, begun) = (Fused(300), Fused(c.cut));
            return whole.Zip(begun).All(pair => pair.First.AsSpan(0, c.cut - 20).SequenceEqual(pair.Second.AsSpan(0, c.cut - 20)));
        }));
    }

    private static float[][] Columns(Frame frame)
    {
        var width = frame.Schema.Signals.Count;
        var values = frame.Rows(0, 0, frame.Schema.RowCount).ToArray();
        return [.. Enumerable.Range(0, width).Select(signal => values.Where((_, i) => i % width == signal).ToArray())];
    }
}
