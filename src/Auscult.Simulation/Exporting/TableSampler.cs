using Auscult.Simulation.Noise;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// Takes the samples of one table, block after block. Entities are independent of each other, so they are measured in parallel.
/// </summary>
internal sealed class TableSampler
{
    /// <summary>
    /// Rows that are handed over at once: what two processors measure in some milliseconds, small enough for their caches.
    /// </summary>
    private const int SliceRows = 16_384;
    private readonly SeriesTableModel _table;
    private readonly NoiseStream[] _random;
    private readonly SampleSchedule _schedule;
    private readonly TableFailings _failings;
    private readonly int[] _firstRow;
    private readonly SeriesBlock _block;

    /// <param name="table">What is measured.</param>
    /// <param name="settings">How it is measured.</param>
    /// <param name="ticks">Most ticks of a block.</param>
    /// <param name="stepSeconds">Length of a tick.</param>
    /// <param name="recorded">First moment that is recorded, and first one that is not, microseconds since 1970-01-01 UTC.</param>
    /// <param name="seeds">Where the entities' numbers come from.</param>
    public TableSampler(
        SeriesTableModel table, ExporterSettings settings, int ticks, double stepSeconds, (long From, long Until) recorded, Seeds seeds)
    {
        _table = table;
        var entities = table.Entities.Count;
        _random = [.. table.Entities.Select(id => new NoiseStream(seeds.Child($"{table.Layer}/{id}").Value))];
        (_schedule, _firstRow) = (new SampleSchedule(table, ticks, recorded), new int[entities]);
        foreach (var column in table.Columns)
            column.Prepare(entities, stepSeconds, settings);
        for (var entity = 0; entity < entities; entity++)
        {
            foreach (var column in table.Columns)
                column.Start(entity, ref _random[entity]);
        }
        _block = new SeriesBlock(
            table.Layer, table.EntityKind, table.Entities, [.. table.Columns.Select(column => (column.Name, column is CounterColumn))])
        {
            IsTruth = table.IsTruth,
        };
        _failings = new TableFailings(table, settings, seeds);
    }

    /// <summary>Measures a block of time and hands the rows over, some thousand at a time: memory is needed for those only.</summary>
    /// <param name="block">The block.</param>
    /// <param name="parallel">How many threads.</param>
    /// <param name="sink">Takes the rows.</param>
    public void Measure(Block block, ParallelOptions parallel, ISeriesSink sink)
    {
        _schedule.Begin(block);
        var slice = Math.Max(1, SliceRows / (_table.Target?.MostSamples(block) ?? block.Ticks));
        for (var first = 0; first < _random.Length; first += slice)
        {
            var (end, rows) = (Math.Min(first + slice, _random.Length), 0);
            for (var entity = first; entity < end; entity++)
            {
                _firstRow[entity] = rows;
                rows += _schedule.Plan(entity, block);
            }
            _block.Reserve(rows);
            Parallel.For(first, end, parallel, entity => Measure(entity, block));
            if (rows > 0)
                sink.Write(_block);
        }
    }

    private void Measure(int entity, Block block)
    {
        var times = _schedule.TimesMicros(entity);
        var (first, count) = (_firstRow[entity], times.Length);
        times.CopyTo(_block.TimesMicros[first..]);
        _block.EntityIndex.Slice(first, count).Fill(entity);
        var sampling = _schedule.Of(entity, block);
        for (var i = 0; i < _table.Columns.Count; i++)
        {
            if (_table.Columns[i] is CounterColumn counter)
                counter.Measure(entity, sampling, _block.Doubles(i).Slice(first, count));
            else if (_table.Columns[i] is GaugeColumn gauge)
                gauge.Measure(entity, sampling, _block.Floats(i).Slice(first, count), ref _random[entity]);
        }
        _failings.Apply(entity, sampling, _block, first);
    }
}
