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
    public override ReadOnlySpan<float> Rows(int entity, int firstRow, int rowCount) =>
        firstRow + rowCount <= _segment.RowCount
            ? _frame.Rows(entity, _segment.FirstRow + firstRow, rowCount)
            : throw new ArgumentOutOfRangeException(nameof(rowCount), $"rows {firstRow}+{rowCount} of {_segment.RowCount}");
}
