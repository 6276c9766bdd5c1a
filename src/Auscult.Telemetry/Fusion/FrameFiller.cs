using System.Collections.Concurrent;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>Where a frame's values are written: <c>[entity, row, signal]</c>, behind them the planes of the peer statistics.</summary>
internal interface IFrameValues
{
    /// <summary>Rows of one entity or plane (<see cref="FrameSchema.PeerPlane"/>), to write to.</summary>
    Span<float> Rows(int plane, int firstRow, int rowCount);
}

/// <summary>Computes the values of a frame, table by table, several columns at a time on every processor.</summary>
internal sealed class FrameFiller(
    FusionPlan plan, EntityPlacement placement, TimeGrid grid, FusionConfig config, IFrameValues values)
{
    // One cache line of a row: columns are computed one by one and stored side by side.
    private const int ColumnsAtOnce = 16;
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

    public IReadOnlyList<SignalFindings> Findings() => [.. plan.Columns.Select((column, i) => new SignalFindings(
        column.Signal.Name, column.Signal.Layer, (double)_counts[i].Present / ((long)placement.FrameEntities.Count * grid.RowCount),
        _counts[i].Resets, _counts[i].Wraps, _counts[i].StepsBack, _counts[i].Gaps, _counts[i].NonFinite))];

    private int[] Positions(Func<PlannedColumn, bool> condition) =>
        [.. Enumerable.Range(0, plan.Columns.Count).Where(position => condition(plan.Columns[position]))];

    private SampleOrder Ordered(SeriesTable table, bool isFirst)
    {
        var order = new SampleOrder(table, grid, config.GaugeHoldIntervals);
        if (isFirst)
        {
            SampleRows += table.RowCount;
            (DuplicateRows, LateRows) = (DuplicateRows + order.DuplicateRows, LateRows + order.LateRows);
            RowsOutsideRecordings += order.RowsOutsideRecordings;
            _unplaced.UnionWith(order.Entities.Select(s => s.Entity).Where(id => placement.FrameEntitiesOf(id).Length == 0));
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
        Parallel.ForEach(Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering), item =>
        {
            if (!_workers.TryTake(out var worker))
                worker = new Worker(grid, config);
            Fill(worker, item.entity, item.chunk, shown[item.entity], columns);
            _workers.Add(worker);
        });
    }

    private void Fill(Worker worker, int entity, int[] positions, List<EntitySamples> shown, Dictionary<string, double[]> columns)
    {
        for (var i = 0; i < positions.Length; i++)
        {
            var column = plan.Columns[positions[i]];
            var sources = column.Child is null ? shown : [.. shown.Where(samples => placement.ChildName(samples.Entity) == column.Child)];
            var found = new ResampleCounts();
            worker.Fuser.Fuse(column, sources, columns.GetValueOrDefault(column.Source.Name, []), worker.Columns[i], found);
            lock (_counts)
                _counts[positions[i]].Add(found);
        }
        for (var first = 0; first < grid.RowCount; first += RowsAtOnce)
        {
            var rows = values.Rows(entity, first, Math.Min(RowsAtOnce, grid.RowCount - first));
            FloatColumns.Interleave(worker.Columns, positions, first, rows, plan.Columns.Count);
        }
    }

    /// <summary>Buffers of one thread.</summary>
    private sealed class Worker(TimeGrid grid, FusionConfig config)
    {
        public ColumnFuser Fuser { get; } = new(grid, config);

        public float[][] Columns { get; } = [.. Enumerable.Range(0, ColumnsAtOnce).Select(_ => new float[grid.RowCount])];
    }
}
