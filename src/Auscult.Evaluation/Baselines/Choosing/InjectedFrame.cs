using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines.Choosing;

/// <summary>
/// A frame with anomalies put into some rows: what a detector is chosen by where nobody has labelled any. Values that were not seen stay unseen.
/// </summary>
internal sealed class InjectedFrame : Frame
{
    private readonly Frame _frame;
    private readonly Dictionary<int, float[]> _planes = [];
    private readonly Dictionary<int, bool[]> _labels = [];

    /// <param name="frame">The whole; must outlive this one.</param>
    /// <param name="ranges">Rows that anomalies are put into, spread over each range.</param>
    /// <param name="spreads">How much each signal usually moves, in its unit; 0 for one that never did.</param>
    /// <param name="seeds">Decides kinds, places, signals and sizes.</param>
    public InjectedFrame(Frame frame, IReadOnlyList<RowRange> ranges, IReadOnlyList<double> spreads, Seeds seeds)
        : base(frame.Schema)
    {
        _frame = frame;
        foreach (var ofEntity in ranges.GroupBy(range => range.Entity))
        {
            var plane = frame.Rows(ofEntity.Key, 0, frame.Schema.RowCount).ToArray();
            var labels = new bool[frame.Schema.RowCount];
            var random = seeds.Child(frame.Schema.Entities[ofEntity.Key].Id).Generator();
            foreach (var range in ofEntity)
                SyntheticAnomalies.PutInto(plane, labels, range, spreads, random);
            (_planes[ofEntity.Key], _labels[ofEntity.Key]) = (plane, labels);
        }
    }

    /// <summary>Entities with anomalies.</summary>
    public IEnumerable<int> Entities => _planes.Keys;

    /// <summary>Which rows of an entity are anomalous.</summary>
    public bool[] LabelsOf(int entity) => _labels[entity];

    /// <inheritdoc/>
    protected override ReadOnlySpan<float> Plane(int plane, int firstRow, int rowCount)
    {
        if (_planes.TryGetValue(plane, out var injected))
            return injected.AsSpan(firstRow * Schema.Signals.Count, rowCount * Schema.Signals.Count);
        var behind = plane - Schema.Entities.Count;
        return behind < 0
            ? _frame.Rows(plane, firstRow, rowCount)
            : _frame.PeerRows(behind / 2, (PeerStatistic)(behind % 2), firstRow, rowCount);
    }
}
