using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>Where a frame's values are written: <c>[entity, row, signal]</c>, behind them the planes of the peer statistics.</summary>
internal interface IFrameValues
{
    /// <summary>Rows of one entity or plane (<see cref="FrameSchema.PeerPlane"/>), to write to.</summary>
    Span<float> Rows(int plane, int firstRow, int rowCount);
}

/// <summary>What a column of a frame entity is made of.</summary>
/// <param name="Samples">Samples of the entities that show on the frame entity; may be empty.</param>
/// <param name="Values">The column of their table.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ColumnSources(IReadOnlyList<EntitySamples> Samples, double[] Values);

/// <summary>Computes the values of a frame, table by table, several columns at a time on every processor.</summary>
internal sealed class FrameFiller(
    FusionPlan plan, EntityPlacement placement, FusionSpan span, FusionConfig config, IFrameValues values)
{
    // One cache line of a row: columns are computed one by one and stored side by side.
    public const int ColumnsAtOnce = 16;
    private const int RowsAtOnce = 1 << 10;
    private readonly ConcurrentBag<Worker> _workers = [];
    private readonly TimeGrid _grid = span.Grid;
    private readonly SplitCounts[] _counts = [.. plan.Columns.Select(_ => new SplitCounts(span))];
    private readonly HashSet<string> _unplaced = new(StringComparer.Ordinal);

    public long SampleRows { get; private set; }

    public long DuplicateRows { get; private set; }

    public long LateRows { get; private set; }

    public long RowsOutsideRecordings { get; private set; }

    public IReadOnlyList<string> UnplacedEntities => [.. _unplaced.Order(StringComparer.Ordinal)];

    public void Fill(Dataset dataset, TableReader reader, SampleScan scan)
    {
        foreach (var info in dataset.Series)
        {
            var positions = Positions(column => column.Layer == info.Layer && column.Table == info.EntityKind);
            if (positions.Length == 0)
                continue;
            var order = Ordered(info, scan.Orders[(info.Layer, info.EntityKind)]);
            foreach (var table in reader.Read(info, [.. positions.Select(p => plan.Columns[p].Source.Name).Distinct(StringComparer.Ordinal)]))
            {
                var columns = table.Columns.ToDictionary(column => column.Name, column => column.Values, StringComparer.Ordinal);
                Fill([.. positions.Where(p => columns.ContainsKey(plan.Columns[p].Source.Name))], order, columns);
            }
        }
        Fill(Positions(column => column.Layer is null), [], []);
    }

    /// <summary>Takes over what a reader of samples has counted.</summary>
    public void Count(long sampleRows, SamplePlacer placer, IEnumerable<string> unplaced)
    {
        SampleRows += sampleRows;
        (DuplicateRows, LateRows) = (DuplicateRows + placer.DuplicateRows, LateRows + placer.LateRows);
        RowsOutsideRecordings += placer.RowsOutsideRecordings;
        _unplaced.UnionWith(unplaced);
    }

    /// <summary>What was met in final rows, by column.</summary>
    /// <param name="kept">What was met in the rows that were taken over.</param>
    public IReadOnlyList<ResampleCounts> FinalCounts(IReadOnlyList<ResampleCounts>? kept) => [.. _counts.Select((counts, i) =>
    {
        var final = counts.Final with { };
        final.Add(kept?[i] ?? new ResampleCounts());
        return final;
    })];

    /// <summary>What was met in all rows, by column.</summary>
    /// <param name="rowCount">Rows of the frame.</param>
    /// <param name="kept">What was met in the rows that were taken over.</param>
    public IReadOnlyList<SignalFindings> Findings(int rowCount, IReadOnlyList<ResampleCounts>? kept) => [.. FinalCounts(kept).Select((counts, i) =>
    {
        counts.Add(_counts[i].Open);
        var signal = plan.Columns[i].Signal;
        return new SignalFindings(
            signal.Name, signal.Layer, (double)counts.Present / ((long)placement.FrameEntities.Count * rowCount),
            counts.Resets, counts.Wraps, counts.StepsBack, counts.Gaps, counts.NonFinite);
    })];

    private int[] Positions(Func<PlannedColumn, bool> condition) =>
        [.. Enumerable.Range(0, plan.Columns.Count).Where(position => condition(plan.Columns[position]))];

    private IReadOnlyList<EntitySamples> Ordered(SeriesInfo info, SampleOrder order)
    {
        Count(info.RowCount, order.Placer, order.Entities.Select(s => s.Entity).Where(id => placement.FrameEntitiesOf(id).Length == 0));
        return span.FirstRow == 0
            ? order.Entities
            : [.. order.Entities.Select(samples => samples.From(span.FirstRow, span.FirstSegment)).OfType<EntitySamples>()];
    }

    private void Fill(int[] positions, IReadOnlyList<EntitySamples> ordered, Dictionary<string, double[]> columns)
    {
        var shown = Enumerable.Range(0, placement.FrameEntities.Count).Select(_ => new List<EntitySamples>()).ToArray();
        foreach (var samples in ordered)
        {
            foreach (var entity in placement.FrameEntitiesOf(samples.Entity))
                shown[entity].Add(samples);
        }
        var work = shown.SelectMany((_, entity) => positions.Chunk(ColumnsAtOnce).Select(chunk => (entity, chunk)));
        Parallel.ForEach(Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering), item => Fill(
            item.entity, item.chunk, column => new ColumnSources(
                column.Child is null
                    ? shown[item.entity]
                    : [.. shown[item.entity].Where(samples => placement.ChildName(samples.Entity) == column.Child)],
                columns.GetValueOrDefault(column.Source.Name, []))));
    }

    /// <summary>Computes some columns of one entity. Safe for several threads with different entities or columns.</summary>
    /// <param name="entity">Index of the frame entity.</param>
    /// <param name="positions">Columns, at most <see cref="ColumnsAtOnce"/>.</param>
    /// <param name="sourcesOf">The samples of a column; asked for one column after another.</param>
    public void Fill(int entity, int[] positions, Func<PlannedColumn, ColumnSources> sourcesOf)
    {
        if (!_workers.TryTake(out var worker))
            worker = new Worker(_grid, config);
        for (var i = 0; i < positions.Length; i++)
        {
            var column = plan.Columns[positions[i]];
            var sources = sourcesOf(column);
            var found = new SplitCounts(span);
            worker.Fuser.Fuse(column, sources.Samples, sources.Values, worker.Columns[i], found);
            lock (_counts)
                _counts[positions[i]].Add(found);
        }
        for (var first = 0; first < _grid.RowCount; first += RowsAtOnce)
        {
            var rows = values.Rows(entity, span.FirstRow + first, Math.Min(RowsAtOnce, _grid.RowCount - first));
            FloatColumns.Interleave(worker.Columns, positions, first, rows, plan.Columns.Count);
        }
        _workers.Add(worker);
    }

    /// <summary>Buffers of one thread.</summary>
    private sealed class Worker(TimeGrid grid, FusionConfig config)
    {
        public ColumnFuser Fuser { get; } = new(grid, config);

        public float[][] Columns { get; } = [.. Enumerable.Range(0, ColumnsAtOnce).Select(_ => new float[grid.RowCount])];
    }
}
