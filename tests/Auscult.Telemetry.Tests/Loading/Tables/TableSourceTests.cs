using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Tables;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Loading.Tables;

public sealed class TableSourceTests : IDisposable
{
    private const string Wide = """
        name: lab
        origin: a test
        licence: CC0-1.0
        step_seconds: 10
        time: { column: ts, format: seconds, origin: '2001-09-09T01:46:40Z' }
        entity: { column: host, kind: node }
        signals:
          - { column: cpu, name: cpu_ratio, layer: hardware, unit: ratio }
          - { column: rx, name: receive_bytes_total, layer: network, kind: counter, unit: bytes, aggregation: sum }
        label: { column: fault, layer: network, normal: [ok] }
        recording_gap_seconds: 100
        """;

    private const string Long = """
        name: lab
        origin: a test
        licence: CC0-1.0
        step_seconds: 10
        time: { column: ts, format: milliseconds, origin: '2001-09-09T01:46:40Z' }
        entity: { id: gpu0, kind: gpu }
        signals:
          - { column: DCGM_FI_DEV_GPU_TEMP, name: gpu_temperature_celsius, layer: hardware, unit: celsius }
          - { column: DCGM_FI_DEV_GPU_UTIL, name: gpu_utilisation_percent, layer: hardware, unit: percent }
        long: { name_column: metric, value_column: value }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_wide_file_becomes_series_recordings_and_incidents()
    {
        var dataset = Load(Wide, """
            ts,host,cpu,rx,fault,comment
            0,a,0.5,100,ok,first
            0,b,0.25,,ok,
            10,a,NaN,200,Link Down,
            20,a,1,300,Link Down,
            1000,a,1,0,1,after a break
            1010.5,b,0,7,,
            """);

        var hardware = dataset.ReadSeries(Layer.Hardware, EntityKind.Node);
        hardware.EntityIndex.Select(i => hardware.Entities[i]).ShouldBe(["a", "a", "a", "a", "b", "b"]);
        hardware.TimesMicros.ShouldBe(At(0, 10, 20, 1000, 0, 1010.5));
        hardware.Columns[0].Values.ShouldBe([0.5, double.NaN, 1, 1, 0.25, 0]);
        dataset.ReadSeries(Layer.Network, EntityKind.Node).Columns[0].Values.ShouldBe([100, 200, 300, 0, double.NaN, 7]);
        dataset.Manifest.Recordings.Select(r => (Seconds(r.Start), Seconds(r.End))).ShouldBe([(0, 30), (1000, 1020)]);
        dataset.Incidents.Select(i => (i.FaultClass, i.RootEntity, Seconds(i.Onset), Seconds(i.End), i.Layer)).ShouldBe(
            [("link_down", "a", 10, 30, Layer.Network), ("anomaly", "a", 1000, 1010, Layer.Network)]);
    }

    [Fact]
    public void A_long_file_in_metric_blocks_is_turned_wide()
    {
        var dataset = Load(Long, """
            ts;metric;value
            0;DCGM_FI_DEV_GPU_TEMP;40
            10000;DCGM_FI_DEV_GPU_TEMP;41
            0;DCGM_FI_DEV_GPU_UTIL;90
            20000;DCGM_FI_DEV_GPU_UTIL;95
            20000;SOMETHING_ELSE;1
            """);

        var table = dataset.ReadSeries(Layer.Hardware, EntityKind.Gpu);
        table.TimesMicros.ShouldBe(At(0, 10, 20));
        table.Columns[0].Values.ShouldBe([40, 41, double.NaN]);
        table.Columns[1].Values.ShouldBe([90, double.NaN, 95]);
    }

    [Theory]
    [InlineData("ts,host,cpu,rx,fault\n0,a,high,1,\n", "data.csv:2:cpu: 'high' is not a number")]
    [InlineData("ts,host,cpu,fault\n0,a,1,\n", "data.csv:1: column 'rx' is missing")]
    [InlineData("ts,host,cpu,rx,fault\n0,a,1,1,\n10,a,1\n", "data.csv:3: ")]
    [InlineData("ts,host,cpu,rx,fault\n10,a,1,1,\n0,a,1,1,\n", "data.csv:3:ts: time '0' repeats or goes back; sort the file")]
    [InlineData("ts,host,cpu,rx,fault\n10,a,1,1,\n10,a,1,1,\n", "data.csv:3:ts: time '10' repeats or goes back")]
    [InlineData("ts,host,cpu,rx,fault\nnoon,a,1,1,\n", "data.csv:2:ts: 'noon' is not a time")]
    [InlineData("ts,host,cpu,rx,fault\n0,,1,1,\n", "data.csv:2:host: is empty")]
    [InlineData("ts,host,cpu,rx,fault\n", "data.csv: there is no row that can be read")]
    [InlineData("", "data.csv: the file is empty")]
    [InlineData("ts,host,cpu,rx,fault\n0,a,,NaN,\n10,a,nan,,\n", "data.csv: no signal has a single value")]
    [InlineData("ts,host,cpu,cpu,fault\n", "data.csv:1: two columns are called 'cpu'")]
    [InlineData("ts,host,cpu,rx,fault\n0,a,\"1\"x,1,\n", "data.csv:2: ")]
    public void Bad_files_are_named_by_line_and_column(string csv, string message)
    {
        var error = Should.Throw<InputException>(() => Load(Wide, csv));

        error.Message.ShouldContain(message);
        error.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void Long_files_refuse_repeated_times_of_one_signal() =>
        Should.Throw<InputException>(() => Load(Long, "ts,metric,value\n5,DCGM_FI_DEV_GPU_TEMP,1\n5,DCGM_FI_DEV_GPU_TEMP,2\n"))
            .Message.ShouldContain("data.csv:3:ts: time '5' repeats");

    [Theory]
    [InlineData("step_seconds: 10", "step_secnds: 10", "mapping.yaml:4: unknown key 'step_secnds'; did you mean 'step_seconds'?")]
    [InlineData("layer: hardware", "layer: hardwear", "'hardwear' is not a Layer; did you mean 'hardware'?")]
    [InlineData("format: seconds", "format: sceonds", "time.format: 'sceonds' is not a TimeFormat; did you mean 'seconds'?")]
    [InlineData("name: lab", "title: lab", "unknown key 'title'")]
    [InlineData("kind: node }", "from: disk }", "an entity has a column, one id, or is the file")]
    [InlineData("step_seconds: 10", "step_seconds: 0", "step_seconds: must be positive")]
    [InlineData("name: lab", "name: [", "not valid YAML")]
    public void Bad_mappings_are_named_by_key(string good, string bad, string message) =>
        Should.Throw<InputException>(() => Load(Wide.Replace(good, bad, StringComparison.Ordinal), "ts\n0\n")).Message.ShouldContain(message);

    [Fact]
    public void A_truncated_gzip_file_is_one_clear_line()
    {
        var whole = _folder.At("whole.csv.gz");
        using (var stream = new System.IO.Compression.GZipStream(File.Create(whole), System.IO.Compression.CompressionLevel.Fastest))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write("ts,host,cpu,rx,fault\n");
            for (var i = 0; i < 20_000; i++)
                writer.Write($"{i},a,0.{i * 7919 % 10007},{i},\n");
        }
        var bytes = File.ReadAllBytes(whole);
        File.WriteAllBytes(_folder.At("cut.csv.gz"), bytes[..(bytes.Length / 2)]);
        File.WriteAllText(_folder.At("mapping.yaml"), Wide);

        Should.Throw<InputException>(() => new TableSource("csv", _folder.At("cut.csv.gz"), TableMappingYaml.Load(_folder.At("mapping.yaml"))).Load())
            .Message.ShouldContain("cut.csv.gz");
    }

    [Fact]
    public void Skipped_rows_are_counted_and_the_others_stay()
    {
        var context = new ImportContext(skipBad: true);

        var dataset = Load(Wide, """
            ts,host,cpu,rx,fault
            0,a,0.5,100,
            10,a,oops,100,
            20,a,"open,1,
            30,a,0.25,1,
            25,a,1,1,
            40,a,1,1,,,
            4000000000000,a,1,1,
            50,a,1e60,1,
            60,a,1,2,
            """, context);

        dataset.ReadSeries(Layer.Hardware, EntityKind.Node).TimesMicros.ShouldBe(At(0, 30, 60));
        context.Bad.Count.ShouldBe(6);
        context.Bad.Listed.Select(fault => fault.Split('/')[^1].Split(':')[1]).ShouldBe(["3", "4", "6", "7", "8", "9"]);
        dataset.Manifest.Import!.SkippedRecords.ShouldBe(6);
    }

    private static long[] At(params double[] seconds) => [.. seconds.Select(second => (long)((1_000_000_000 + second) * 1e6))];

    private static long Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds() - 1_000_000_000;

    private Dataset Load(string mapping, string csv, ImportContext? context = null)
    {
        File.WriteAllText(_folder.At("mapping.yaml"), mapping);
        File.WriteAllText(_folder.At("data.csv"), csv);
        return new TableSource("csv", _folder.At("data.csv"), TableMappingYaml.Load(_folder.At("mapping.yaml"))).Load(context);
    }
}
