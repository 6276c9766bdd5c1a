using System.Diagnostics;
using System.Text.Json;

namespace Auscult.Telemetry.Tests.Loading.Prometheus;

/// <summary>
/// A node_exporter and a Prometheus server that scrapes it five times a second, on loopback ports, for as long as the tests run.
/// </summary>
public sealed class PrometheusStack : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _processes = [];
    private readonly HttpClient _client = new();

    public PrometheusStack()
    {
        if (PrometheusFactAttribute.PathOf("prometheus") is not { } server || PrometheusFactAttribute.PathOf("prometheus-node-exporter") is not { } exporter)
            return;
        var (serverPort, exporterPort) = (LoopbackServer.FreePort(), LoopbackServer.FreePort());
        Exporter = $"http://127.0.0.1:{exporterPort}/metrics";
        Address = $"http://127.0.0.1:{serverPort}";
        Start(
            exporter, $"--web.listen-address=127.0.0.1:{exporterPort}", "--collector.disable-defaults", "--collector.cpu", "--collector.loadavg",
            "--collector.meminfo", "--collector.netdev", "--collector.stat", "--collector.vmstat");
        File.WriteAllText(_folder.At("prometheus.yml"), $$"""
            global: { scrape_interval: 200ms }
            scrape_configs:
              - { job_name: node, static_configs: [{ targets: ['127.0.0.1:{{exporterPort}}'] }] }
            """);
        Start(
            server, $"--config.file={_folder.At("prometheus.yml")}", $"--storage.tsdb.path={_folder.At("data")}",
            $"--web.listen-address=127.0.0.1:{serverPort}", "--log.level=error");
    }

    /// <summary>Address of the server.</summary>
    public string Address { get; } = "";

    /// <summary>Address of the exporter's metrics.</summary>
    public string Exporter { get; } = "";

    /// <summary>Waits until the server has at least so many scrapes.</summary>
    public async Task WaitForScrapesAsync(int count)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                var answer = await _client.GetStringAsync($"{Address}/api/v1/query?query=count_over_time(node_load1[1h])");
                var result = JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("result");
                if (result.GetArrayLength() > 0 && int.Parse(result[0].GetProperty("value")[1].GetString()!) >= count)
                    return;
            }
            catch (HttpRequestException)
            {
                // It is starting.
            }
            await Task.Delay(100);
        }
        throw new InvalidOperationException("the Prometheus server did not scrape within 30 s");
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        _client.Dispose();
        _folder.Dispose();
    }

    private void Start(string program, params string[] arguments) =>
        _processes.Add(Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!);
}
