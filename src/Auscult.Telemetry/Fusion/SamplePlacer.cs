using System.Runtime.CompilerServices;

namespace Auscult.Telemetry.Fusion;

/// <summary>Places the samples of one entity on the grid. Not safe for several threads: it counts.</summary>
/// <param name="grid">The rows.</param>
/// <param name="holdIntervals">How many sampling intervals a gauge stands for.</param>
internal sealed class SamplePlacer(TimeGrid grid, double holdIntervals)
{
    public long DuplicateRows { get; private set; }

    public long LateRows { get; private set; }

    public long RowsOutsideRecordings { get; private set; }

    /// <summary>Puts samples in order and on the grid; false when none lies in a recording.</summary>
    /// <param name="samples">What to fill; its arrays are used again when they are large enough.</param>
    /// <param name="times">Times in microseconds in the order of the file; sorted and compacted in place.</param>
    /// <param name="tableRows">Table row of each sample, ascending; likewise.</param>
    /// <param name="count">Number of samples.</param>
    public bool Place(EntitySamples samples, long[] times, int[] tableRows, int count)
    {
        Sort(times, tableRows, count);
        if (samples.Rows.Length < count)
            (samples.Rows, samples.StepRows) = (new int[count], new int[count]);
        samples.Runs.Clear();
        samples.Repeated.Clear();
        samples.Held.Clear();
        samples.OnePerRow = true;
        (samples.Times, samples.Count) = (times, 0);
        var next = 0;
        while (next < count)
        {
            var segment = grid.SegmentAt(times[next]);
            if (segment < 0)
            {
                RowsOutsideRecordings++;
                next++;
                continue;
            }
            next = PlaceRun(samples, tableRows, segment, next, count);
        }
        if (samples.Count == 0)
            return false;
        var contiguous = tableRows[samples.Count - 1] - tableRows[0] == samples.Count - 1 && IsAscending(tableRows.AsSpan(0, samples.Count));
        samples.TableRows = contiguous ? null : tableRows;
        samples.FirstTableRow = tableRows[0];
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PlaceRun(EntitySamples samples, int[] tableRows, int segment, int next, int count)
    {
        var (times, rows, stepRows) = (samples.Times, samples.Rows, samples.StepRows);
        var (begin, kept) = (samples.Count, samples.Count);
        var last = grid.LastMomentOf(segment);
        var position = grid.PositionIn(segment);
        for (; next < count && times[next] < last; next++)
        {
            var time = times[next];
            if (kept > begin && times[kept - 1] == time)
            {
                samples.Repeated.Add((kept - 1, tableRows[kept - 1]));
                tableRows[kept - 1] = tableRows[next];
                DuplicateRows++;
                continue;
            }
            (times[kept], tableRows[kept]) = (time, tableRows[next]);
            (rows[kept], stepRows[kept]) = position.Of(time);
            samples.OnePerRow &= kept == 0 || rows[kept] != rows[kept - 1];
            kept++;
        }
        var before = samples.Runs.Count == 0 ? 0 : samples.Runs[^1].Interval;
        var run = new SampleRun(segment, begin, kept, SamplingInterval.Of(times.AsSpan(begin, kept - begin), before));
        samples.Count = kept;
        samples.Runs.Add(run);
        Hold(samples, run);
        return next;
    }

    // Rows of one time keep the order of the file: the later row wins.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sort(long[] times, int[] tableRows, int count)
    {
        var late = 0;
        var newest = long.MinValue;
        foreach (var time in times.AsSpan(0, count))
        {
            late += time < newest ? 1 : 0;
            newest = Math.Max(newest, time);
        }
        if (late == 0)
            return;
        LateRows += late;
        var keys = new (long Time, int TableRow)[count];
        for (var i = 0; i < count; i++)
            keys[i] = (times[i], tableRows[i]);
        Array.Sort(keys);
        for (var i = 0; i < count; i++)
            (times[i], tableRows[i]) = keys[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsAscending(ReadOnlySpan<int> rows)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (rows[i] <= rows[i - 1])
                return false;
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Hold(EntitySamples samples, SampleRun run)
    {
        var (times, rows) = (samples.Times, samples.Rows);
        var longest = (long)(run.Interval * holdIntervals);
        for (var i = run.Begin; i < run.End; i++)
        {
            var end = i + 1 < run.End ? rows[i + 1] : grid.Segments[run.Segment].EndRow;
            for (var row = rows[i] + 1; row < end && grid.BeginOf(run.Segment, row) - times[i] <= longest; row++)
                samples.Held.Add(new HeldRow(row, rows[i]));
        }
    }
}
