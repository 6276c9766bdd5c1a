namespace Auscult.Telemetry.Loading.Importing;

/// <summary>The sampling step of a dataset that does not say it.</summary>
internal static class SamplingStep
{
    /// <summary>
    /// The median over all series of their median intervals, to three digits, at least a millisecond; one second where no series has two
    /// samples.
    /// </summary>
    public static TimeSpan Of(IEnumerable<SampleSeries> series)
    {
        var intervals = series.Where(samples => samples.Count > 1).Select(samples => MedianInterval(samples.Times)).Order().ToArray();
        return intervals.Length == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.FromMicroseconds(Math.Max(1_000, Round(intervals[intervals.Length / 2])));
    }

    private static long MedianInterval(ReadOnlySpan<long> times)
    {
        var intervals = new long[times.Length - 1];
        for (var i = 0; i < intervals.Length; i++)
            intervals[i] = times[i + 1] - times[i];
        Array.Sort(intervals);
        return intervals[intervals.Length / 2];
    }

    private static long Round(long micros)
    {
        var unit = 1L;
        while (micros / unit >= 1_000)
            unit *= 10;
        return (micros + (unit / 2)) / unit * unit;
    }
}
