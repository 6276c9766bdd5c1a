using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Training;

/// <summary>
/// Windows over rows with gaps, such as training rows from which labelled faults were taken out. A window may span a gap as long as
/// half of its rows are given; the rows of the gap are absent from it, as if they had not been recorded.
/// </summary>
internal sealed class TrainingWindows
{
    private const double SmallestShare = 0.5;
    private readonly bool[][] _given;

    private TrainingWindows(WindowIndex index, bool[][] given, bool hasGaps) => (Index, _given, HasGaps) = (index, given, hasGaps);

    /// <summary>The windows.</summary>
    public WindowIndex Index { get; }

    /// <summary>Whether any window may hold rows that are not given.</summary>
    public bool HasGaps { get; }

    /// <summary>Windows between the first and the last given row of each entity and segment.</summary>
    public static TrainingWindows Of(FrameSchema schema, IReadOnlyList<RowRange> rows, int length, int stride)
    {
        var pieces = RowRange.CutAtSegments(schema, RowRange.Merge(rows));
        var given = schema.Entities.Select(_ => new bool[schema.RowCount]).ToArray();
        foreach (var piece in pieces)
            given[piece.Entity].AsSpan(piece.FirstRow, piece.RowCount).Fill(value: true);
        var spans = pieces.GroupBy(piece => (piece.Entity, schema.SegmentOf(piece.FirstRow).FirstRow))
            .Select(group => new RowRange(
                group.Key.Entity, group.Min(piece => piece.FirstRow), group.Max(piece => piece.EndRow) - group.Min(piece => piece.FirstRow)))
            .ToArray();
        var index = WindowIndex.Within(schema, spans, length, stride).Where(window =>
            given[window.Entity].AsSpan(window.FirstRow, length).Count(value: true) >= SmallestShare * length);
        return new TrainingWindows(index, given, hasGaps: spans.Length < pieces.Count);
    }

    /// <summary>Makes the rows that are not given absent from windows just filled.</summary>
    public void HideGaps(ReadOnlySpan<int> windows, WindowBatch batch, int firstPlace)
    {
        var values = batch.Values.Span;
        var presence = batch.Presence.Span;
        for (var i = 0; i < windows.Length; i++)
        {
            if (windows[i] == WindowIndex.NoWindow)
                continue;
            var window = Index[windows[i]];
            for (var t = 0; t < batch.Length; t++)
            {
                if (_given[window.Entity][window.FirstRow + t])
                    continue;
                var cells = (((firstPlace + i) * batch.Length) + t) * batch.SignalCount;
                values.Slice(cells, batch.SignalCount).Clear();
                presence.Slice(cells, batch.SignalCount).Clear();
            }
        }
    }
}
