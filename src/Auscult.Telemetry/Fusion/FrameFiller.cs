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
    FusionPlan plan, EntityPlacement placement, TimeGrid grid, FusionConfig config, ClockEstimate clock, IFrameValues values)
{
    // One cache line of a row: columns are computed one by one and stored side by side.
    public const int ColumnsAtOnce = 16;
    private const int RowsAtOnce = 1 << 10;
    private readonly ConcurrentBag<Worker> _workers = [];
    private readonly ResampleCounts[] _counts = [.. plan.Columns.Select(_ => new ResampleCounts())];
    private readonly HashSet<string> _unplaced = new(StringComparer.Ordinal);

    public long SampleRows { get; private set; }

    public long DuplicateRows { get; private set; }

    public long LateRows { get; private set; }

    public long RowsOutsideRecordings { get; private set; }

    public IReadOnlyList<string> UnplacedEntities => [.. _unplaced.Order(StringComparer.Ordinal)];

    public void Fill(Dataset dataset, TableReader reader)
    {
        foreach (var info in dataset.Series)
        {
            var positions = Positions(column => column.Layer == info.Layer && column.Table == info.EntityKind);
            if (positions.Length == 0)
                continue;
            SampleOrder? order = null;
            foreach (var table in reader.Read(info, [.. positions.Select(p => plan.Columns[p].Source.Name).Distinct(StringComparer.Ordinal)]))
            {
                order = Ordered(table, isFirst: order is null);
                var columns = table.Columns.ToDictionary(column => column.Name, column => column.Values, StringComparer.Ordinal);
                Fill([.. positions.Where(p => columns.ContainsKey(plan.Columns[p].Source.Name))], order, columns);
            }
        }
        Fill(Positions(column => column.Layer is null), null, []);
    }

    /// <summary>Takes over what a reader of samples has counted.</summary>
    public void Count(long sampleRows, SamplePlacer placer, IEnumerable<string> unplaced)
    {
        SampleRows += sampleRows;
        (DuplicateRows, LateRows) = (DuplicateRows + placer.DuplicateRows, LateRows + placer.LateRows);
        RowsOutsideRecordings += placer.RowsOutsideRecordings;
        _unplaced.UnionWith(unplaced);
    }

    public IReadOnlyList<SignalFindings> Findings() => [.. plan.Columns.Select((column, i) => new SignalFindings(
        column.Signal.Name, column.Signal.Layer, (double)_counts[i].Present / ((long)placement.FrameEntities.Count * grid.RowCount),
        _counts[i].Resets, _counts[i].Wraps, _counts[i].StepsBack, _counts[i].Gaps, _counts[i].NonFinite))];

    private int[] Positions(Func<PlannedColumn, bool> condition) =>
        [.. Enumerable.Range(0, plan.Columns.Count).Where(position => condition(plan.Columns[position]))];

    private SampleOrder Ordered(SeriesTable table, bool isFirst)
    {
        var order = new SampleOrder(table, grid, config.GaugeHoldIntervals, clock);
        if (isFirst)
        {
            var unplaced = order.Entities.Select(s => s.Entity).Where(id => placement.FrameEntitiesOf(id).Length == 0);
            Count(table.RowCount, order.Placer, unplaced);
        }
        return order;
    }

    private void Fill(int[] positions, SampleOrder? order, Dictionary<string, double[]> columns)
    {
        var shown = Enumerable.Range(0, placement.FrameEntities.Count).Select(_ => new List<EntitySamples>()).ToArray();
        foreach (var samples in order?.Entities ?? [])
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
            worker = new Worker(grid, config);
        for (var i = 0; i < positions.Length; i++)
        {
            var column = plan.Columns[positions[i]];
            var sources = sourcesOf(column);
            var found = new ResampleCounts();
            worker.Fuser.Fuse(column, sources.Samples, sources.Values, worker.Columns[i], found);
            lock (_counts)
                _counts[positions[i]].Add(found);
        }
        for (var first = 0; first < grid.RowCount; first += RowsAtOnce)
        {
            var rows = values.Rows(entity, first, Math.Min(RowsAtOnce, grid.RowCount - first));
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
