using System.Text.Json;
using Auscult.Tracking.Messages;

namespace Auscult.Tracking.Rest;

/// <summary>Metrics, params and tags of one run, in the order in which they were logged.</summary>
public sealed record RunItems
{
    /// <summary>Largest body of a <c>log-batch</c>, a little under MLflow's 1,000,000.</summary>
    internal const int MaxBytes = 950_000;

    internal const int MaxItems = 1000;
    internal const int MaxParams = 100;
    internal const int MaxTags = 100;

    /// <summary>Measurements.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Settings.</summary>
    public IReadOnlyList<KeyValue> Params { get; init; } = [];

    /// <summary>Tags.</summary>
    public IReadOnlyList<KeyValue> Tags { get; init; } = [];

    /// <summary>Parts that each fit into one request (mlflow/utils/validation.py): params and tags first, metrics in order.</summary>
    internal IEnumerable<RunItems> Split()
    {
        var part = new Part();
        foreach (var (key, value) in Params)
        {
            if (!part.TryAdd(new KeyValue(key, value), part.Params, MaxParams))
            {
                yield return part.Take();
                part.TryAdd(new KeyValue(key, value), part.Params, MaxParams);
            }
        }
        foreach (var tag in Tags)
        {
            if (!part.TryAdd(tag, part.Tags, MaxTags))
            {
                yield return part.Take();
                part.TryAdd(tag, part.Tags, MaxTags);
            }
        }
        foreach (var metric in Metrics)
        {
            if (!part.TryAdd(metric, part.Metrics, MaxItems))
            {
                yield return part.Take();
                part.TryAdd(metric, part.Metrics, MaxItems);
            }
        }
        if (part.Count > 0)
            yield return part.Take();
    }

    private sealed class Part
    {
        private int _bytes;

        public List<Metric> Metrics { get; } = [];

        public List<KeyValue> Params { get; } = [];

        public List<KeyValue> Tags { get; } = [];

        public int Count => Metrics.Count + Params.Count + Tags.Count;

        // A single item is far below the limit, so an empty part takes anything.
        public bool TryAdd<T>(T item, List<T> list, int limit)
        {
            var size = JsonSerializer.SerializeToUtf8Bytes(item, typeof(T), MlflowJson.Default).Length + 1;
            if (Count > 0 && (list.Count >= limit || Count >= MaxItems || _bytes + size > MaxBytes))
                return false;
            list.Add(item);
            _bytes += size;
            return true;
        }

        public RunItems Take()
        {
            var items = new RunItems { Metrics = [.. Metrics], Params = [.. Params], Tags = [.. Tags] };
            _bytes = 0;
            Metrics.Clear();
            Params.Clear();
            Tags.Clear();
            return items;
        }
    }
}
