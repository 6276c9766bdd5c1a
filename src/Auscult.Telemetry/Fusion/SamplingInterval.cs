namespace Auscult.Telemetry.Fusion;

/// <summary>
/// How often a series is sampled: the median of its first intervals in a recording. Later samples do not change it, so that new data change
/// no row that is already there and test rows change no training row.
/// </summary>
internal static class SamplingInterval
{
    /// <summary>How many intervals are looked at.</summary>
    public const int Learned = 64;

    /// <summary>From how many rows of the table per value on a column may have a clock of its own; also the fewest intervals to tell.</summary>
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
        return Median(intervals, before);
    }

    /// <summary>
    /// The interval of those samples that have a value, when a slower clock than the table's made them: their intervals are at least
    /// <see cref="SlowerThanTable"/> times the table's, and three of four deviate by less than a twentieth; else <paramref name="ofTable"/>.
    /// </summary>
    /// <param name="times">Ascending times of one entity in one recording.</param>
    /// <param name="values">One value per time, NaN where there is none.</param>
    /// <param name="ofTable">The interval of all samples.</param>
    public static long OfColumn(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long ofTable)
    {
        Span<long> intervals = stackalloc long[Learned];
        var (count, last) = (0, -1);
        for (var i = 0; i < times.Length && count < Learned; i++)
        {
            if (double.IsNaN(values[i]))
                continue;
            if (last >= 0)
                intervals[count++] = times[i] - times[last];
            last = i;
        }
        if (count < SlowerThanTable || Median(intervals[..count], 0) is var own && own < SlowerThanTable * ofTable)
            return ofTable;
        var regular = 0;
        foreach (var interval in intervals[..count])
            regular += Math.Abs(interval - own) * 20 < own ? 1 : 0;
        return regular * 4 >= count * 3 ? own : ofTable;
    }

    private static long Median(Span<long> intervals, long before)
    {
        if (intervals.IsEmpty)
            return before;
        intervals.Sort();
        return intervals[intervals.Length / 2];
    }
}
