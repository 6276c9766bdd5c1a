using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading;

/// <summary>The published sets: what their own descriptions count.</summary>
public sealed class RealSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DatasetFact("AlibabaGenTD26")]
    public void GenTD26_has_the_published_pods_and_rows()
    {
        var dataset = Load("alibaba_gentd26", Shared("AlibabaGenTD26"));

        dataset.Manifest.Step.ShouldBe(TimeSpan.FromSeconds(57));
        dataset.Manifest.Recordings.ShouldHaveSingleItem();
        Samples(dataset, Layer.Hardware, "gpu_utilization_ratio").ShouldBe((157_417, 143));
        Samples(dataset, Layer.Hardware, "gpu_memory_used_bytes").ShouldBe((161_413, 144));
        Samples(dataset, Layer.Hardware, "memory_used_ratio").ShouldBe((214_890 - 49 - 1, 207), "49 rows belong to nobody, one is given twice");
        Samples(dataset, Layer.Model, "inference_seconds").ShouldBe((34_421, 132));
        Samples(dataset, Layer.Model, "predict_seconds").Samples.ShouldBe(6_254);
        Samples(dataset, Layer.Storage, "lora_load_seconds").Samples.ShouldBe(27_415);
        Samples(dataset, Layer.Storage, "base_model_load_seconds").Samples.ShouldBe(7_531);
        Samples(dataset, Layer.Storage, "controlnet_load_seconds").Samples.ShouldBe(29_221);
        Samples(dataset, Layer.Storage, "pipeline_load_seconds").Samples.ShouldBe(36_046);
        Samples(dataset, Layer.Network, "queue_seconds").Samples.ShouldBe(23_478);
        (Samples(dataset, Layer.Network, "requests_per_second").Samples
            + Samples(dataset, Layer.Network, "requests_per_second", EntityKind.Cluster).Samples).ShouldBe(24_627);
        Samples(dataset, Layer.Network, "queue_length", EntityKind.Cluster).Samples.ShouldBe(1_434);
    }

    [DatasetFact("CiscoTelemetry")]
    public void Cisco_switches_have_the_published_events()
    {
        var dataset = Load("cisco_telemetry", Shared("CiscoTelemetry"));

        dataset.Topology.Entities.Count(entity => entity.Kind == EntityKind.Switch).ShouldBe(11);
        dataset.Incidents.Select(incident => (incident.RootEntity, incident.FaultClass)).ShouldBe(
            [("leaf1", "bgp_clear"), ("leaf6", "bgp_clear"), ("spine2", "bgp_clear"), ("leaf2", "bgp_clear"), ("leaf8", "bgp_clear"),
             ("spine1", "bgp_clear"), ("spine2", "bgp_clear"), ("spine3", "bgp_clear")]);
        var table = dataset.ReadSeries(Layer.Network, EntityKind.Switch);
        table.Entities.Select((name, i) => (name, table.EntityIndex.Count(index => index == i))).ShouldContain(("leaf1", 417));
        dataset.SignalOf(Layer.Network, EntityKind.Nic, "nic_transmit_bytes_total").Kind.ShouldBe(SignalKind.Counter);
        dataset.SignalOf(Layer.Network, EntityKind.Nic, "input_data_rate").Kind.ShouldBe(SignalKind.Gauge);
        dataset.SignalOf(Layer.Network, EntityKind.Switch, "paths_count").Kind.ShouldBe(SignalKind.Gauge);
    }

    [DatasetFact("CiscoTelemetry")]
    public void Cisco_counters_never_fall()
    {
        var dataset = Load("cisco_telemetry", Shared("CiscoTelemetry"));
        foreach (var info in dataset.Series)
        {
            var table = dataset.ReadSeries(info.Layer, info.EntityKind);
            foreach (var column in table.Columns.Where(column => dataset.SignalOf(info.Layer, info.EntityKind, column.Name).Kind == SignalKind.Counter))
            {
                var last = new double[table.Entities.Count];
                for (var row = 0; row < table.RowCount; row++)
                {
                    if (double.IsNaN(column.Values[row]))
                        continue;
                    column.Values[row].ShouldBeGreaterThanOrEqualTo(last[table.EntityIndex[row]], column.Name);
                    last[table.EntityIndex[row]] = column.Values[row];
                }
            }
        }
    }

    [DatasetFact("CiscoTelemetry")]
    public void The_router_has_cards_states_and_incidents_from_its_events()
    {
        var dataset = Load("cisco_telemetry", Shared("CiscoTelemetry"), part: "dataset11_leaf7");

        dataset.Events.Count.ShouldBe(34);
        dataset.Incidents.Count(incident => incident.FaultClass == "interface_shutdown").ShouldBe(3);
        dataset.Incidents.Count(incident => incident.FaultClass == "bfd_break").ShouldBe(3);
        dataset.Topology.Entities.Where(entity => entity.Kind == EntityKind.Node).Select(entity => entity.Id).ShouldBe(
            ["leaf7/0/0/CPU0", "leaf7/0/RP0/CPU0"], ignoreOrder: true);
        Samples(dataset, Layer.Network, "nic_output_data_rate", EntityKind.Nic).Samples.ShouldBeInRange(33_000, 33_732);
        var nic = dataset.ReadSeries(Layer.Network, EntityKind.Nic);
        var state = nic.Columns.First(column => column.Name == "nic_line_state").Values;
        var shut = dataset.Incidents.First(incident => incident.FaultClass == "interface_shutdown");
        var during = Enumerable.Range(0, nic.RowCount).First(row => nic.Entities[nic.EntityIndex[row]] == shut.RootEntity
            && nic.TimesMicros[row] > Micros.From(shut.Onset.AddSeconds(60)) && !double.IsNaN(state[row]));
        state[during].ShouldBe(0);
    }

    [DatasetFact("InfiniteHBD_FaultTrace")]
    public void InfiniteHBD_has_the_published_faults()
    {
        var dataset = Load("infinite_hbd", Shared("InfiniteHBD_FaultTrace"));

        dataset.Incidents.Count.ShouldBe(584);
        dataset.Topology.Entities.Count.ShouldBe(231);
        dataset.Events.Count.ShouldBe(2 * 584);
        dataset.Incidents.Count(incident => incident.FaultClass == "gpu").ShouldBe(158);
        dataset.Incidents.Count(incident => incident.FaultClass == "nic").ShouldBe(30);
        (dataset.Manifest.Recordings[0].End - dataset.Manifest.Recordings[0].Start).TotalDays.ShouldBeInRange(348, 350);
        var table = dataset.ReadSeries(Layer.Hardware, EntityKind.Node);
        table.Columns[0].Values.Count(value => value > 0).ShouldBeGreaterThan(0);
        table.Columns[0].Values.ShouldAllBe(value => value >= 0 && value <= 2);
    }

    [DatasetFact("LLMInferenceTraces")]
    public void Request_traces_keep_every_request_and_token()
    {
        var dataset = Load("llm_inference_traces", Shared("LLMInferenceTraces"), step: 5);

        // The descriptions count lines; those of Azure have a header and no line end behind the last row.
        Requests("azure_code").ShouldBe(8_819);
        Requests("azure_conv").ShouldBe(19_366);
        Requests("mooncake_conversation").ShouldBe(12_031);
        Requests("mooncake_synthetic").ShouldBe(3_993);
        dataset.Manifest.Recordings.Count.ShouldBe(4);

        double Requests(string replica)
        {
            var table = dataset.ReadSeries(Layer.Model, EntityKind.Replica, new SeriesFilter { Entities = [replica] });
            return Math.Round(table.Columns.First(column => column.Name == "requests_per_second").Values.Sum() * 5);
        }
    }

    [Fact]
    public void Requests_in_flight_and_prefix_reuse_are_as_described()
    {
        // 8,000 prompt tokens take one second, 30 answer tokens another; the second prompt has its first block from the first one.
        File.WriteAllText(_folder.At("trace.jsonl"), """
            {"timestamp": 0, "input_length": 8000, "output_length": 30, "hash_ids": [1, 2]}
            {"timestamp": 500, "input_length": 1024, "output_length": 0, "hash_ids": [1, 3]}
            {"timestamp": 3000, "input_length": 0, "output_length": 0, "hash_ids": []}
            """);
        var table = Load("llm_inference_traces", _folder.At("trace.jsonl"), step: 1).ReadSeries(Layer.Model, EntityKind.Replica);

        Column("requests_per_second").ShouldBe([2, 0, 0, 1]);
        Column("requests_in_flight").ShouldBe([1.128, 1, 0, 0], tolerance: 1e-9);
        Column("prefix_reuse_ratio")[0].ShouldBe(512 / 9024d, tolerance: 1e-9);

        double[] Column(string name) => table.Columns.First(column => column.Name == name).Values;
    }

    [Theory]
    [InlineData("alibaba_gentd26", "not a folder of GenTD26")]
    [InlineData("cisco_telemetry", "holds no scenario")]
    [InlineData("infinite_hbd", "not a folder of the InfiniteHBD trace")]
    [InlineData("llm_inference_traces", "holds no request trace")]
    public void A_folder_of_something_else_is_named(string source, string message) =>
        Should.Throw<InputException>(() => Load(source, _folder.Path)).Message.ShouldContain(message);

    [Fact]
    public void A_truncated_archive_is_one_line_or_what_came_before()
    {
        using (var tar = new TarWriter(new GZipStream(File.Create(_folder.At("qps.tar.gz")), CompressionLevel.NoCompression)))
        {
            var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{1662859176 + (57 * i)}.0,0.5,0123456789abcdef\n"));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "qps.csv")
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes("timestamp_anon,value,container_ip\n" + rows)),
            });
        }
        var bytes = File.ReadAllBytes(_folder.At("qps.tar.gz"));
        File.WriteAllBytes(_folder.At("qps.tar.gz"), bytes[..(bytes.Length / 2)]);

        var error = Should.Throw<InputException>(() => Load("alibaba_gentd26", _folder.Path));
        error.Message.ShouldContain("qps.tar.gz");
        error.Message.ShouldContain("damaged or truncated");
        var context = new ImportContext(skipBad: true);
        DatasetSources.Load(new DataConfig { Source = "alibaba_gentd26", Root = _folder.Path }, context).Series[0].RowCount.ShouldBeGreaterThan(10_000);
        context.Bad.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void An_import_reads_back_equal()
    {
        File.WriteAllText(_folder.At("fault_trace.json"), """
            [{"node_id": "a", "event_time": 0.5, "event_type": "fault_start", "fault_type": {"Level": "Hardware Failure", "Class": "GPU", "Desc": "GPU Lost"}},
             {"node_id": "a", "event_time": 1.25, "event_type": "fault_end", "fault_type": {"Level": "Hardware Failure", "Class": "GPU", "Desc": "GPU Lost"}}]
            """);
        var dataset = Load("infinite_hbd", _folder.Path, step: 21_600);
        dataset.ReadSeries(Layer.Hardware, EntityKind.Node).Columns[0].Values.ShouldBe([0, 0, 1, 1, 1, 0, 0, 0, 0]);

        DatasetWriter.Write(_folder.At("set"), dataset);
        DatasetComparison.ShouldEqual(Dataset.Open(_folder.At("set")), dataset);
    }

    private static string Shared(string name) => Path.Combine(DatasetFactAttribute.Root, name);

    private static Dataset Load(string source, string root, string? part = null, double? step = null) =>
        DatasetSources.Load(new DataConfig { Source = source, Root = root, Part = part, StepSeconds = step });

    private static (long Samples, int Entities) Samples(Dataset dataset, Layer layer, string signal, EntityKind kind = EntityKind.Replica)
    {
        var table = dataset.ReadSeries(layer, kind);
        var values = table.Columns.First(column => column.Name == signal).Values;
        var seen = Enumerable.Range(0, values.Length).Where(row => !double.IsNaN(values[row])).ToArray();
        return (seen.Length, seen.Select(row => table.EntityIndex[row]).Distinct().Count());
    }
}
