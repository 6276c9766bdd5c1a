using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Fusion;

/// <summary>
/// The rows of ascending moments of one segment. It remembers the last row, because a division per sample would be most of the work.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct GridPosition
{
    private readonly long _start;
    private readonly long _step;
    private readonly long _tolerance;
    private readonly int _firstRow;
    private readonly int _lastRow;
    private int _row;
    private long _begin;

    public GridPosition(long start, long step, long tolerance, FrameSegment segment)
    {
        (_start, _step, _tolerance, _firstRow, _lastRow) = (start, step, tolerance, segment.FirstRow, segment.EndRow - 1);
        (_row, _begin) = (_firstRow, start);
    }

    /// <summary>
    /// The row a sample belongs to (the last row of the segment when it is the end of the recording that rounds up), and the row whose step
    /// holds its moment (the row before the segment when the moment is before it).
    /// </summary>
    public (int Row, int StepRow) Of(long micros)
    {
        if (micros + _tolerance < _begin || micros + _tolerance - _begin >= _step)
            Move(micros + _tolerance);
        return (Math.Min(_row, _lastRow), micros < _begin ? _row - 1 : _row);
    }

    private void Move(long micros)
    {
        var rows = micros - _begin < 2 * _step && micros > _begin ? 1 : (Math.Max(micros - _start, 0) / _step) - (_row - _firstRow);
        _row += (int)rows;
        _begin += rows * _step;
    }
}
