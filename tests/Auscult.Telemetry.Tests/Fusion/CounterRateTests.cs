using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using FsCheck;
using FsCheck.Fluent;
using static Auscult.Telemetry.Tests.Fusion.TestDataset;

namespace Auscult.Telemetry.Tests.Fusion;

public sealed class CounterRateTests
{
    private const float NaN = float.NaN;

    [Fact]
    public void Rates_add_up_to_what_the_counter_counted_whatever_the_jitter()
    {
        var cases = from seed in Gen.Choose(1, 100000) from stepMillis in Gen.Choose(300, 7000) select (seed, stepMillis);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var random = new Random(c.seed);
            var (step, total) = (c.stepMillis / 1000.0, 1e6);
            var samples = new List<(double, string, double)>();
            var rows = (int)(60 / step);
            // Sampled at both ends of the covered steps, anywhere between.
            for (var time = 0.0; time < rows * step; time += 0.2 + (random.NextDouble() * 1.5))
                samples.Add((time, "node0", total += random.Next(1000)));
            samples.Add((rows * step, "node0", total += random.Next(1000)));
            var rates = Rates(new TestDataset((0, (rows * step) + 0.001, "r0"), 1), new FusionConfig { StepSeconds = step }, samples);
            var sum = rates.Take(rows).Sum(rate => (double)rate * step);
            return Math.Abs(sum - (total - samples[0].Item3)) < 1e-5 * (sum + 1);
        }));
    }

    [Fact]
    public void A_rate_is_the_increase_within_the_step_and_needs_two_samples()
    {
        Rates([(0, 10), (1, 15), (2, 15), (3, 45)], 4).ShouldBe([5, 0, 30, NaN]);
        Rates([(1, 10)], 4).ShouldBe([NaN, NaN, NaN, NaN]);
        Rates([(0.4, 10), (1.4, 20), (2.4, 50)], 4).ShouldBe([10, 22, NaN, NaN]);
    }

    [Fact]
    public void A_gap_is_a_gap_and_not_a_line_through_it()
    {
        var rates = Rates([(0, 0), (1, 1), (2, 2), (30, 30), (31, 31), (36, 36)], 40, out var report, new FusionConfig { MaxGapSteps = 5 });
        rates.Select((rate, row) => (rate, row)).Where(r => !float.IsNaN(r.rate)).Select(r => r.row).ShouldBe([0, 1, 30, 31, 32, 33, 34, 35]);
        report.Signals.Single().Gaps.ShouldBe(1);
    }

    [Fact]
    public void Slow_sampling_is_no_gap()
    {
        var samples = Enumerable.Range(0, 6).Select(i => (i * 20.0, "node0", i * 40.0)).ToArray();
        var rates = Rates(new TestDataset(101), new FusionConfig(), samples);
        rates.Take(100).ShouldAllBe(rate => Math.Abs(rate - 2) < 1e-5);
    }

    [Fact]
    public void A_restart_counts_from_zero()
    {
        var rates = Rates([(0, 1000), (1, 1010), (2, 4), (3, 10)], 4, out var report);
        rates.ShouldBe([10, 4, 6, NaN]);
        report.Signals.Single().ShouldSatisfyAllConditions(s => s.Resets.ShouldBe(1), s => s.StepsBack.ShouldBe(0), s => s.Wraps.ShouldBe(0));
    }

    [Theory]
    [InlineData(4294967296.0, 100)]
    [InlineData(18446744073709551616.0, 1e6)]
    public void An_overflow_is_undone(double limit, double step)
    {
        var rates = Rates([(0, limit - (2 * step)), (1, limit - step), (2, 0), (3, step)], 4, out var report);
        rates[..3].ShouldBe([(float)step, (float)step, (float)step], step * 0.01);
        report.Signals.Single().Wraps.ShouldBe(1);
        report.Signals.Single().Resets.ShouldBe(0);
    }

    [Fact]
    public void A_counter_that_steps_back_without_restarting_is_not_seen_on_both_sides()
    {
        var rates = Rates([(0, 100), (1, 110), (2, 120), (3, 119), (4, 130), (5, 140), (6, 150)], 7, out var report);
        rates.ShouldBe([10, NaN, NaN, NaN, 10, 10, NaN]);
        report.Signals.Single().StepsBack.ShouldBe(1);
    }

    [Fact]
    public void A_clock_that_jumps_back_never_makes_a_rate_that_was_not_there()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(10, 60).ToArbitrary(), Gen.Choose(1, 80).ToArbitrary(), (before, jumpTenths) =>
        {
            var jump = jumpTenths / 10.0;
            var samples = new List<(double, string, double)>();
            for (var i = 0; i < 100; i++)
                samples.Add((i < before ? i : i - jump + 0.03, "node0", 500 + (i * 10)));
            var rates = Rates(new TestDataset(100), new FusionConfig(), samples, out var report);
            return rates.Where(r => !float.IsNaN(r)).All(r => r >= 0 && r < 400) && rates.Count(r => !float.IsNaN(r)) > 40
                && (jump < 1.1 || report.LateRows > 0);
        }));
    }

    [Fact]
    public void Samples_without_value_are_stepped_over()
    {
        Rates([(0, 0), (1, double.NaN), (2, 20), (3, 30)], 4).ShouldBe([10, 10, 10, NaN]);
        Rates([(0, 0), (1, double.PositiveInfinity), (2, 20), (3, 30)], 4).Skip(2).ShouldAllBe(rate => float.IsNaN(rate) || rate == 10);
    }

    [Fact]
    public void Recordings_do_not_see_each_other()
    {
        var samples = new[] { (0.0, "node0", 1.0), (1.0, "node0", 2.0), (2.0, "node0", 5000.0), (3.0, "node0", 5001.0) };
        Rates(new TestDataset((0, 2, "a"), 1, (2, 4, "b")), new FusionConfig(), samples).ShouldBe([1, NaN, 1, NaN]);
    }

    [Fact]
    public void Names_and_units_of_rates_say_what_they_are()
    {
        var counter = new Signal("nic_receive_bytes_total", Layer.Network, SignalKind.Counter, "bytes", EntityKind.Nic, Aggregation.Sum);
        FusedSignal.Of(counter).ShouldBe(counter with { Name = "nic_receive_bytes_per_second", Kind = SignalKind.Gauge, Unit = "bytes/s" });
        FusedSignal.Of(counter with { Name = "cpu_user_seconds_total", Unit = "s" }).Unit.ShouldBe("ratio");
        FusedSignal.Of(counter with { Name = "requests", Unit = "" }).Name.ShouldBe("requests_per_second");
        FusedSignal.Of(counter with { Kind = SignalKind.Event }).Name.ShouldBe(counter.Name);
    }

    private static float[] Rates((double Time, double Value)[] samples, int seconds) => Rates(samples, seconds, out _);

    private static float[] Rates((double Time, double Value)[] samples, int seconds, out FusionReport report, FusionConfig? config = null) =>
        Rates(new TestDataset(seconds), config ?? new FusionConfig(), [.. samples.Select(s => (s.Time, "node0", s.Value))], out report);

    private static float[] Rates(TestDataset data, FusionConfig config, IEnumerable<(double, string, double)> samples) =>
        Rates(data, config, samples, out _);

    private static float[] Rates(
        TestDataset data, FusionConfig config, IEnumerable<(double, string, double)> samples, out FusionReport report)
    {
        // A gauge beside the counter, because a frame of a counter with one sample alone would have nothing in it.
        var all = samples.ToArray();
        using var frame = FrameBuilder.Build(
            data.Add(Signal("a_total", SignalKind.Counter), all).Add(Signal("b", SignalKind.Gauge, layer: Layer.Model), all), config, null, out report);
        report = report with { Signals = [report.Signals[0]] };
        var values = frame.Rows(0, 0, frame.Schema.RowCount);
        var rates = new float[frame.Schema.RowCount];
        for (var row = 0; row < rates.Length; row++)
            rates[row] = values[2 * row];
        return rates;
    }
}
