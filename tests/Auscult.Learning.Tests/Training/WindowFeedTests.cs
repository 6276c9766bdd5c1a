using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

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
        using var feed = new WindowFeed(new NumberedSource(23), 5, 1, new Seeds(1), 0, TimeProvider.System);

        feed.StepsPerEpoch.ShouldBe(4);
        Enumerable.Range(0, 4).SelectMany(_ => feed.Next().Windows.Windows.ToArray()).ShouldBeUnique();
    }

    [Fact]
    public void Prefetching_changes_nothing()
    {
        var source = new NumberedSource(40);
        Windows(source, 0, 20, prefetch: 0).ShouldBe(Windows(source, 0, 20, prefetch: 4));
    }

    [Fact]
    public void No_window_is_an_input_error() => Should.Throw<InputException>(
        () => new WindowFeed(new NumberedSource(0), 5, 1, new Seeds(1), 0, TimeProvider.System)).Message.ShouldContain("no training window");

    private static float[][] Windows(IWindowSource source, long firstStep, int steps, int prefetch = 2)
    {
        using var feed = new WindowFeed(source, 5, prefetch, new Seeds(1), firstStep, TimeProvider.System);
        return [.. Enumerable.Range(0, steps).Select(_ => feed.Next().Windows.Values.Span.ToArray())];
    }

    private sealed class NumberedSource(int count) : IWindowSource
    {
        public int Count => count;

        public int Length => 1;

        public int SignalCount => 1;

        public int EntityOf(int window) => 0;

        public void Fill(ReadOnlySpan<int> windows, WindowBatch batch)
        {
            var frame = TestFrames.Of(count, [(Layer.Hardware, "a")], (row, _) => row);
            new WindowBatcher(frame, WindowIndex.Over(frame.Schema, 1, 1)).Fill(windows, batch);
        }
    }
}
