using System.Collections.Concurrent;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.Long;

namespace Auscult.Telemetry.Fusion;

/// <summary>
/// Fills a frame from samples in long form, partition by partition: memory holds the samples of one partition per processor, whatever the
/// size of the file.
/// </summary>
internal sealed class LongFiller(
    LongParquetDataset dataset, FusionPlan plan, EntityPlacement placement, TimeGrid grid, FusionConfig config, ClockEstimate clock,
    FrameFiller filler)
{
    private readonly LongSamples _samples = dataset.Samples;
    private readonly ConcurrentBag<Worker> _workers = [];
    private readonly int[] _isCounted = new int[dataset.Samples.Series.Count];
    private readonly Dictionary<(int Entity, string Signal), int> _numberOf = dataset.Samples.Series.Select((series, number) => (series, number))
        .ToDictionary(pair => (pair.series.Entity, dataset.Samples.Signals[pair.series.Signal]), pair => pair.number);

    /// <summary>The columns that hold any finite number.</summary>
    public static HashSet<(Layer, EntityKind, string)> SeenColumns(LongParquetDataset dataset) => [.. dataset.Samples.Series
        .Where(series => series.IsSeen)
        .Select(series => (dataset.Layers[series.Signal], dataset.KindOf[dataset.Samples.Entities[series.Entity]], dataset.Samples.Signals[series.Signal]))];

    public void Fill()
    {
        var shown = Shown();
        var outside = Enumerable.Range(0, _samples.Entities.Count).Where(entity => placement.IsOutside(_samples.Entities[entity])).ToHashSet();
        var shared = SeriesOf(entity => outside.Contains(entity) && placement.FrameEntitiesOf(_samples.Entities[entity]).Length > 0);
        var own = SeriesOf(entity => !outside.Contains(entity)).ToLookup(number => FrameEntityOf(_samples.Series[number].Entity));
        // Frame entities that lie in the same partitions are filled together. One without samples lies in none.
        var jobs = Enumerable.Range(0, shown.Length)
            .GroupBy(entity => string.Join(' ', own[entity].Select(number => _samples.Series[number].Partition).Distinct().Order()))
            .Select(job => (Entities: job.ToArray(), Series: (int[])[.. shared, .. job.SelectMany(entity => own[entity])]));
        Parallel.ForEach(Partitioner.Create(jobs, EnumerablePartitionerOptions.NoBuffering), job =>
        {
            if (!_workers.TryTake(out var worker))
                worker = new Worker(_samples, grid, config, clock, _isCounted);
            worker.Partition.Load(job.Series, job.Series.Select(number => _samples.Series[number].Partition).Distinct());
            foreach (var entity in job.Entities)
            {
                foreach (var positions in Enumerable.Range(0, plan.Columns.Count).Chunk(FrameFiller.ColumnsAtOnce))
                    filler.Fill(entity, positions, column => worker.SourcesOf(Series(column, shown[entity])));
            }
            _workers.Add(worker);
        });
        var unplaced = _samples.Entities.Where(id => placement.FrameEntitiesOf(id).Length == 0);
        filler.Count(_samples.RowCount, new SamplePlacer(grid, 0), unplaced);
        foreach (var worker in _workers)
            filler.Count(0, worker.Placer, []);
    }

    private int FrameEntityOf(int entity) => placement.FrameEntitiesOf(_samples.Entities[entity])[0];

    private int[] SeriesOf(Func<int, bool> ofEntity) =>
        [.. Enumerable.Range(0, _samples.Series.Count).Where(number => ofEntity(_samples.Series[number].Entity))];

    private List<int>[] Shown()
    {
        var shown = placement.FrameEntities.Select(_ => new List<int>()).ToArray();
        for (var entity = 0; entity < _samples.Entities.Count; entity++)
        {
            foreach (var place in placement.FrameEntitiesOf(_samples.Entities[entity]))
                shown[place].Add(entity);
        }
        return shown;
    }

    private IEnumerable<(int Number, string Entity)> Series(PlannedColumn column, List<int> shown)
    {
        foreach (var entity in column.Layer is null ? [] : shown)
        {
            var id = _samples.Entities[entity];
            if (dataset.KindOf[id] == column.Table && (column.Child is null || placement.ChildName(id) == column.Child)
                && _numberOf.TryGetValue((entity, column.Source.Name), out var number))
                yield return (number, id);
        }
    }

    /// <summary>Buffers of one thread.</summary>
    private sealed class Worker(LongSamples samples, TimeGrid grid, FusionConfig config, ClockEstimate clock, int[] isCounted)
    {
        private readonly SamplePlacer _again = new(grid, config.GaugeHoldIntervals);
        private readonly List<EntitySamples> _placed = [];
        private readonly List<(long[] Times, int[] Rows)> _buffers = [];

        public LongPartition Partition { get; } = new(samples);

        public SamplePlacer Placer { get; } = new(grid, config.GaugeHoldIntervals);

        public ColumnSources SourcesOf(IEnumerable<(int Number, string Entity)> series)
        {
            var used = 0;
            foreach (var (number, entity) in series)
            {
                if (used == _placed.Count)
                {
                    _placed.Add(new EntitySamples());
                    _buffers.Add(([], []));
                }
                var count = (int)samples.Series[number].Count;
                var (times, rows) = _buffers[used];
                if (times.Length < count)
                    _buffers[used] = (times, rows) = (new long[count], new int[count]);
                var begin = Partition.BeginOf(number);
                Partition.Times.AsSpan(begin, count).CopyTo(times);
                for (var i = 0; i < count; i++)
                    rows[i] = begin + i;
                clock.Correct(entity, times.AsSpan(0, count));
                _placed[used].Entity = entity;
                // A series that shows in several places is counted once.
                var placer = Interlocked.Exchange(ref isCounted[number], 1) == 0 ? Placer : _again;
                if (placer.Place(_placed[used], times, rows, count))
                    used++;
            }
            return new ColumnSources(_placed[..used], Partition.Values);
        }
    }
}
