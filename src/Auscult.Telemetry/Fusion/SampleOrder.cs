using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>Groups the rows of a table by entity, puts them in order of time and places them on the grid.</summary>
internal sealed class SampleOrder
{
    private readonly TimeGrid _grid;
    private readonly double _holdIntervals;

    public SampleOrder(SeriesTable table, TimeGrid grid, double holdIntervals)
    {
        (_grid, _holdIntervals) = (grid, holdIntervals);
        Entities = [.. RowsByEntity(table).Select((rows, entity) => Place(table, entity, rows)).OfType<EntitySamples>()];
    }

    /// <summary>Entities that have samples within a recording.</summary>
    public IReadOnlyList<EntitySamples> Entities { get; }

    public long DuplicateRows { get; private set; }

    public long LateRows { get; private set; }

    public long RowsOutsideRecordings { get; private set; }

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
        var times = tableRows.Select(row => table.TimesMicros[row]).ToArray();
        Sort(times, tableRows);
        var kept = 0;
        var gridRows = new int[times.Length];
        var stepRows = new int[times.Length];
        var runs = new List<SampleRun>();
        var repeated = new List<(int, int)>();
        var onePerRow = true;
        for (var i = 0; i < times.Length; i++)
        {
            var segment = _grid.SegmentAt(times[i]);
            if (segment < 0)
            {
                RowsOutsideRecordings++;
                continue;
            }
            if (kept > 0 && times[kept - 1] == times[i])
            {
                repeated.Add((kept - 1, tableRows[kept - 1]));
                tableRows[kept - 1] = tableRows[i];
                DuplicateRows++;
                continue;
            }
            (times[kept], tableRows[kept]) = (times[i], tableRows[i]);
            (gridRows[kept], stepRows[kept]) = (_grid.RowAt(segment, times[i]), _grid.StepAt(segment, times[i]));
            onePerRow &= kept == 0 || gridRows[kept] != gridRows[kept - 1];
            if (runs.Count == 0 || runs[^1].Segment != segment)
                runs.Add(new SampleRun(segment, kept, kept));
            runs[^1] = runs[^1] with { End = ++kept };
        }
        if (kept == 0)
            return null;
        var contiguous = tableRows[kept - 1] - tableRows[0] == kept - 1 && IsAscending(tableRows.AsSpan(0, kept));
        var interval = MedianInterval(times, runs);
        return new EntitySamples
        {
            Entity = table.Entities[entity],
            Times = times[..kept],
            Rows = gridRows[..kept],
            StepRows = stepRows[..kept],
            TableRows = contiguous ? null : tableRows[..kept],
            FirstTableRow = tableRows[0],
            Repeated = [.. repeated],
            Runs = [.. runs],
            MedianInterval = interval,
            OnePerRow = onePerRow,
            Held = Held(times, gridRows, runs, (long)(interval * _holdIntervals)),
        };
    }

    // Rows of one time keep the order of the file: the later row wins.
    private void Sort(long[] times, int[] tableRows)
    {
        var late = 0;
        var newest = long.MinValue;
        foreach (var time in times)
        {
            late += time < newest ? 1 : 0;
            newest = Math.Max(newest, time);
        }
        LateRows += late;
        if (late > 0)
        {
            var keys = times.Zip(tableRows).ToArray();
            Array.Sort(keys, tableRows);
            for (var i = 0; i < keys.Length; i++)
                times[i] = keys[i].First;
        }
    }

    private static bool IsAscending(ReadOnlySpan<int> rows)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (rows[i] <= rows[i - 1])
                return false;
        }
        return true;
    }

    private static long MedianInterval(long[] times, List<SampleRun> runs)
    {
        var intervals = new List<long>(times.Length);
        foreach (var run in runs)
        {
            for (var i = run.Begin + 1; i < run.End; i++)
                intervals.Add(times[i] - times[i - 1]);
        }
        intervals.Sort();
        return intervals.Count == 0 ? 0 : intervals[intervals.Count / 2];
    }

    private HeldRow[] Held(long[] times, int[] gridRows, List<SampleRun> runs, long longest)
    {
        var held = new List<HeldRow>();
        foreach (var run in runs)
        {
            for (var i = run.Begin; i < run.End; i++)
            {
                var end = i + 1 < run.End ? gridRows[i + 1] : _grid.Segments[run.Segment].EndRow;
                for (var row = gridRows[i] + 1; row < end && _grid.BeginOf(run.Segment, row) - times[i] <= longest; row++)
                    held.Add(new HeldRow(row, gridRows[i]));
            }
        }
        return [.. held];
    }
}
