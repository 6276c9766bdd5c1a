using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Http;
using Auscult.Telemetry.Loading.Metrics;

namespace Auscult.Telemetry.Loading.Prometheus;

/// <summary>
/// Asks the HTTP API of Prometheus, or of what speaks it (Thanos, Mimir, VictoriaMetrics):
/// prometheus.io/docs/prometheus/latest/querying/api.
/// </summary>
/// <remarks>Several threads may ask at once.</remarks>
internal sealed class PrometheusClient : IDisposable
{
    private readonly HttpFetcher _http;
    private readonly Uri _root;
    private readonly Action<string> _note;

    /// <param name="root">The server, with the path it is served under.</param>
    /// <param name="config">Time-outs and retries.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <param name="note">Takes the server's warnings.</param>
    public PrometheusClient(Uri root, HttpFetcherConfig config, TimeProvider clock, Action<string> note)
    {
        _root = new Uri(root.GetLeftPart(UriPartial.Path).TrimEnd('/').Replace("/api/v1", "", StringComparison.Ordinal) + "/api/v1/");
        _note = note;
        _http = new HttpFetcher(
            config with { Accept = "application/json" }, clock, HttpCredentials.From(Environment.GetEnvironmentVariable));
    }

    /// <summary>How many requests had to be repeated so far.</summary>
    public int Repeated => _http.Repeated;

    /// <summary>The names of the metrics that a selector takes in a stretch of time, in order.</summary>
    public IReadOnlyList<string> Names(string? selector, long fromMicros, long untilMicros, CancellationToken cancellation)
    {
        var match = selector is null ? "" : $"&match[]={Uri.EscapeDataString(selector)}";
        return Ask(
            $"label/__name__/values?start={Seconds(fromMicros)}&end={Seconds(untilMicros)}{match}",
            data => data.EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal).ToArray(), cancellation);
    }

    /// <summary>Types and descriptions of metrics; empty where the server does not know them.</summary>
    public Dictionary<string, MetricFamily> Families(CancellationToken cancellation)
    {
        try
        {
            return Ask("metadata", data => data.EnumerateObject().ToDictionary(
                metric => metric.Name, metric => FamilyOf(metric.Value.EnumerateArray().FirstOrDefault()), StringComparer.Ordinal),
                    cancellation);
        }
        catch (InputException fault)
        {
            _note($"types of metrics are unknown and told by their names: {fault.Message}");
            return [];
        }
    }

    /// <summary>The answer to one request, whole and checked, as it came.</summary>
    public byte[] Get(PrometheusPlan plan, PrometheusChunk chunk, CancellationToken cancellation)
    {
        var query = plan.Queries[chunk.Query];
        // A range of time looks back from its end, and older servers count both ends in.
        var path = plan.StepMicros > 0
            ? $"query_range?query={Uri.EscapeDataString(query)}&start={Seconds(chunk.FromMicros)}&end={Seconds(chunk.UntilMicros - 1000)}"
                + $"&step={Seconds(plan.StepMicros)}"
            : $"query?query={Uri.EscapeDataString($"{query}[{(chunk.UntilMicros - chunk.FromMicros) / 1000}ms]")}&time={Seconds(chunk.UntilMicros - 1000)}";
        var address = new Uri(_root, path);
        return _http.Get(address, body => MatrixReader.Check(body, HttpFetcher.Show(address)), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private T Ask<T>(string path, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        var address = new Uri(_root, path);
        T? result = default;
        _http.Get(address, body => result = PrometheusAnswer.Read(body, HttpFetcher.Show(address), _note, read), cancellation);
        return result!;
    }

    private static MetricFamily FamilyOf(JsonElement entry) => entry.ValueKind != JsonValueKind.Object
        ? new MetricFamily(MetricType.Unknown)
        : new MetricFamily(
            Enum.TryParse<MetricType>(PrometheusAnswer.Text(entry, "type"), ignoreCase: true, out var type) ? type : MetricType.Unknown,
            PrometheusAnswer.Text(entry, "help"));

    // The server's clock has milliseconds.
    private static string Seconds(long micros) => (micros / 1000 / 1000m).ToString("0.###");
}
