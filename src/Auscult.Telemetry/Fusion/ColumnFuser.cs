using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>
/// Fills one column of one frame entity: resamples every entity that shows on it and rolls them up. Not safe for several threads.
/// </summary>
internal sealed class ColumnFuser(TimeGrid grid, FusionConfig config)
{
    private readonly Resampler _resampler = new(grid, config);
    private readonly float[] _child = new float[grid.RowCount];
    private readonly int[] _seen = new int[grid.RowCount];

    /// <param name="column">What to fill.</param>
    /// <param name="sources">Samples of the entities that show on the frame entity; may be empty.</param>
    /// <param name="values">The column of their table.</param>
    /// <param name="target">One value per row.</param>
    /// <param name="counts">What was met.</param>
    public void Fuse(
        PlannedColumn column, IReadOnlyList<EntitySamples> sources, double[] values, Span<float> target, SplitCounts counts)
    {
        if (sources.Count == 0)
        {
            target.Fill(float.NaN);
            return;
        }
        _resampler.Resample(sources[0], values, column.Source.Kind, column.Resampling, target, counts);
        if (sources.Count > 1)
            RollUp(column, sources, values, target, counts);
        counts.ByRow(target, (part, rows) => (part.Present += FloatColumns.CountPresent(rows)) > 0);
    }

    private void RollUp(
        PlannedColumn column, IReadOnlyList<EntitySamples> sources, double[] values, Span<float> target, SplitCounts counts)
    {
        for (var row = 0; row < target.Length; row++)
            _seen[row] = float.IsNaN(target[row]) ? 0 : 1;
        foreach (var source in sources.Skip(1))
        {
            _resampler.Resample(source, values, column.Source.Kind, column.Resampling, _child, counts);
            for (var row = 0; row < target.Length; row++)
            {
                if (float.IsNaN(_child[row]))
                    continue;
                target[row] = _seen[row]++ == 0 ? _child[row] : Combine(column.Source.Aggregation, target[row], _child[row]);
            }
        }
        if (column.Source.Aggregation == Aggregation.Mean)
        {
            for (var row = 0; row < target.Length; row++)
                target[row] = _seen[row] > 1 ? target[row] / _seen[row] : target[row];
        }
    }

    private static float Combine(Aggregation aggregation, float a, float b) => aggregation switch
    {
        Aggregation.Min => Math.Min(a, b),
        Aggregation.Max => Math.Max(a, b),
        Aggregation.Last => b,
        _ => a + b,
    };
}
