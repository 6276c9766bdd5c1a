using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>Groups the rows of a table by entity, puts them in order of time and places them on the grid.</summary>
internal sealed class SampleOrder
{
    private readonly ClockEstimate _clock;

    public SampleOrder(SeriesTable table, TimeGrid grid, double holdIntervals, ClockEstimate clock)
    {
        _clock = clock;
        Placer = new SamplePlacer(grid, holdIntervals);
        Entities = [.. RowsByEntity(table).Select((rows, entity) => Place(table, entity, rows)).OfType<EntitySamples>()];
    }

    /// <summary>Entities that have samples within a recording.</summary>
    public IReadOnlyList<EntitySamples> Entities { get; }

    /// <summary>What was met.</summary>
    public SamplePlacer Placer { get; }

    private static int[][] RowsByEntity(SeriesTable table)
    {
        var counts = new int[table.Entities.Count];
        foreach (var entity in table.EntityIndex)
            counts[entity]++;
        var rows = counts.Select(count => new int[count]).ToArray();
        Array.Clear(counts);
        for (var row = 0; row < table.RowCount; row++)
        {
            var entity = table.EntityIndex[row];
            rows[entity][counts[entity]++] = row;
        }
        return rows;
    }

    private EntitySamples? Place(SeriesTable table, int entity, int[] tableRows)
    {
        var times = new long[tableRows.Length];
        for (var i = 0; i < times.Length; i++)
            times[i] = table.TimesMicros[tableRows[i]];
        _clock.Correct(table.Entities[entity], times);
        var samples = new EntitySamples { Entity = table.Entities[entity] };
        return Placer.Place(samples, times, tableRows, times.Length) ? samples : null;
    }
}
