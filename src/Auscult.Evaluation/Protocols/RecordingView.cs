using Auscult.Telemetry.Fusion;

namespace Auscult.Evaluation.Protocols;

/// <summary>One recording of a frame as a frame of its own, without a copy: what a protocol that sees one file only gets.</summary>
public sealed class RecordingView : Frame
{
    private readonly Frame _frame;
    private readonly FrameSegment _segment;

    /// <param name="frame">Stays owned by the caller.</param>
    /// <param name="recording">Name of the recording.</param>
    /// <exception cref="ArgumentException">The frame has no such recording.</exception>
    public RecordingView(Frame frame, string recording)
        : this(frame, frame.Schema.SegmentOf(recording) ?? throw new ArgumentException($"no recording '{recording}'", nameof(recording)))
    {
    }

    private RecordingView(Frame frame, FrameSegment segment)
        : base(frame.Schema with { Segments = [segment with { FirstRow = 0 }] })
    {
        _frame = frame;
        _segment = segment;
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<float> Plane(int plane, int firstRow, int rowCount)
    {
        var behind = plane - Schema.Entities.Count;
        return behind < 0
            ? _frame.Rows(plane, _segment.FirstRow + firstRow, rowCount)
            : _frame.PeerRows(behind / 2, (PeerStatistic)(behind % 2), _segment.FirstRow + firstRow, rowCount);
    }
}
