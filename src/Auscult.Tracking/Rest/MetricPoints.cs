using Auscult.Tracking.Messages;

namespace Auscult.Tracking.Rest;

/// <summary>Which points of a batch a run lacks, after an answer that was lost.</summary>
internal static class MetricPoints
{
    /// <summary>The points that the server does not have, in their order.</summary>
    /// <remarks>MLflow's database keeps one of several points with equal key, step, time and value, and so does this.</remarks>
    public static async Task<IReadOnlyList<Metric>> MissingAsync(
        MlflowClient client, string runId, IReadOnlyList<Metric> points, CancellationToken cancellation)
    {
        var present = new HashSet<Point>();
        foreach (var key in points.Select(p => p.Key).Distinct(StringComparer.Ordinal))
        {
            await foreach (var metric in client.MetricHistoryAsync(runId, key, cancellation))
                present.Add(Point.Of(metric));
        }
        return [.. points.Where(point => !present.Contains(Point.Of(point)))];
    }

    private readonly record struct Point(string Key, long Timestamp, long Step, double Value)
    {
        // Databases cannot hold infinity: MLflow stores the largest double. NaN equals NaN in a record.
        public static Point Of(Metric metric) => new(metric.Key, metric.Timestamp, metric.Step,
            Math.Clamp(metric.Value, double.MinValue, double.MaxValue));
    }
}
