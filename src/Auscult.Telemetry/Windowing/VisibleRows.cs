using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// A frame of which only some rows can be seen; the others are absent, as if they had not been recorded, and so are the peer statistics that
/// they went into. What is computed from it, such as a threshold from windows that reach across the border of a part, cannot depend
/// on the other rows.
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
        var schema = frame.Schema;
        var entities = schema.Entities.Select(_ => new bool[schema.RowCount]).ToArray();
        foreach (var range in visible)
            entities[range.Entity].AsSpan(range.FirstRow, range.RowCount).Fill(value: true);
        var groups = schema.PeerGroups.Select(group =>
            Enumerable.Range(0, schema.RowCount).Select(row => group.Entities.All(entity => entities[entity][row])).ToArray());
        _visible = [.. entities, .. groups.SelectMany(group => new[] { group, group })];
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<float> Plane(int plane, int firstRow, int rowCount)
    {
        var behind = plane - Schema.Entities.Count;
        var rows = behind < 0
            ? _frame.Rows(plane, firstRow, rowCount)
            : _frame.PeerRows(behind / 2, (PeerStatistic)(behind % 2), firstRow, rowCount);
        var visible = _visible[plane].AsSpan(firstRow, rowCount);
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
