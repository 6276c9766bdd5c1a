namespace Auscult.Telemetry.Fusion;

/// <summary>
/// How often a series is sampled: the median of its first intervals in a recording, rounded. Later samples do not change it, so that
/// new data change no row that is already there and test rows change no training row.
/// </summary>
internal static class SamplingInterval
{
    /// <summary>How many intervals are looked at.</summary>
    public const int Learned = 64;

    /// <summary>
    /// From how many rows of the table per value on a column may have a clock of its own; also the fewest intervals to tell.
    /// </summary>
    public const int SlowerThanTable = 4;

    /// <summary>Microseconds; <paramref name="before"/> when there are fewer than two samples.</summary>
    /// <param name="times">Ascending times of one entity in one recording.</param>
    /// <param name="before">The interval of the recording before, 0 when there is none.</param>
    public static long Of(ReadOnlySpan<long> times, long before)
    {
        Span<long> intervals = stackalloc long[Learned];
        intervals = intervals[..Math.Min(Learned, Math.Max(0, times.Length - 1))];
        for (var i = 0; i < intervals.Length; i++)
            intervals[i] = times[i + 1] - times[i];
        return intervals.IsEmpty ? before : Median(intervals);
    }

    /// <summary>
    /// The interval of those samples that have a value, when a slower clock than the table's made them: their intervals are at least
    /// <see cref="SlowerThanTable"/> times the table's, and three of four deviate by less than a twentieth; else the table's.
    /// </summary>
    /// <param name="samples">All samples of the entity.</param>
    /// <param name="run">The recording.</param>
    /// <param name="column">The column of the table.</param>
    public static long OfColumn(EntitySamples samples, SampleRun run, double[] column)
    {
        Span<long> intervals = stackalloc long[Learned];
        var (count, last) = (0, -1);
        for (var i = run.Begin; i < run.End && count < Learned; i++)
        {
            if (double.IsNaN(column[samples.TableRowOf(i)]))
                continue;
            if (last >= 0)
                intervals[count++] = samples.Times[i] - samples.Times[last];
            last = i;
        }
        if (count < SlowerThanTable || Median(intervals[..count]) is var own && own < SlowerThanTable * run.Interval)
            return run.Interval;
        var regular = 0;
        foreach (var interval in intervals[..count])
            regular += Math.Abs(interval - own) * 20 < own ? 1 : 0;
        return regular * 4 >= count * 3 ? own : run.Interval;
    }

    // Rounded to about one in forty (1.05, 2.1, 5.25), because the last digits of the median change with every sample while it is being
    // learned. What collectors are set to (0.1, 0.25, 0.5, 1, 5, 7.5, 10, 15, 30, 60, 300 seconds) stays as it is.
    private static long Median(Span<long> intervals)
    {
        intervals.Sort();
        var median = intervals[intervals.Length / 2];
        long decade = 1;
        while (median / decade >= 10)
            decade *= 10;
        var unit = (median / decade) switch { < 2 => decade / 20, < 5 => decade / 10, _ => decade / 4 };
        return unit < 2 ? median : (median + (unit / 2)) / unit * unit;
    }
}
