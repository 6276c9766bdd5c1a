using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using FsCheck;
using FsCheck.Fluent;
using static Auscult.Telemetry.Tests.Fusion.TestDataset;

namespace Auscult.Telemetry.Tests.Fusion;

public sealed class GaugeAndStateTests
{
    private const float NaN = float.NaN;

    [Fact]
    public void A_sample_a_little_early_or_late_stays_in_its_own_step()
    {
        var jitter = Gen.Choose(-490, 490).Select(ms => ms / 1000.0).ArrayOf(20);
        Check.QuickThrowOnFailure(Prop.ForAll(jitter.ToArbitrary(), offsets =>
        {
            var samples = offsets.Select((offset, i) => (Math.Max(0, i + offset), "node0", (double)i)).ToArray();
            return Column(new TestDataset(20).Add(Signal("t", SignalKind.Gauge), samples)).SequenceEqual(Enumerable.Range(0, 20).Select(i => (float)i));
        }));
    }

    [Theory]
    [InlineData(Aggregation.Mean, null, 3)]
    [InlineData(Aggregation.Sum, null, 3)]
    [InlineData(Aggregation.Max, null, 6)]
    [InlineData(Aggregation.Min, null, 1)]
    [InlineData(Aggregation.Last, null, 2)]
    [InlineData(Aggregation.Mean, Resampling.Max, 6)]
    [InlineData(Aggregation.Max, Resampling.Mean, 3)]
    public void Several_samples_of_one_step_combine_as_the_signal_or_the_configuration_says(Aggregation aggregation, Resampling? chosen, float expected)
    {
        var data = new TestDataset(10).Add(
            Signal("t", SignalKind.Gauge, aggregation), (0, "node0", 1), (1, "node0", 6), (2, "node0", double.NaN), (3, "node0", 2));
        var config = new FusionConfig { StepSeconds = 5, Resample = chosen is { } mode ? new Dictionary<string, Resampling> { ["t"] = mode } : [] };
        Column(data, config)[0].ShouldBe(expected);
    }

    [Fact]
    public void Slow_sampling_is_held_until_the_next_sample_is_overdue()
    {
        var data = new TestDataset(30).Add(
            Signal("t", SignalKind.Gauge), (0, "node0", 1), (5, "node0", 2), (10, "node0", 3), (25, "node0", 4));
        Column(data).ShouldBe([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, NaN, NaN, NaN, NaN, NaN, NaN, NaN, 4, 4, 4, 4, 4]);
        Column(data, new FusionConfig { GaugeHoldIntervals = 0 }).Count(v => !float.IsNaN(v)).ShouldBe(4);
    }

    [Fact]
    public void An_empty_cell_is_not_seen_and_is_not_held_over()
    {
        var data = new TestDataset(4).Add(
            Signal("t", SignalKind.Gauge), (0, "node0", 1), (1, "node0", double.NaN), (2, "node0", double.PositiveInfinity), (3, "node0", 1e300));
        Column(data, null, out var report).ShouldBe([1, NaN, NaN, NaN]);
        report.Signals.Single().NonFinite.ShouldBe(2);
        report.Signals.Single().Coverage.ShouldBe(0.25 / 2);
        report.Warnings().ShouldContain(line => line.StartsWith("infinite values"));
    }

    [Fact]
    public void Order_and_exact_repetition_of_rows_do_not_matter()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 100000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var samples = Enumerable.Range(0, 60).Select(i => (i / 2.0, random.Next(3) == 0 ? "node1" : "node0", (double)random.Next(100))).ToArray();
            var shuffled = samples.Concat(samples.Where(_ => random.Next(4) == 0)).ToArray();
            random.Shuffle(shuffled);
            return new[] { SignalKind.Gauge, SignalKind.Counter, SignalKind.State, SignalKind.Event }.All(kind =>
                All(samples, kind).SequenceEqual(All(shuffled, kind)));
        }));

        static float[] All((double, string, double)[] samples, SignalKind kind)
        {
            using var frame = FrameBuilder.Build(new TestDataset(30).Add(Signal("t", kind), samples), new FusionConfig());
            return [.. frame.Rows(0, 0, 30), .. frame.Rows(1, 0, 30)];
        }
    }

    [Fact]
    public void Rows_of_one_moment_merge_and_the_later_value_wins()
    {
        var data = new TestDataset(2).Add(
            Signal("t", SignalKind.Gauge), (0, "node0", 1), (1, "node0", 5), (0, "node0", 2), (1, "node0", double.NaN));
        Column(data, null, out var report).ShouldBe([2, 5]);
        report.DuplicateRows.ShouldBe(2);
        report.LateRows.ShouldBe(1);
        report.Warnings().Count().ShouldBe(2);
    }

    [Fact]
    public void A_state_holds_until_its_next_sample_but_not_forever()
    {
        var data = new TestDataset(12).Add(
            Signal("up", SignalKind.State), (1, "node0", 1), (3, "node0", double.NaN), (5, "node0", 0), (6.2, "node0", 1));
        Column(data, new FusionConfig { MaxStateAgeSeconds = 3 }).ShouldBe([NaN, 1, 1, 1, 1, 0, 1, 1, 1, 1, NaN, NaN]);
    }

    [Fact]
    public void Events_are_counted_and_a_watched_recording_without_any_has_zero()
    {
        var data = new TestDataset((0, 5, "a"), 1, (10, 12, "b"), (20, 22, "c")).Add(
            Signal("xid_errors", SignalKind.Event), (1, "node0", 1), (1.2, "node0", 2), (3, "node0", 1), (10, "node0", double.NaN));
        Column(data).ShouldBe([0, 3, 0, 1, 0, 0, 0, NaN, NaN]);
    }

    [Fact]
    public void Recordings_follow_each_other_without_the_time_between_them()
    {
        var data = new TestDataset((0, 3, "a"), 1, (100, 102.5, "b")).Add(
            Signal("t", SignalKind.Gauge), (0, "node0", 1), (1, "node0", 2), (2, "node0", 3), (50, "node0", 9), (100, "node0", 4), (101, "node0", 5));
        using var frame = FrameBuilder.Build(data, new FusionConfig(), null, out var report);
        frame.Schema.Segments.ShouldBe([new FrameSegment("a", 0, 3, Start), new FrameSegment("b", 3, 3, Start.AddSeconds(100))]);
        frame.Rows(0, 0, 6).ToArray().ShouldBe([1, 2, 3, 4, 5, 5]);
        report.RowsOutsideRecordings.ShouldBe(1);
        frame.TimeOf(4).ShouldBe(Start.AddSeconds(101));
    }

    private static float[] Column(TestDataset data, FusionConfig? config = null) => Column(data, config, out _);

    private static float[] Column(TestDataset data, FusionConfig? config, out FusionReport report)
    {
        using var frame = FrameBuilder.Build(data, config ?? new FusionConfig(), null, out report);
        return frame.Rows(0, 0, frame.Schema.RowCount).ToArray();
    }
}
