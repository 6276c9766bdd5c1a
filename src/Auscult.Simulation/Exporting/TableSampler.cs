using Auscult.Simulation.Noise;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Exporting;

/// <summary>Takes the samples of one table, block after block. Entities are independent of each other, so they are measured in parallel.</summary>
internal sealed class TableSampler
{
    /// <summary>Rows that are handed over at once: what two processors measure in some milliseconds, small enough for their caches.</summary>
    private const int SliceRows = 16_384;
    private readonly SeriesTableModel _table;
    private readonly NoiseStream[] _random;
    private readonly int[][] _sampled;
    private readonly int[] _sampleCount;
    private readonly int[] _firstRow;
    private readonly SeriesBlock _block;

    /// <param name="table">What is measured.</param>
    /// <param name="noise">Factor on every measurement noise.</param>
    /// <param name="ticks">Most ticks of a block.</param>
    /// <param name="seeds">Where the entities' numbers come from.</param>
    public TableSampler(SeriesTableModel table, double noise, int ticks, Seeds seeds)
    {
        _table = table;
        var entities = table.Entities.Count;
        _random = [.. table.Entities.Select(id => new NoiseStream(seeds.Child($"{table.Layer}/{id}").Value))];
        (_sampled, _sampleCount, _firstRow) = ([.. table.Entities.Select(_ => new int[ticks])], new int[entities], new int[entities]);
        foreach (var column in table.Columns)
            column.Prepare(entities, noise);
        for (var entity = 0; entity < entities; entity++)
        {
            foreach (var column in table.Columns)
                column.Start(entity, ref _random[entity]);
        }
        _block = new SeriesBlock(table.Layer, table.EntityKind, table.Entities, [.. table.Columns.Select(column => column.Name)]);
    }

    /// <summary>Measures a block of time and hands the rows over, some thousand at a time: memory is needed for those only.</summary>
    /// <param name="block">The block.</param>
    /// <param name="parallel">How many threads.</param>
    /// <param name="sink">Takes the rows.</param>
    public void Measure(Block block, ParallelOptions parallel, ISeriesSink sink)
    {
        var slice = Math.Max(1, SliceRows / block.Ticks);
        for (var first = 0; first < _sampled.Length; first += slice)
        {
            var (end, rows) = (Math.Min(first + slice, _sampled.Length), 0);
            for (var entity = first; entity < end; entity++)
            {
                _firstRow[entity] = rows;
                rows += _sampleCount[entity] = Schedule(entity, block);
            }
            if (rows == 0)
                continue;
            _block.Reserve(rows);
            Parallel.For(first, end, parallel, entity => Measure(entity, block));
            sink.Write(_block);
        }
    }

    private int Schedule(int entity, Block block)
    {
        var interval = Math.Max(1, (long)Math.Round(_table.IntervalSeconds / block.StepSeconds));
        var (present, count) = (_table.Present, 0);
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            if ((block.FirstTick + tick) % interval == 0 && (present is null || present[entity][tick] > 0))
                _sampled[entity][count++] = tick;
        }
        return count;
    }

    private void Measure(int entity, Block block)
    {
        var (first, count) = (_firstRow[entity], _sampleCount[entity]);
        var sampled = _sampled[entity].AsSpan(0, count);
        for (var i = 0; i < count; i++)
        {
            _block.TimesMicros[first + i] = Micros.From(block.TimeOf(sampled[i]));
            _block.EntityIndex[first + i] = entity;
        }
        for (var i = 0; i < _table.Columns.Count; i++)
            _table.Columns[i].Measure(entity, block.Ticks, block.StepSeconds, sampled, _block.Values[i].AsSpan(first, count), ref _random[entity]);
    }
}
