using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// A frame of which only some rows can be seen; the others are absent, as if they had not been recorded. What is computed from it, such as a
/// threshold from windows that reach across the border of a part, cannot depend on the other rows.
/// </summary>
public sealed class VisibleRows : Frame
{
    private readonly Frame _frame;
    private readonly bool[][] _visible;

    /// <param name="frame">The whole; must outlive this one, which does not dispose it.</param>
    /// <param name="visible">Rows that can be seen.</param>
    public VisibleRows(Frame frame, IEnumerable<RowRange> visible)
        : base(frame.Schema)
    {
        _frame = frame;
        _visible = [.. frame.Schema.Entities.Select(_ => new bool[frame.Schema.RowCount])];
        foreach (var range in visible)
            _visible[range.Entity].AsSpan(range.FirstRow, range.RowCount).Fill(value: true);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<float> Rows(int entity, int firstRow, int rowCount)
    {
        var rows = _frame.Rows(entity, firstRow, rowCount);
        var visible = _visible[entity].AsSpan(firstRow, rowCount);
        if (!visible.Contains(value: false))
            return rows;
        var width = Schema.Signals.Count;
        var copy = rows.ToArray();
        for (var row = 0; row < rowCount; row++)
        {
            if (!visible[row])
                copy.AsSpan(row * width, width).Fill(float.NaN);
        }
        return copy;
    }
}
