using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Tests.Training;

public sealed class FrameWindowSourceTests
{
    [Fact]
    public void Rows_in_a_gap_are_absent_from_the_windows_that_span_it()
    {
        var frame = TestFrames.Of(40, [(Layer.Hardware, "a"), (Layer.Network, "b")], (row, s) => row + (100 * s));
        var rows = new[] { new RowRange(0, 0, 15), new RowRange(0, 19, 21) };
        var source = new FrameWindowSource(frame, rows, new WindowConfig { Length = 8, Stride = 1 }, RobustScaler.Fit(frame, rows));
        var batch = new WindowBatch(1, 8, 2);

        for (var window = 0; window < source.Count; window++)
        {
            source.Fill([window], batch);
            var values = batch.Values.Span;
            var presence = batch.Presence.Span;
            for (var cell = 0; cell < presence.Length; cell++)
                (presence[cell] is 0 or 1).ShouldBeTrue();
            presence.ToArray().Sum().ShouldBeGreaterThanOrEqualTo(8);
            for (var cell = 0; cell < presence.Length; cell++)
            {
                if (presence[cell] == 0)
                    values[cell].ShouldBe(0);
            }
        }
        // Windows begin at rows 0 to 32; those at 11 to 14 would see 15 to 18 with at most half of their rows given.
        source.Count.ShouldBe(33);
        source.Fill([12], batch);
        batch.Presence.Span.ToArray().Chunk(2).Select(cells => cells[0]).ShouldBe([1, 1, 1, 0, 0, 0, 0, 1]);
    }

    [Fact]
    public void What_a_gap_holds_changes_nothing()
    {
        var rows = new[] { new RowRange(0, 0, 15), new RowRange(0, 19, 21) };

        Values(rows, gap: 1e6).ShouldBe(Values(rows, gap: 0));
    }

    [Fact]
    public void Windows_do_not_span_recordings_or_mostly_absent_stretches()
    {
        var frame = TestFrames.Of(40, [(Layer.Hardware, "a")], (row, _) => row, segments: 2);
        var rows = new[] { new RowRange(0, 0, 30) };
        var scaler = RobustScaler.Fit(frame, rows);
        var config = new WindowConfig { Length = 8, Stride = 1 };

        new FrameWindowSource(frame, rows, config, scaler).Count.ShouldBe(13 + 3);
        new FrameWindowSource(frame, [new RowRange(0, 0, 2), new RowRange(0, 18, 2)], config, scaler).Count.ShouldBe(0);
    }

    private static float[] Values(RowRange[] rows, double gap)
    {
        var frame = TestFrames.Of(40, [(Layer.Hardware, "a")], (row, _) => row is >= 15 and < 19 ? gap : row % 5);
        var source = new FrameWindowSource(frame, rows, new WindowConfig { Length = 8, Stride = 1 }, RobustScaler.Fit(frame, rows));
        var batch = new WindowBatch(source.Count, 8, 1);
        source.Fill([.. Enumerable.Range(0, source.Count)], batch);
        return [.. batch.Values.Span.ToArray(), .. batch.Presence.Span.ToArray()];
    }
}
