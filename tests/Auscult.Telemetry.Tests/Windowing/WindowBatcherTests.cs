using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Windowing;

public sealed class WindowBatcherTests
{
    [Fact]
    public void A_batch_holds_scaled_values_a_mask_and_the_age_of_each_signal()
    {
        var schema = Frames.Schema(1, 2, 4);
        using var frame = new MemoryFrame(schema, [1, float.NaN, float.NaN, float.NaN, 3, 30, float.NaN, 40]);
        var batcher = new WindowBatcher(frame, WindowIndex.Over(schema, 4, 1));
        var batch = batcher.CreateBatch(1, timeSinceSeen: true);
        batcher.Fill([0], batch);
        batch.Values.ToArray().ShouldBe([1, 0, 0, 0, 3, 30, 0, 40]);
        batch.Presence.ToArray().ShouldBe([1, 0, 0, 0, 1, 1, 0, 1]);
        batch.TimeSinceSeen.ToArray().ShouldBe([0, 0.25f, 0.25f, 0.5f, 0, 0, 0.25f, 0]);
    }

    [Fact]
    public void Batches_are_the_same_for_any_number_of_workers_and_any_prefetch()
    {
        var schema = Frames.Schema(3, 11, 200, 50, 300);
        using var frame = Frames.Random(schema, 7);
        var index = WindowIndex.Over(schema, 32, 3);
        var scaler = RobustScaler.Fit(frame, RowRange.Everything(schema));
        var expected = Epoch(1, 0);
        foreach (var (workers, prefetch) in new[] { (1, 1), (2, 0), (3, 2), (8, 5) })
            Epoch(workers, prefetch).ShouldBe(expected);

        List<float> Epoch(int workers, int prefetch)
        {
            var batcher = new WindowBatcher(frame, index, scaler, workers);
            var all = new List<float>();
            foreach (var batch in batcher.Stream(new ShuffledSampler(index.Count, new Seeds(3)).Order(1), 16, true, prefetch))
            {
                all.AddRange(batch.Windows.ToArray().Select(w => (float)w));
                all.AddRange(batch.Values.Span[..(batch.Count * 32 * 11)]);
                all.AddRange(batch.Presence.Span[..(batch.Count * 32 * 11)]);
                all.AddRange(batch.TimeSinceSeen.Span[..(batch.Count * 32 * 11)]);
            }
            return all;
        }
    }

    [Fact]
    public void The_mask_says_exactly_where_the_frame_has_a_number()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 1000).ToArbitrary(), Gen.Choose(1, 21).ToArbitrary(), (seed, signals) =>
        {
            var schema = Frames.Schema(1, signals, 20);
            using var frame = Frames.Random(schema, seed, missing: 0.4);
            var batcher = new WindowBatcher(frame, WindowIndex.Over(schema, 20, 1));
            var batch = batcher.CreateBatch(1);
            batcher.Fill([0], batch);
            var raw = Frames.Values(frame);
            return raw.Zip(batch.Values.ToArray(), batch.Presence.ToArray())
                .All(t => float.IsNaN(t.First) ? t is { Second: 0, Third: 0 } : t.Second == t.First && t.Third == 1);
        }));
    }

    [Fact]
    public void Stopping_early_and_dropping_the_last_batch_work()
    {
        var schema = Frames.Schema(1, 2, 50);
        using var frame = Frames.Random(schema, 1);
        var index = WindowIndex.Over(schema, 4, 1);
        var batcher = new WindowBatcher(frame, index);
        var order = new SequentialSampler(index.Count).Order(0);
        batcher.Stream(order, 10, prefetch: 3).Take(2).Select(b => b.Windows[0]).ToArray().ShouldBe([0, 10]);
        batcher.Stream(order, 10, dropLast: true).Select(b => b.Count).ToArray().ShouldBe([10, 10, 10, 10]);
        batcher.Stream(order, 10).Select(b => b.Count).ToArray().ShouldBe([10, 10, 10, 10, 7]);
        batcher.Stream([], 10).ShouldBeEmpty();
    }

    [Fact]
    public void A_batch_of_another_shape_and_a_scaler_of_other_signals_are_refused()
    {
        var schema = Frames.Schema(1, 2, 50);
        using var frame = Frames.Random(schema, 1);
        var index = WindowIndex.Over(schema, 4, 1);
        Should.Throw<ArgumentException>(() => new WindowBatcher(frame, index).Fill([0], new WindowBatch(1, 5, 2)));
        Should.Throw<ArgumentException>(() => new WindowBatcher(frame, index).Fill([0, 1], new WindowBatch(1, 4, 2)));
        Should.Throw<ArgumentException>(() => new WindowBatch(2, 4, 2, new float[15], new float[16], default));
        var other = new RobustScaler([new SignalScale("s0", 0, 1, SignalScaleStatus.Fitted), new SignalScale("x", 0, 1, SignalScaleStatus.Fitted)]);
        Should.Throw<InputException>(() => new WindowBatcher(frame, index, other)).Message.ShouldContain("signal 1 is 's1'");
    }
}
