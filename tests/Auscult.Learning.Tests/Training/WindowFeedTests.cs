using Auscult.Foundation;
using Auscult.Learning.Encoding;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

namespace Auscult.Learning.Tests.Training;

public sealed class WindowFeedTests
{
    [Fact]
    public void A_feed_that_starts_in_the_middle_of_an_epoch_continues_exactly()
    {
        var source = new NumberedSource(23);
        var whole = Windows(source, firstStep: 0, steps: 12);
        for (var first = 0; first < 12; first++)
            Windows(source, first, 12 - first).ShouldBe(whole[first..]);
    }

    [Fact]
    public void An_epoch_shows_no_window_twice()
    {
        using var feed = Feed(new NumberedSource(23), 0);

        feed.StepsPerEpoch.ShouldBe(4);
        Enumerable.Range(0, 4).SelectMany(_ => feed.Next().Windows.Windows.ToArray()).ShouldBeUnique();
    }

    [Fact]
    public void Prefetching_and_workers_change_nothing()
    {
        var source = new NumberedSource(40);
        var expected = Windows(source, 0, 20, prefetch: 0);
        Windows(source, 0, 20, prefetch: 4).ShouldBe(expected);
        foreach (var workers in new[] { 1, 2, 3, 8 })
            Windows(source, 0, 20, workers: workers).ShouldBe(expected);
    }

    [Fact]
    public void The_tensors_of_a_batch_are_views_of_its_memory()
    {
        using var feed = Feed(new NumberedSource(23), 0);
        using var scope = NewDisposeScope();
        var batch = feed.Next().Windows;
        var (values, presence) = batch.On(CPU, 1, 3);

        values.shape.ShouldBe([3, 1, 1]);
        values.data<float>().ToArray().ShouldBe(batch.Values.Span[1..4].ToArray());
        presence.sum().item<float>().ShouldBe(3);
        batch.Values.Span[1] = 77;
        values[0, 0, 0].item<float>().ShouldBe(77);
    }

    [Fact]
    public void A_feed_frees_its_tensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        using (var feed = Feed(new NumberedSource(23), 0))
        {
            feed.Next();
            Tensor.TotalCount.ShouldBeGreaterThan(before);
        }
        Tensor.TotalCount.ShouldBe(before);
    }

    [Fact]
    public void No_window_is_an_input_error() => Should.Throw<InputException>(() => Feed(new NumberedSource(0), 0)).Message
        .ShouldContain("no training window");

    private static float[][] Windows(IWindowSource source, long firstStep, int steps, int prefetch = 2, int workers = 2)
    {
        using var feed = Feed(source, firstStep, prefetch, workers);
        return [.. Enumerable.Range(0, steps).Select(_ => feed.Next().Windows.Values.Span.ToArray())];
    }

    private static WindowFeed Feed(IWindowSource source, long firstStep, int prefetch = 2, int workers = 2)
    {
        var frame = TestFrames.Of(4, [(Layer.Hardware, "a")], (row, _) => row);
        var scaler = RobustScaler.Fit(frame, TestFrames.AllRows(frame));
        var run = new TrainingRun
        {
            Train = source,
            NumLoaderWorkers = workers,
            Signals = [],
            Scaler = scaler,
            Units = LinearUnits.Fit(frame, TestFrames.AllRows(frame), scaler),
            DataFingerprint = "",
            Device = new ComputeDevice(CPU, ScalarType.Float32),
            Seed = 1,
            Clock = TimeProvider.System,
            Observer = new Recorder(),
        };
        return WindowFeed.Of(run, new TrainingConfig { BatchSize = 5, PrefetchBatches = prefetch }, new Seeds(1), firstStep, CancellationToken.None);
    }

    private sealed class NumberedSource(int count) : IWindowSource
    {
        public int Count => count;

        public int Length => 1;

        public int SignalCount => 1;

        public int EntityOf(int window) => 0;

        public void Fill(ReadOnlySpan<int> windows, WindowBatch batch, int firstPlace)
        {
            var frame = TestFrames.Of(count, [(Layer.Hardware, "a")], (row, _) => row);
            new WindowBatcher(frame, WindowIndex.Over(frame.Schema, 1, 1)).Fill(windows, batch, firstPlace);
        }
    }
}
