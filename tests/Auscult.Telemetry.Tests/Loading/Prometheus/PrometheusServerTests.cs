using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.OpenMetrics;
using Auscult.Telemetry.Loading.Prometheus;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Loading.OpenMetrics;

namespace Auscult.Telemetry.Tests.Loading.Prometheus;

public sealed class PrometheusServerTests(PrometheusStack stack) : IClassFixture<PrometheusStack>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PrometheusFact]
    public async Task The_past_of_a_real_server_becomes_a_dataset_and_fuses()
    {
        await stack.WaitForScrapesAsync(10);
        var context = new ImportContext();
        var dataset = Load(context);
        var signals = dataset.Manifest.Signals.ToDictionary(signal => signal.Name);
        signals["cpu_user_seconds_total"].Kind.ShouldBe(SignalKind.Counter);
        signals.Keys.ShouldBeSubsetOf(signals.Keys.Union(["load1", "memory_available_bytes", "nic_receive_bytes_total"]));
        dataset.EntitiesOf(EntityKind.Node).ShouldBe(["127.0.0.1"]);
        dataset.EntitiesOf(EntityKind.Nic).ShouldContain(nic => nic.StartsWith("127.0.0.1/", StringComparison.Ordinal));
        dataset.Manifest.Step.TotalSeconds.ShouldBeInRange(0.1, 0.4);
        var busy = dataset.Values("127.0.0.1", "cpu_user_seconds_total").Where(double.IsFinite).ToArray();
        busy.Length.ShouldBeGreaterThan(5);
        busy.ShouldBe(busy.Order());

        // Written, read back and fused: a frame of what the exporter saw.
        DatasetWriter.Write(_folder.At("set"), dataset);
        context.Written();
        Directory.EnumerateDirectories(_folder.At("journals")).ShouldBeEmpty();
        var read = Dataset.Open(_folder.At("set"));
        read.Manifest.Import!.Source.ShouldBe("prometheus");
        using var frame = FrameBuilder.Build(read, new FusionConfig { EntityKind = EntityKind.Node });
        frame.Schema.Entities.ShouldHaveSingleItem().Id.ShouldBe("127.0.0.1");
    }

    [PrometheusFact]
    public async Task A_grid_is_asked_for_with_query_range()
    {
        await stack.WaitForScrapesAsync(5);
        var dataset = Load(new ImportContext(), step: 0.5, match: ["node_load1", "{__name__=~\"node_load.*\",job=\"node\"}"]);
        dataset.Manifest.Signals.Select(signal => signal.Name).ShouldBe(["load1", "load5", "node_load15"], ignoreOrder: true);
        var times = dataset.ReadSeries(Layer.Hardware, EntityKind.Node).TimesMicros;
        times.ToArray().ShouldAllBe(time => time % 500_000 == 0);
        dataset.Manifest.Import!.RepeatedSamples.ShouldBe(0);
    }

    [PrometheusFact]
    public void The_exporter_itself_can_be_scraped()
    {
        var dataset = new OpenMetricsSource(new DataConfig { Source = "openmetrics", Root = stack.Exporter, Node = "here" }).Load();
        dataset.Values("here", "load1").ShouldHaveSingleItem();
        dataset.EntitiesOf(EntityKind.Nic).ShouldContain(nic => nic.StartsWith("here/", StringComparison.Ordinal));
        dataset.Manifest.Signals.Single(signal => signal.Name == "context_switches_total").Kind.ShouldBe(SignalKind.Counter);
    }

    private Dataset Load(ImportContext context, double? step = null, string[]? match = null) => new PrometheusSource(
        new DataConfig { Source = "prometheus", Root = stack.Address, StepSeconds = step, Match = match ?? ["{job=\"node\"}"] },
        journals: _folder.At("journals")).Load(context);
}
