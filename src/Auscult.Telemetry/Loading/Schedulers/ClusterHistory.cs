using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>
/// What a scheduler tells: events, which nodes are ready, how many jobs run on each. The last two become series, so that the events of a cluster
/// are a dataset of their own that can be merged with its telemetry.
/// </summary>
/// <param name="from">First moment to keep; null: all.</param>
/// <param name="until">First moment not to keep; null: all.</param>
internal sealed class ClusterHistory(DateTimeOffset? from, DateTimeOffset? until)
{
    /// <summary>The entity of what concerns no single node.</summary>
    public const string Cluster = "cluster";

    private const int MostSteps = 10_080;
    private const long Minute = 60 * Micros.PerSecond;

    // Two accounts of one cluster tell the same things twice.
    private readonly HashSet<(long Micros, string? Node, string Kind, string Detail)> _events = [];
    private readonly Dictionary<string, StateTimeline> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StateTimeline> _ready = new(StringComparer.Ordinal);
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <summary>Whether nothing was told.</summary>
    public bool IsEmpty => _jobs.Count == 0 && _ready.Count == 0;

    /// <summary>Adds an event of a node, or of the cluster.</summary>
    public void Event(long micros, string? node, string kind, string detail)
    {
        See(micros);
        _events.Add((micros, node, kind, detail));
    }

    /// <summary>A job ran on a node; without an end it still runs.</summary>
    public void Run(string node, long start, long? end)
    {
        See(start);
        See(end ?? start);
        Of(_jobs, node, initial: 0).Change(start, +1);
        if (end is { } stop)
            Of(_jobs, node, initial: 0).Change(stop, -1);
    }

    /// <summary>A node was not ready; without an end it still is not.</summary>
    public void NotReady(string node, long start, long? end)
    {
        See(start);
        See(end ?? start);
        var ready = Of(_ready, node, initial: 1);
        ready.Set(start, 0);
        if (end is { } stop)
            ready.Set(stop, 1);
    }

    /// <summary>A node became ready, or was seen so; of before nothing is known unless it was told.</summary>
    public void Ready(string node, long micros)
    {
        See(micros);
        Of(_ready, node, initial: double.NaN).Set(micros, 1);
    }

    /// <summary>A moment that the scheduler's account covers.</summary>
    public void See(long micros) => (_first, _last) = (Math.Min(_first, micros), Math.Max(_last, micros));

    /// <summary>Gives everything to the builder.</summary>
    /// <param name="builder">The dataset.</param>
    /// <param name="step">Distance of the series' samples; null: a minute, more for more than a week.</param>
    /// <returns>The step.</returns>
    public TimeSpan Write(DatasetBuilder builder, TimeSpan? step)
    {
        var first = from is { } start ? Math.Max(_first, Micros.From(start)) : _first;
        var last = until is { } end ? Math.Min(_last, Micros.From(end) - 1) : _last;
        var distance = step is { } given ? Micros.From(given) : Minute * Math.Max(1, (long)Math.Ceiling((last - (double)first) / Minute / MostSteps));
        foreach (var (micros, node, kind, detail) in _events.Where(happened => happened.Micros >= first && happened.Micros <= last))
        {
            var entity = node is null ? builder.Entity(Cluster, EntityKind.Cluster) : builder.Entity(node, EntityKind.Node);
            builder.Events.Add(new OperationalEvent(Micros.ToTime(micros), entity.Id, kind, detail));
        }
        Sample(_ready, "node_ready_state");
        Sample(_jobs, "node_running_jobs");
        return TimeSpan.FromMicroseconds(distance);

        void Sample(Dictionary<string, StateTimeline> timelines, string signal)
        {
            foreach (var (node, timeline) in timelines.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                var series = builder.Series(builder.Entity(node, EntityKind.Node), SignalCatalogue.Default.Require(signal).Signal);
                foreach (var (micros, value) in timeline.Samples(first, last, distance))
                    series.Add(micros, value);
            }
        }
    }

    private static StateTimeline Of(Dictionary<string, StateTimeline> timelines, string node, double initial)
    {
        if (!timelines.TryGetValue(node, out var timeline))
            timelines.Add(node, timeline = new StateTimeline(initial));
        return timeline;
    }
}
