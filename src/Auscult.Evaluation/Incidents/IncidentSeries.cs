using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Incidents;

/// <summary>One signal of one entity around an incident, as it was measured; a counter as its rate.</summary>
internal sealed class IncidentSeries
{
    private const int MaxPoints = 480;

    /// <summary>A distance of more than so many usual ones between two samples is a hole.</summary>
    private const double HoleIntervals = 2.6;
    private const double LeastSpread = 0.1;
    private const double Vanished = 4;
    private readonly List<IncidentPoint> _points;

    private IncidentSeries(Signal signal, IncidentRole role, string entity, List<IncidentPoint> points) =>
        (Signal, Role, Entity, _points) = (signal, role, entity, points);

    /// <summary>The signal.</summary>
    public Signal Signal { get; }

    /// <summary>What its entity is in the incident.</summary>
    public IncidentRole Role { get; }

    /// <summary>Its entity.</summary>
    public string Entity { get; }

    /// <summary>Reads every signal of some entities of one table.</summary>
    public static IEnumerable<IncidentSeries> Read(
        Dataset dataset, SeriesInfo info, IReadOnlyList<(IncidentRole Role, string Id)> roles, DateTimeOffset onset, DateTimeOffset from, DateTimeOffset until)
    {
        var table = dataset.ReadSeries(
            info.Layer, info.EntityKind, new SeriesFilter { Entities = [.. roles.Select(role => role.Id)], From = from, Until = until });
        var zero = Micros.From(onset);
        foreach (var (role, id) in roles)
        {
            int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(row => string.Equals(table.Entities[table.EntityIndex[row]], id, StringComparison.Ordinal))];
            foreach (var column in table.Columns)
            {
                var signal = dataset.SignalOf(info.Layer, info.EntityKind, column.Name);
                var points = rows.Where(row => !double.IsNaN(column.Values[row]))
                    .Select(row => new IncidentPoint((table.TimesMicros[row] - zero) / 1e6, column.Values[row])).ToList();
                if (points.Count > 1)
                    yield return new IncidentSeries(signal, role, id, signal.Kind == SignalKind.Counter ? Rates(points) : points);
            }
        }
    }

    /// <summary>
    /// How far the values between onset and end are from those before, beyond a steady trend and in spreads of those before (a tenth of the
    /// whole range at least): at most 10. A series that vanishes is 4 away.
    /// </summary>
    /// <param name="end">End of the incident, seconds after the onset.</param>
    public double Shift(double end)
    {
        var trend = Trend();
        double Level(IncidentPoint point) => point.Value - (trend * point.Seconds);
        var before = _points.Where(point => point.Seconds < 0).Select(Level).Order().ToArray();
        var during = _points.Where(point => point.Seconds >= 0 && point.Seconds < end).Select(Level).Order().ToArray();
        if (before.Length < 4)
            return 0;
        var usual = Interval();
        if (before[^1] > before[0] && end > 4 * usual && during.Length < 0.3 * end / usual && before.Length > 0.6 * -_points[0].Seconds / usual)
            return Vanished;
        if (during.Length == 0)
            return 0;
        var range = Math.Max(before[^1], during[^1]) - Math.Min(before[0], during[0]);
        if (range <= 0)
            return 0;
        var spread = Math.Max((before[before.Length * 3 / 4] - before[before.Length / 4]) / 1.349, LeastSpread * range);
        return Math.Max(Math.Abs(Median(during) - Median(before)), Math.Abs(during.Average() - before.Average())) / spread;
    }

    /// <summary>
    /// The mean slope of a series that only rises or only falls before the onset, such as a file system that fills; else 0.
    /// </summary>
    private double Trend()
    {
        var before = _points.Where(point => point.Seconds < 0).ToArray();
        if (before.Length < 4)
            return 0;
        var steps = before.Zip(before.Skip(1), (a, b) => b.Value - a.Value).ToArray();
        return steps.All(step => step >= 0) || steps.All(step => step <= 0)
            ? (before[^1].Value - before[0].Value) / (before[^1].Seconds - before[0].Seconds)
            : 0;
    }

    /// <summary>The values in at most some hundred points, broken where samples are missing.</summary>
    /// <param name="fromSeconds">Left end.</param>
    /// <param name="untilSeconds">Right end.</param>
    public IncidentCurve Curve(double fromSeconds, double untilSeconds)
    {
        var hole = HoleIntervals * Interval();
        var runs = new List<IReadOnlyList<IncidentPoint>>();
        var bin = Math.Max((untilSeconds - fromSeconds) / MaxPoints, 1e-6);
        for (var first = 0; first < _points.Count;)
        {
            var end = first + 1;
            while (end < _points.Count && _points[end].Seconds - _points[end - 1].Seconds <= hole)
                end++;
            runs.Add([.. _points.GetRange(first, end - first).GroupBy(point => (int)((point.Seconds - fromSeconds) / bin))
                .Select(group => new IncidentPoint(group.Average(point => point.Seconds), group.Average(point => point.Value)))]);
            first = end;
        }
        return new IncidentCurve(Role, Entity, runs);
    }

    private static List<IncidentPoint> Rates(List<IncidentPoint> totals) =>
        [.. totals.Zip(totals.Skip(1), (a, b) => new IncidentPoint(b.Seconds, (b.Value - a.Value) / (b.Seconds - a.Seconds))).Where(rate => rate.Value >= 0)];

    private double Interval()
    {
        var steps = _points.Zip(_points.Skip(1), (a, b) => b.Seconds - a.Seconds).Order().ToArray();
        return steps.Length == 0 ? double.MaxValue : Math.Max(steps[steps.Length * 3 / 4], 1e-3);
    }

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];
}
