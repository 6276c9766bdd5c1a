using Auscult.Foundation;
using Auscult.Telemetry.Loading.Http;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Metrics;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.OpenMetrics;

/// <summary>
/// Metrics text (OpenMetrics 1.0, Prometheus 0.0.4) of any exporter: node_exporter, DCGM exporter, NPU exporter, vLLM, SGLang. Read
/// from one file, from a folder or pattern of dated scrapes, or scraped from addresses now and then.
/// </summary>
public sealed class OpenMetricsSource : IDatasetSource
{
    private readonly DataConfig _config;
    private readonly TimeProvider _clock;
    private readonly HttpFetcherConfig? _http;

    /// <param name="config">Where the metrics are, and how often and until when to scrape.</param>
    /// <param name="clock">The time of scrapes; null: the system's.</param>
    /// <param name="http">Time-outs of scrapes; null: ten seconds, three attempts.</param>
    public OpenMetricsSource(DataConfig config, TimeProvider? clock = null, HttpFetcherConfig? http = null)
    {
        _config = config;
        _clock = clock ?? TimeProvider.System;
        _http = http;
    }

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var builder = new DatasetBuilder(_config.Root, context);
        var collector = new MetricCollector(builder, context.Catalogue);
        var isLive = HttpFetcher.IsAddress(_config.Root);
        if (isLive)
            Scrape(builder, collector, context);
        else
            ReadFiles(collector, context);
        collector.Finish();
        return builder.Build(new DatasetHead
        {
            Name = "metrics",
            Source = "openmetrics",
            Origin = isLive ? $"scraped from {_config.Root}" : "metrics text of exporters",
            Licence = "unstated",
            Step = _config.StepSeconds is { } step ? TimeSpan.FromSeconds(step) : null,
            Unmapped = collector.Unmapped(),
        });
    }

    private void ReadFiles(MetricCollector collector, ImportContext context)
    {
        if (_config.Until is not null)
            throw new InputException("data.until means nothing to files", _config.Root, remedy: "remove it");
        var readers = new Dictionary<string, ExpositionReader>(StringComparer.Ordinal);
        foreach (var file in ScrapeFile.Find(_config.Root))
        {
            var node = _config.Node ?? file.Node;
            if (!readers.TryGetValue(node ?? "", out var reader))
                readers.Add(node ?? "", reader = new ExpositionReader(
                    (name, labels) => collector.Open(name, labels, node), collector.Families));
            try
            {
                using var lines = LineReader.Open(file.Path, context.Cancellation);
                reader.Read(lines, file.Micros, context.Bad);
            }
            catch (InputException fault)
            {
                context.Bad.Report(fault);
            }
        }
    }

    private void Scrape(DatasetBuilder builder, MetricCollector collector, ImportContext context)
    {
        var until = TimeText.ParseKey(_config.Until, "data.until");
        var step = TimeSpan.FromSeconds(_config.StepSeconds ?? 15);
        var config = _http ?? new HttpFetcherConfig { TimeoutSeconds = Math.Max(1, Math.Min(10, step.TotalSeconds)), MaxAttempts = 3 };
        var addresses = _config.Root.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(HttpFetcher.Parse).ToArray();
        using var scraper = new EndpointScraper(addresses, config with { Accept = EndpointScraper.Accept }, _clock, _config.Node);
        scraper.Run(step, until, builder, collector, context);
    }
}
