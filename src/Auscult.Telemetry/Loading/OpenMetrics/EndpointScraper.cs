using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Http;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Metrics;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.OpenMetrics;

/// <summary>
/// Scrapes addresses once, or at every step until a moment. A scrape that fails after the first is a gap, and <c>scrape_up</c> of the
/// node says so: 1 when the exporter answered, else 0.
/// </summary>
internal sealed class EndpointScraper : IDisposable
{
    /// <summary>The formats that are read.</summary>
    public const string Accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private static readonly Signal Up = new("scrape_up", Layer.Hardware, SignalKind.State, "bool", EntityKind.Node, Aggregation.Min);
    private readonly Uri[] _addresses;
    private readonly HttpFetcher _http;
    private readonly TimeProvider _clock;
    private readonly string? _node;

    public EndpointScraper(Uri[] addresses, HttpFetcherConfig config, TimeProvider clock, string? node)
    {
        (_addresses, _clock, _node) = (addresses, clock, node);
        _http = new HttpFetcher(config, clock, HttpCredentials.From(Environment.GetEnvironmentVariable));
    }

    /// <summary>Scrapes.</summary>
    /// <param name="step">From one scrape to the next.</param>
    /// <param name="until">When no scrape begins any more; null: one scrape.</param>
    /// <param name="builder">Where <c>scrape_up</c> goes.</param>
    /// <param name="collector">Where metrics go.</param>
    /// <param name="context">Skipped lines; ends the scraping.</param>
    /// <exception cref="InputException">
    /// The first scrape of an address failed, or a line cannot be read and such are not skipped.
    /// </exception>
    public void Run(TimeSpan step, DateTimeOffset? until, DatasetBuilder builder, MetricCollector collector, ImportContext context)
    {
        var readers = _addresses.Select(address => Reader(address, collector)).ToArray();
        var start = _clock.GetUtcNow();
        if (until <= start)
            throw new InputException(
                $"data.until: {until:O} is past", remedy: "scrapes are taken from now on; for the past, import from a Prometheus server");
        for (var number = 0; ; number++)
        {
            var due = start + (number * step);
            if (number > 0 && (until is null || due >= until))
                return;
            Wait(due, context.Cancellation);
            // A scrape that took longer than the step leaves out the moments it missed.
            if (_clock.GetUtcNow() - due >= step)
                continue;
            ScrapeAll(readers, isFirst: number == 0, builder, context);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private void ScrapeAll(ExpositionReader[] readers, bool isFirst, DatasetBuilder builder, ImportContext context)
    {
        // The exporters of one round share its moment: their samples lie in one row.
        var micros = Micros.From(_clock.GetUtcNow());
        var bodies = new (byte[]? Body, InputException? Fault)[_addresses.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = context.Cancellation };
        Parallel.For(0, _addresses.Length, options, i =>
        {
            try
            {
                bodies[i] = (_http.Get(_addresses[i], cancellation: context.Cancellation), null);
            }
            catch (InputException fault)
            {
                bodies[i] = (null, fault);
            }
        });
        for (var i = 0; i < bodies.Length; i++)
        {
            var (body, fault) = bodies[i];
            if (isFirst && fault is not null)
                context.Bad.Report(fault);
            var node = builder.Entity(NodeOf(_addresses[i]), EntityKind.Node);
            builder.Series(node, Up, _addresses[i].Authority).Add(micros, body is null ? 0 : 1);
            if (body is null)
                continue;
            using var lines = new LineReader(new MemoryStream(body), HttpFetcher.Show(_addresses[i]), context.Cancellation);
            readers[i].Read(lines, micros, context.Bad);
        }
    }

    // As a scraping server does, a sample without a label 'instance' of its own gets the address it comes from.
    private ExpositionReader Reader(Uri address, MetricCollector collector) => new(
        (name, labels) => collector.Open(
            name, labels.With("instance", $"{NodeOf(address)}:{address.Port}"), NodeOf(address)), collector.Families);

    private string NodeOf(Uri address) => _node ?? address.Host;

    private void Wait(DateTimeOffset due, CancellationToken cancellation)
    {
        if (due - _clock.GetUtcNow() is { Ticks: > 0 } pause)
            Task.Delay(pause, _clock, cancellation).GetAwaiter().GetResult();
    }
}
