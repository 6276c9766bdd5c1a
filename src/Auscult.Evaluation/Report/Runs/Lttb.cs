namespace Auscult.Evaluation.Report.Runs;

/// <summary>
/// Largest triangle three buckets (Steinarsson 2013): fewer points of a curve that look the same. First and last points stay; holes stay holes.
/// </summary>
public static class Lttb
{
    /// <summary>Chooses points.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="count">Points to keep, at least 3; a shorter curve stays as it is.</param>
    public static Curve Sample(Curve curve, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 3);
        if (curve.Seconds.Count <= count)
            return curve;
        int[] seen = [.. Enumerable.Range(0, curve.Values.Count).Where(i => double.IsFinite(curve.Values[i]))];
        int[] kept = seen.Length <= count ? seen : [.. Chosen(curve, seen, count)];
        var (seconds, values) = (new List<double>(kept.Length), new List<double>(kept.Length));
        for (var i = 0; i < kept.Length; i++)
        {
            if (i > 0 && HoleBetween(curve.Values, kept[i - 1], kept[i]) is { } hole)
            {
                seconds.Add(curve.Seconds[hole]);
                values.Add(double.NaN);
            }
            seconds.Add(curve.Seconds[kept[i]]);
            values.Add(curve.Values[kept[i]]);
        }
        return new Curve(seconds, values);
    }

    private static IEnumerable<int> Chosen(Curve curve, int[] seen, int count)
    {
        var last = 0;
        var width = (seen.Length - 2.0) / (count - 2);
        yield return seen[0];
        for (var b = 0; b < count - 2; b++)
        {
            var (from, until) = (1 + (int)(b * width), 1 + (int)((b + 1) * width));
            var end = Math.Min(seen.Length, 1 + (int)((b + 2) * width));
            var next = seen[until..Math.Max(until + 1, end)];
            var (x, y) = (next.Average(i => curve.Seconds[i]), next.Average(i => curve.Values[i]));
            var (x0, y0) = (curve.Seconds[seen[last]], curve.Values[seen[last]]);
            last = Enumerable.Range(from, Math.Max(1, until - from)).MaxBy(p =>
                Math.Abs(((x0 - x) * (curve.Values[seen[p]] - y0)) - ((x0 - curve.Seconds[seen[p]]) * (y - y0))));
            yield return seen[last];
        }
        yield return seen[^1];
    }

    private static int? HoleBetween(IReadOnlyList<double> values, int left, int right)
    {
        for (var i = left + 1; i < right; i++)
        {
            if (!double.IsFinite(values[i]))
                return i;
        }
        return null;
    }
}
