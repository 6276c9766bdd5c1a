using System.Runtime.ExceptionServices;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Http;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Metrics;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Prometheus;

/// <summary>
/// The past of a Prometheus server. Asks metric by metric and stretch by stretch, several at once; every answer is kept in a journal,
/// so an import that was killed goes on where it was and gives the same dataset.
/// </summary>
/// <remarks>
/// Without a step, samples are taken as they were scraped, with their own times. With one, the server puts them on a grid
/// (<c>query_range</c>), where it repeats a value for up to five minutes: gaps shorter than that are then hidden.
/// </remarks>
public sealed class PrometheusSource : IDatasetSource
{
    private static readonly TimeSpan UsualLength = TimeSpan.FromHours(1);
    private readonly DataConfig _config;
    private readonly TimeProvider _clock;
    private readonly HttpFetcherConfig _http;
    private readonly string _journals;

    /// <param name="config">The server, the selectors, the time, the step.</param>
    /// <param name="clock">The time of an import that does not say until when; null: the system's.</param>
    /// <param name="http">Time-outs and retries; null: the usual ones.</param>
    /// <param name="journals">Where journals lie; null: <see cref="PrometheusJournal.Home"/>.</param>
    public PrometheusSource(DataConfig config, TimeProvider? clock = null, HttpFetcherConfig? http = null, string? journals = null)
    {
        _config = config;
        _clock = clock ?? TimeProvider.System;
        _http = http ?? new HttpFetcherConfig();
        _journals = journals ?? PrometheusJournal.Home();
    }

    /// <summary>How many requests run at once.</summary>
    public static int Parallelism => 4;

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var root = HttpFetcher.Parse(_config.Root);
        using var journal = new PrometheusJournal(
            _journals, string.Join(
                '\n', [root.AbsoluteUri, _config.From, _config.Until, $"{_config.StepSeconds}", .. _config.Match ?? []]));
        using var client = new PrometheusClient(root, _http, _clock, context.Note);
        var plan = Plan(journal, client, context);
        Fetch(plan, journal, client, context);
        if (client.Repeated > 0)
            context.Say($"{client.Repeated} requests had to be repeated");
        var dataset = Build(plan, journal, client, context);
        context.WhenWritten(journal.Remove);
        return dataset;
    }

    private PrometheusPlan Plan(PrometheusJournal journal, PrometheusClient client, ImportContext context)
    {
        if (journal.Plan() is { } begun)
        {
            var (done, all) = (begun.Chunks().Count(journal.Has), begun.Chunks().Count());
            context.Say($"continues the import of {Micros.ToTime(begun.UntilMicros):u} in {journal.Folder}: {done} of {all} answers were there");
            return begun;
        }
        // The server's clock has milliseconds.
        var step = Whole((long)Math.Round((_config.StepSeconds ?? 0) * Micros.PerSecond), 1000);
        var until = TimeText.ParseKey(_config.Until, "data.until") ?? _clock.GetUtcNow();
        var from = TimeText.ParseKey(_config.From, "data.from") ?? until - UsualLength;
        if (from >= until)
            throw new InputException($"data.from: {from:O} is not before {until:O}");
        var (fromMicros, untilMicros) = (Whole(Micros.From(from), Math.Max(step, 1000)), Whole(Micros.From(until) + 999, 1000));
        var queries = new List<string>();
        foreach (var selector in _config.Match is { Count: > 0 } match ? match : [""])
        {
            var own = selector.Length == 0 ? null : selector;
            foreach (var name in client.Names(own, fromMicros, untilMicros, context.Cancellation))
                queries.Add(PrometheusPlan.Select(name, own ?? "{}"));
        }
        if (queries.Count == 0)
            throw new InputException(
                $"there is no series between {from:u} and {until:u}", _config.Root, remedy: "check data.from, data.until and data.match");
        var plan = new PrometheusPlan
        {
            FromMicros = fromMicros,
            UntilMicros = untilMicros,
            StepMicros = step,
            Queries = [.. queries.Distinct(StringComparer.Ordinal)],
            Families = client.Families(context.Cancellation),
        };
        journal.Begin(plan);
        return plan;
    }

    private static void Fetch(PrometheusPlan plan, PrometheusJournal journal, PrometheusClient client, ImportContext context)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = context.Cancellation };
        try
        {
            Parallel.ForEach(plan.Chunks().Where(chunk => !journal.Has(chunk)), options, chunk =>
                journal.Put(chunk, client.Get(plan, chunk, context.Cancellation)));
        }
        catch (AggregateException e)
        {
            if (e.InnerExceptions.OfType<InputException>().FirstOrDefault() is { } fault)
                throw new InputException($"{fault.Message}; what came so far is kept: the same command goes on from here", inner: e);
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    // In the order of the plan, whatever order the answers came in.
    private Dataset Build(PrometheusPlan plan, PrometheusJournal journal, PrometheusClient client, ImportContext context)
    {
        var builder = new DatasetBuilder(_config.Root, context);
        var collector = new MetricCollector(builder, context.Catalogue);
        foreach (var (name, family) in plan.Families)
            collector.Families.Set(name, family);
        var owners = new Dictionary<string, (int Query, SampleTarget Target)>(StringComparer.Ordinal);
        foreach (var chunk in plan.Chunks())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var answer = journal.Get(chunk) ?? client.Get(plan, chunk, context.Cancellation);
            MatrixReader.Read(answer, _config.Root, context.Bad, chunk.FromMicros, chunk.UntilMicros, (name, labels) =>
                Open(chunk, name, labels), context.Note);
        }
        collector.Finish();
        return builder.Build(new DatasetHead
        {
            Name = "prometheus",
            Source = "prometheus",
            Origin = $"Prometheus at {HttpFetcher.Show(HttpFetcher.Parse(_config.Root))}",
            Licence = "unstated",
            Step = plan.StepMicros > 0 ? TimeSpan.FromMicroseconds(plan.StepMicros) : null,
            Unmapped = collector.Unmapped(),
        });

        // A series that two selectors take is taken once.
        SampleTarget Open(PrometheusChunk chunk, string name, MetricLabels labels)
        {
            var key = $"{name}{{{labels.Rest()}}}";
            if (!owners.TryGetValue(key, out var owner))
                owners.Add(key, owner = (chunk.Query, collector.Open(name, labels, _config.Node)));
            return owner.Query == chunk.Query ? owner.Target : IgnoredTarget.Instance;
        }
    }

    private static long Whole(long micros, long unit) => micros - (micros % unit);
}
