using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>
/// Makes one series of the parts that stand for the same signal of the same entity (one per processor core, per block device, per label
/// that the signal does not keep), by the signal's aggregation.
/// </summary>
internal static class PartCombiner
{
    /// <remarks>
    /// A sum needs every part that was seen before and after the moment: a part that is missing once must not look like a reset of the
    /// total. The other aggregations take the parts that are there.
    /// </remarks>
    public static SampleSeries Combine(IReadOnlyList<SampleSeries> parts, Aggregation aggregation)
    {
        if (parts.Count == 1)
            return parts[0];
        var combined = new SampleSeries();
        var next = new int[parts.Count];
        while (NextMoment(parts, next) is { } moment)
        {
            var (value, seen, due) = (double.NaN, 0, 0);
            for (var i = 0; i < parts.Count; i++)
            {
                var times = parts[i].Times;
                if (times.Length > 0 && moment >= times[0] && moment <= times[^1])
                    due++;
                if (next[i] == times.Length || times[next[i]] != moment)
                    continue;
                var part = parts[i].Values[next[i]++];
                if (double.IsNaN(part))
                    continue;
                value = seen++ == 0 ? part : Join(value, part, aggregation);
            }
            if (aggregation == Aggregation.Mean && seen > 0)
                value /= seen;
            combined.Add(moment, aggregation == Aggregation.Sum && seen < due ? double.NaN : value);
        }
        return combined;
    }

    private static double Join(double value, double part, Aggregation aggregation) => aggregation switch
    {
        Aggregation.Min => Math.Min(value, part),
        Aggregation.Max => Math.Max(value, part),
        Aggregation.Last => part,
        _ => value + part,
    };

    private static long? NextMoment(IReadOnlyList<SampleSeries> parts, int[] next)
    {
        long? first = null;
        for (var i = 0; i < parts.Count; i++)
        {
            var times = parts[i].Times;
            if (next[i] < times.Length && (first is null || times[next[i]] < first))
                first = times[next[i]];
        }
        return first;
    }
}
