using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Tables;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Tests.Loading.Tables;

public sealed class TableDetectionTests : IDisposable
{
    private const string Wide = """
        timestamp,host,node_load1,inlet temperature,comment
        2025-01-01T00:00:00Z,a,0.5,20,first
        2025-01-01T01:00:00+01:00,b,1.5,21,"with ""quotes"", and a
        line end"
        2025-01-01 00:00:15,a,0.75,,last
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_wide_file_needs_no_mapping_and_the_one_used_reads_back()
    {
        var context = new ImportContext();
        var dataset = Load("data.csv", Wide, context);

        var table = dataset.ReadSeries(Layer.Hardware, EntityKind.Node);
        table.Entities.ShouldBe(["a", "b"]);
        table.Columns.Select(column => column.Name).ShouldBe(["load1", "inlet temperature"]);
        table.TimesMicros.ShouldBe([1735689600_000000, 1735689615_000000, 1735689600_000000]);
        dataset.Manifest.Import!.Unmapped.Select(metric => metric.Name).ShouldBe(["inlet temperature"]);

        var note = context.Notes.ShouldHaveSingleItem();
        File.WriteAllText(_folder.At("mapping.yaml"), note[(note.IndexOf('\n') + 1)..]);
        var mapping = TableMappingYaml.Load(_folder.At("mapping.yaml"));
        mapping.Signals.Select(signal => signal.Signal!.Name).ShouldBe(["load1", "inlet temperature"]);
        var again = new TableSource("table", _folder.At("data.csv"), mapping).Load();
        again.ReadSeries(Layer.Hardware, EntityKind.Node).Columns[0].Values.ShouldBe(table.Columns[0].Values);
    }

    [Theory]
    [InlineData("1735689600", "1735689660")]
    [InlineData("1735689600.0", "1735689660.0")]
    [InlineData("1735689600000", "1735689660000")]
    [InlineData("1735689600000000", "1735689660000000")]
    [InlineData("1735689600000000000", "1735689660000000000")]
    [InlineData("2025-01-01T00:00:00", "2025-01-01T02:01:00.000000000+0200")]
    [InlineData("2025-01-01 00:00:00 UTC", "2025-01-01 00:01:00Z")]
    public void Times_are_read_in_their_unit(string first, string second) =>
        Load("data.csv", $"\uFEFFepoch;cpu\r\n{first};1\r\n{second};2\r\n").ReadSeries(Layer.Hardware, EntityKind.Node).TimesMicros
            .ShouldBe([1735689600_000000, 1735689660_000000]);

    [Fact]
    public void A_clock_from_zero_counts_from_a_stated_origin()
    {
        var context = new ImportContext();
        Load("data.csv", "time,cpu\n0,1\n0.5,2\n1,3\n", context).Manifest.Recordings[0].Start.ShouldBe(TableDetection.Epoch);
        context.Notes[0].ShouldContain("origin: \"2000-01-01T00:00:00Z\"");
    }

    [Fact]
    public void A_long_file_is_recognised_and_its_metrics_found_in_the_catalogue()
    {
        var dataset = Load("data.tsv", "ts\tinstance\tmetric\tvalue\n1735689600\tn1\tnode_load1\t1\n1735689600\tn1\tpump_speed\t7\n1735689610\tn1\tnode_load1\t2\n");

        var table = dataset.ReadSeries(Layer.Hardware, EntityKind.Node);
        table.Columns.Select(column => column.Name).ShouldBe(["load1", "pump_speed"]);
        table.Columns[1].Values.ShouldBe([7, double.NaN]);
        dataset.Manifest.Import!.Unmapped.ShouldHaveSingleItem().Name.ShouldBe("pump_speed");
    }

    [Fact]
    public void The_layout_can_be_stated()
    {
        const string Either = "ts,metric,value\n1735689600,x,1\n1735689601,x,2\n";
        Load("data.csv", Either).Manifest.Signals.ShouldHaveSingleItem().Name.ShouldBe("x");
        Load("data.csv", Either, format: "wide").Manifest.Signals.ShouldHaveSingleItem().Name.ShouldBe("value");
        Should.Throw<InputException>(() => Load("data.csv", Wide, format: "long")).Message.ShouldContain("no pair of columns names and values metrics");
        Should.Throw<InputException>(() => Load("data.csv", Wide, format: "tall")).Message.ShouldContain("data.format: 'tall' is unknown");
    }

    [Fact]
    public void Json_lines_are_flattened()
    {
        var dataset = Load("log.jsonl", """
            {"ts": 1735689600, "host": "a", "gpu": {"power": 300.5, "ok": true}, "tags": [1, 2]}

