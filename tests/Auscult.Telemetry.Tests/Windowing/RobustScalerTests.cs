using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Windowing;

public sealed class RobustScalerTests
{
    [Fact]
    public void Rows_outside_the_training_ranges_change_nothing()
    {
        var cases = from seed in Gen.Choose(1, 10000) from first in Gen.Choose(0, 30) from count in Gen.Choose(5, 20) select (seed, first, count);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var schema = Frames.Schema(2, 19, 25, 25);
            using var frame = Frames.Random(schema, c.seed);
            RowRange[] train = [new(1, c.first, c.count)];
            var values = Frames.Values(frame);
            for (var i = 0; i < values.Length; i++)
            {
                var row = i / 19 % 50;
                if (i < 19 * 50 || row < c.first || row >= c.first + c.count)
                    values[i] = i % 7 == 0 ? float.NaN : (values[i] * -1000) + 5;
            }
            using var perturbed = new MemoryFrame(schema, values);
            return RobustScaler.Fit(frame, train).ToJson() == RobustScaler.Fit(perturbed, train).ToJson();
        }));
    }

    [Fact]
    public void Median_and_spread_are_those_of_the_training_rows()
    {
        using var frame = Single(1, 2, 3, 4, 5, float.NaN, 100);
        var scale = RobustScaler.Fit(frame, [new RowRange(0, 0, 3), new RowRange(0, 2, 4)]).Signals.Single();
        scale.Status.ShouldBe(SignalScaleStatus.Fitted);
        scale.Median.ShouldBe(3);
        scale.Spread.ShouldBe((float)(2 / 1.349));
    }

    [Fact]
    public void A_signal_that_mostly_rests_keeps_a_spread_from_its_deviation()
    {
        using var frame = Single([.. Enumerable.Repeat(0f, 90), .. Enumerable.Repeat(10f, 10)]);
        var scale = RobustScaler.Fit(frame, RowRange.Everything(frame.Schema)).Signals.Single();
        scale.Spread.ShouldBe(0.3f, 1e-6f);
    }

    [Fact]
    public void A_constant_signal_gets_a_spread_of_its_unit_and_is_reported()
    {
        using var zero = Single(0, 0, 0);
        using var large = Single(1000, 1000, 1000);
        using var ratio = Single("ratio", 0, 0, 0);
        foreach (var (frame, spread) in new[] { (zero, 1f), (large, 100f), (ratio, 0.01f) })
        {
            var scaler = RobustScaler.Fit(frame, RowRange.Everything(frame.Schema));
            scaler.Unfitted.Single().ShouldBe(new SignalScale("x", frame.Rows(0, 0, 1)[0], spread, SignalScaleStatus.Constant));
        }
    }

    [Fact]
    public void A_signal_never_seen_in_training_stays_unseen()
    {
        var schema = Frames.Schema(1, 2, 3);
        using var frame = new MemoryFrame(schema, [1, float.NaN, 2, float.NaN, 4, 8]);
        var scaler = RobustScaler.Fit(frame, [new RowRange(0, 0, 2)]);
        scaler.Unfitted.Single().Status.ShouldBe(SignalScaleStatus.NeverSeen);
        var scaled = new float[6];
        scaler.Transform(frame.Rows(0, 0, 3), scaled);
        scaled[5].ShouldBe(float.NaN);
        scaled[4].ShouldNotBe(float.NaN);
    }

    [Fact]
    public void Scaling_is_asinh_of_the_distance_in_spreads_and_can_be_inverted()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 20).ToArbitrary(), Gen.Choose(1, 10000).ToArbitrary(), (signals, seed) =>
        {
            var random = new Random(seed);
            var scales = Enumerable.Range(0, signals)
                .Select(i => new SignalScale($"s{i}", (float)random.NextDouble(), (float)Math.Pow(10, random.Next(-3, 4)), SignalScaleStatus.Fitted)).ToArray();
            var scaler = new RobustScaler(scales);
            var rows = Enumerable.Range(0, signals * 4).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-4, 6)))).ToArray();
            var scaled = new float[rows.Length];
            scaler.Transform(rows, scaled);
            return Enumerable.Range(0, rows.Length).All(i =>
            {
                var scale = scales[i % signals];
                var expected = Math.Asinh(((double)rows[i] - scale.Median) / scale.Spread);
                var back = scaler.Inverse(i % signals, scaled[i]);
                return Math.Abs(scaled[i] - expected) < 1e-5 * (1 + Math.Abs(expected))
                    && Math.Abs(back - rows[i]) < 1e-4 * (scale.Spread + Math.Abs(rows[i]) + Math.Abs(scale.Median));
            });
        }));
    }

    [Theory]
    [InlineData(float.MaxValue, true)]
    [InlineData(float.PositiveInfinity, true)]
    [InlineData(float.NegativeInfinity, false)]
    public void Enormous_values_stay_finite(float value, bool positive)
    {
        var scaler = new RobustScaler([new SignalScale("x", 0, 1, SignalScaleStatus.Fitted)]);
        var scaled = new float[1];
        scaler.Transform([value], scaled);
        float.IsFinite(scaled[0]).ShouldBeTrue();
        (scaled[0] > 0).ShouldBe(positive);
    }

    [Fact]
    public void Json_restores_the_scaler_exactly()
    {
        using var frame = Frames.Random(Frames.Schema(1, 9, 100), 3);
        var scaler = RobustScaler.Fit(frame, RowRange.Everything(frame.Schema));
        RobustScaler.FromJson(scaler.ToJson()).Signals.ShouldBe(scaler.Signals);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""[{"name":"x","median":1,"spread":0,"status":"Fitted"}]""")]
    [InlineData("""[{"name":"x","median":1,"spread":1,"status":"Odd"}]""")]
    public void Text_that_is_no_scaler_is_refused_with_its_file(string json) =>
        Should.Throw<InputException>(() => RobustScaler.FromJson(json, "scaler.json")).Message.ShouldStartWith("scaler.json");

    [Fact]
    public void Training_rows_without_any_value_are_refused()
    {
        using var frame = Single(float.NaN, float.NaN, 1);
        Should.Throw<InputException>(() => RobustScaler.Fit(frame, [new RowRange(0, 0, 2)])).Message.ShouldContain("hold no value");
        Should.Throw<InputException>(() => RobustScaler.Fit(frame, []));
    }

    private static MemoryFrame Single(params float[] values) => Single("", values);

    private static MemoryFrame Single(string unit, params float[] values) => new(
        new FrameSchema(
            [new Entity("n", EntityKind.Node)],
            [new Signal("x", Layer.Hardware, SignalKind.Gauge, unit, EntityKind.Node)],
            [new FrameSegment("r", 0, values.Length, Frames.Start)], TimeSpan.FromSeconds(1)),
        values);

    [Fact]
    public void A_value_is_scaled_to_the_same_bits_wherever_it_stands_in_a_row()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 100000).ToArbitrary(), Gen.Choose(1, 70).ToArbitrary(), (seed, width) =>
        {
            var random = new Random(seed);
            SignalScale[] scales = [.. Enumerable.Range(0, width).Select(i => new SignalScale(
                $"s{i}", random.NextSingle() * 10, random.NextSingle() + 0.01f, i % 9 == 8 ? SignalScaleStatus.NeverSeen : SignalScaleStatus.Fitted))];
            float[] row = [.. Enumerable.Range(0, width).Select(_ => random.Next(8) switch
            {
                0 => float.NaN,
                1 => float.PositiveInfinity,
                2 => -1e30f,
                _ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-4, 9))),
            })];
            var together = new float[width];
            new RobustScaler(scales).Transform(row, together);
            return Enumerable.Range(0, width).All(i =>
            {
                var alone = new float[1];
                new RobustScaler([scales[i]]).Transform(row.AsSpan(i, 1), alone);
                return BitConverter.SingleToInt32Bits(alone[0]) == BitConverter.SingleToInt32Bits(together[i])
                    || (float.IsNaN(alone[0]) && float.IsNaN(together[i]));
            });
        }));
    }
}
