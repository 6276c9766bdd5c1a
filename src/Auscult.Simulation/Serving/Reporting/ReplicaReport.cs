using Auscult.Simulation.Serving.Batching;
using Auscult.Simulation.Serving.Metrics;

namespace Auscult.Simulation.Serving.Reporting;

/// <summary>
/// The metrics of one replica as its exporter gives them: totals begin at 0 when the process starts; latencies and rates are those of the
/// last whole interval, whenever they are read.
/// </summary>
/// <param name="replica">The replica.</param>
internal sealed class ReplicaReport(Replica replica)
{
    private static readonly (string Name, Func<ReplicaMetrics, double> Of)[] Counters =
    [
        ("requests_total", m => m.Completed + m.Aborted),
        ("requests_aborted_total", m => m.Aborted),
        ("preemptions_total", m => m.Preemptions),
        ("prompt_tokens_total", m => m.PromptTokens),
        ("generation_tokens_total", m => m.GenerationTokens),
        ("prefix_cache_queries_total", m => m.PrefixQueries),
        ("prefix_cache_hits_total", m => m.PrefixHits),
        .. Totals("time_to_first_token", m => m.FirstToken),
        .. Totals("time_per_output_token", m => m.PerToken),
        .. Totals("inter_token", m => m.InterToken),
        .. Totals("request", m => m.Request),
        .. Totals("request_queue", m => m.Queue),
        .. Totals("request_prefill", m => m.Prefill),
        .. Totals("request_decode", m => m.Decode),
    ];

    private static readonly (string Name, Func<Replica, double> Of)[] Levels =
    [
        ("requests_running", r => r.Running),
        ("requests_waiting", r => r.Waiting),
        ("kv_cache_used_ratio", r => r.CacheRatio),
        ("kv_cache_used_tokens", r => r.CacheTokens),
    ];

    private static readonly (string Name, Func<ReplicaReport, double> Of)[] Means =
    [
        ("prefix_cache_hit_ratio", r => r.Since(m => m.PrefixHits) / r.Since(m => m.PrefixQueries)),
        ("prompt_tokens_per_second", r => r.Since(m => m.PromptTokens) / r._seconds),
        ("generation_tokens_per_second", r => r.Since(m => m.GenerationTokens) / r._seconds),
        ("iteration_tokens", r => r.Since(m => m.IterationTokens) / r.Since(m => m.Iterations)),
        .. Latencies("time_to_first_token", m => m.FirstToken),
        .. Latencies("time_per_output_token", m => m.PerToken),
        .. Latencies("inter_token", m => m.InterToken),
        .. Latencies("request", m => m.Request),
        ("request_queue_seconds", r => r.Replica.Metrics.Queue.IntervalMean),
        ("request_prefill_seconds", r => r.Replica.Metrics.Prefill.IntervalMean),
        ("request_decode_seconds", r => r.Replica.Metrics.Decode.IntervalMean),
    ];

    private readonly double[] _atStart = new double[Counters.Length];
    private readonly double[] _means = Enumerable.Repeat(double.NaN, Means.Length).ToArray();
    private ReplicaMetrics.Counts _atInterval;
    private double _seconds;

    /// <summary>Names of the signals, in the order of the columns.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Levels.Select(level => level.Name), .. Means.Select(mean => mean.Name), .. Counters.Select(counter => counter.Name)];

    private Replica Replica => replica;

    /// <summary>The process starts again.</summary>
    public void Restart()
    {
        for (var i = 0; i < Counters.Length; i++)
            _atStart[i] = Counters[i].Of(replica.Metrics);
        Array.Fill(_means, double.NaN);
    }

    /// <summary>Writes a tick.</summary>
    /// <param name="table">Where to.</param>
    /// <param name="entity">Number of the replica.</param>
    /// <param name="tick">Tick of the block.</param>
    /// <param name="seconds">Length of the tick.</param>
    /// <param name="isEnd">Whether an interval ends with it.</param>
    public void Write(ReportedTable table, int entity, int tick, double seconds, bool isEnd)
    {
        _seconds += seconds;
        if (isEnd)
            EndInterval();
        var column = 0;
        foreach (var level in Levels)
            table.Set(column++, entity, tick, level.Of(replica));
        foreach (var mean in _means)
            table.Set(column++, entity, tick, mean);
        for (var i = 0; i < Counters.Length; i++)
            table.Set(column++, entity, tick, Counters[i].Of(replica.Metrics) - _atStart[i]);
    }

    private void EndInterval()
    {
        for (var i = 0; i < Means.Length; i++)
            _means[i] = Means[i].Of(this);
        (_seconds, _atInterval) = (0, replica.Metrics.Count());
        foreach (var histogram in replica.Metrics.Histograms)
            histogram.Clear();
    }

    // 0 / 0 is NaN: nothing was seen.
    private double Since(Func<ReplicaMetrics.Counts, long> of) => of(replica.Metrics.Count()) - of(_atInterval);

    private static (string Name, Func<ReplicaMetrics, double> Of)[] Totals(string name, Func<ReplicaMetrics, LatencyHistogram> of) =>
        [($"{name}_seconds_total", m => of(m).Sum), ($"{name}_samples_total", m => of(m).Count)];

    private static (string Name, Func<ReplicaReport, double> Of)[] Latencies(string name, Func<ReplicaMetrics, LatencyHistogram> of) =>
    [
        ($"{name}_seconds", r => of(r.Replica.Metrics).IntervalMean),
        ($"{name}_p99_seconds", r => of(r.Replica.Metrics).IntervalQuantile(0.99)),
    ];
}