            {"ts": 1735689610, "host": "a", "gpu": {"power": NaN}, "heat": null}
            {"ts": 1735689620, "host": "b\u0021", "gpu": {"power": 2e2, "ok": false}}
            """);

        var table = dataset.ReadSeries(Layer.Hardware, EntityKind.Node);
        table.Entities.ShouldBe(["a", "b!"]);
        table.Columns.Select(column => column.Name).ShouldBe(["gpu.power", "gpu.ok", "heat"], ignoreOrder: true);
        table.Columns.First(column => column.Name == "gpu.power").Values.ShouldBe([300.5, double.NaN, 200]);
        table.Columns.First(column => column.Name == "gpu.ok").Values.ShouldBe([1, double.NaN, 0]);
    }

    [Theory]
    [InlineData("{\"ts\":1735689600,\"x\":1}\n{\"ts\":1735689601,\"x\":\n", "log.jsonl:2: is not a JSON object")]
    [InlineData("{\"ts\":1735689600,\"x\":1}\n[1]\n", "log.jsonl:2: is not a JSON object")]
    [InlineData("{\"ts\":1735689600,\"x\":1}\n{\"ts\":1735689601,\"x\":\"much\"}\n", "log.jsonl:2:x: 'much' is not a number")]
    [InlineData("{\"ts\":1735689600,\"x\":1}\n{\"x\":1}\n", "log.jsonl:2:ts: '' is not a time")]
    [InlineData("[{\"ts\":1735689600,\"x\":1}]\n", "log.jsonl: is a JSON list; write one JSON object per line")]
    public void Bad_json_lines_are_named_by_line(string text, string message) =>
        Should.Throw<InputException>(() => Load("log.jsonl", text)).Message.ShouldContain(message);

    [Fact]
    public void Parquet_files_are_read_by_a_pattern_and_a_truncated_one_is_one_line()
    {
        Parquet("a.parquet", "SELECT make_timestamp(1735689600000000 + i * 10000000) AS time, 'n' || (i % 2) AS host, i * 0.5 AS node_load1, i::DECIMAL(9,2) AS d FROM range(5000) t(i)");
        Parquet("b.parquet", "SELECT make_timestamp(1735789600000000 + i * 10000000) AS time, 'n0' AS host, NULL::DOUBLE AS node_load1, i::DECIMAL(9,2) AS d FROM range(10) t(i)");

        var dataset = Import(_folder.At("*.parquet"));
        var table = dataset.ReadSeries(Layer.Hardware, EntityKind.Node);
        table.RowCount.ShouldBe(5010);
        table.Columns[0].Values.Count(double.IsNaN).ShouldBe(10);
        table.Columns[1].Values.Sum().ShouldBe((4999 * 2500) + 45);

        var bytes = File.ReadAllBytes(_folder.At("a.parquet"));
        File.WriteAllBytes(_folder.At("cut.parquet"), bytes[..(bytes.Length / 2)]);
        var error = Should.Throw<InputException>(() => Import(_folder.At("cut.parquet")));
        error.Message.ShouldContain("cut.parquet: not a readable Parquet file");
        error.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void Whole_nanoseconds_of_parquet_keep_their_microseconds()
    {
        Parquet("a.parquet", "SELECT 1735689600123456789 + i * 1000000 AS timestamp_ns, i AS x FROM range(3) t(i)");
        Import(_folder.At("a.parquet")).ReadSeries(Layer.Hardware, EntityKind.Node).TimesMicros[0].ShouldBe(1735689600_123457);
    }

    [Fact]
    public void Several_files_without_an_entity_column_are_one_entity_each()
    {
        File.WriteAllText(_folder.At("rack1.csv"), "time,cpu\n1735689600,1\n1735689601,2\n");
        File.WriteAllText(_folder.At("rack2.csv"), "time,cpu\n1735689600,3\n1735689601,4\n");
        Import(_folder.At("rack*.csv")).Topology.Entities.Select(entity => entity.Id).ShouldBe(["rack1", "rack2"]);
    }

    [Theory]
    [InlineData("nothing.csv", "no such file")]
    [InlineData("*.dat", "no file matches")]
    public void Absent_files_are_named(string name, string message) =>
        Should.Throw<InputException>(() => Import(_folder.At(name))).Message.ShouldContain(message);

    [Theory]
    [InlineData("a,b\n1,2\n", "no column holds times")]
    [InlineData("time,b\n1735689600,x\n", "no column holds numbers")]
    [InlineData("\0\0,\u0001\n", "no column holds times")]
    public void What_cannot_be_found_out_is_said(string csv, string message) =>
        Should.Throw<InputException>(() => Load("data.csv", csv)).Message.ShouldContain(message);

    private void Parquet(string name, string query)
    {
        using var connection = DuckDbConnection.Open();
        connection.Execute(Sql.CopyToParquet(query, _folder.At(name)));
    }

    private Dataset Load(string name, string text, ImportContext? context = null, string? format = null)
    {
        File.WriteAllText(_folder.At(name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return Import(_folder.At(name), context, format);
    }

    private static Dataset Import(string root, ImportContext? context = null, string? format = null) =>
        DatasetSources.Load(new DataConfig { Source = "table", Root = root, Format = format }, context);
}
