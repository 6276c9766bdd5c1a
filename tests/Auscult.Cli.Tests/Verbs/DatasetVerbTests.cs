using System.Text.Json;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;

namespace Auscult.Cli.Tests.Verbs;

/// <summary>From a CSV file through <c>import</c> to <c>inspect</c>.</summary>
public sealed class DatasetVerbTests : IDisposable
{
    private const string Mapping = """
        name: lab
        origin: a test
        licence: CC0-1.0
        step_seconds: 10
        time: { column: ts, format: seconds, origin: '2025-01-01T00:00:00Z' }
        signals:
          - { column: cpu, name: cpu_ratio, layer: hardware, unit: ratio }
        label: { column: fault }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_imported_file_can_be_inspected()
    {
        Import("ts,cpu,fault\n0,0.5,\n10,0.75,1\n20,,1\n50,1,\n").ExitCode.ShouldBe(0);

        var (exitCode, output, error) = Run("inspect", Set);
        (exitCode, error).ShouldBe((0, ""));
        output.ShouldContain("lab (");
        output.ShouldMatch(@"hardware, per node: 1 x, 4 rows, 1 gaps, the longest 30 s");
        output.ShouldMatch(@"cpu_ratio\s+gauge\s+ratio\s+50\.0 %\s+0\.5\s+0\.75\s+1");
        output.ShouldMatch(@"anomaly\s+hardware\s+1\s+20 s");
        output.ShouldNotContain("severity");
    }

    [Fact]
    public void Layers_are_summed_up_and_long_lists_end_with_a_count_but_for_JSON()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"vendor_metric_{i:00} {i} 1772366400000\nnode_load1{{instance=\"a\"}} 1 1772366400000\n"));
        var metrics = _folder.Write("metrics.prom", rows + "node_disk_io_now{device=\"sda\"} 1 1772366400000\n");
        Run("import", "openmetrics", $"data.root={metrics}", "--out", Set, "--config-dir", Path.Combine(Repository.Root, "configs")).ExitCode.ShouldBe(0);

        var (exitCode, output, _) = Run("inspect", Set);
        exitCode.ShouldBe(0);
        output.ShouldContain("layers");
        output.ShouldMatch(@"storage\s+1\s+100\.0 %\s+0\s+0\s+0\s+0 s");
        output.ShouldContain("30 metrics without a signal in the catalogue");
        output.ShouldContain("and 10 more unmapped metrics; --json lists them all");
        using var json = JsonDocument.Parse(Run("inspect", Set, "--json", "-").Output);
        json.RootElement.GetProperty("import").GetProperty("unmapped").GetArrayLength().ShouldBe(30);
    }

    [Fact]
    public void Severity_and_lost_step_time_are_shown_where_they_are_known()
    {
        Import("ts,cpu,fault\n0,0.5,\n10,0.75,1\n20,1,\n30,1,1\n40,1,\n").ExitCode.ShouldBe(0);
        var dataset = Dataset.Open(Set);
        Incident[] known = [dataset.Incidents[0] with { Severity = 0.25, LostSeconds = 7 }, dataset.Incidents[1] with { Severity = 0.5 }];
        DatasetWriter.Write(Set, new MemoryDataset(
            "known", dataset.Manifest, dataset.Topology,
            [.. dataset.Series.Select(info => new MemorySeries(info.Layer, info.EntityKind, dataset.ReadSeries(info.Layer, info.EntityKind)))], known), overwrite: true);

        Run("inspect", Set).Output.ShouldMatch(@"anomaly\s+hardware\s+2\s+10 s\s+10 s\s+10 s\s+0\.25 to 0\.5\s+7 s");
    }

    [Fact]
    public void The_same_figures_come_as_JSON()
    {
        Import("ts,cpu,fault\n0,0.5,\n10,0.75,1\n").ExitCode.ShouldBe(0);

        using var json = JsonDocument.Parse(Run("inspect", Set, "--json", "-").Output);
        json.RootElement.GetProperty("name").GetString().ShouldBe("lab");
        var signal = json.RootElement.GetProperty("series")[0].GetProperty("signals")[0];
        (signal.GetProperty("name").GetString(), signal.GetProperty("coverage").GetDouble(), signal.GetProperty("maximum").GetDouble())
            .ShouldBe(("cpu_ratio", 1.0, 0.75));
        json.RootElement.GetProperty("incidents")[0].GetProperty("fault_class").GetString().ShouldBe("anomaly");
    }

    [Fact]
    public void A_text_cell_is_one_line_and_2_and_nothing_is_written()
    {
        var (exitCode, output, error) = Import("ts,cpu,fault\n0,0.5,\n10,hot,\n");

        (exitCode, output, error).ShouldBe((2, "", $"auscult: {_folder.Path}/data.csv:3:cpu: 'hot' is not a number\n"));
        Directory.GetFileSystemEntries(_folder.Path, "*set*").ShouldBeEmpty();
    }

    [Fact]
    public void An_existing_folder_needs_overwrite()
    {
        Import("ts,cpu,fault\n0,0.5,\n").ExitCode.ShouldBe(0);

        Import("ts,cpu,fault\n0,0.5,\n").Error.ShouldContain("already exists");
        Import("ts,cpu,fault\n0,0.5,\n", "--overwrite").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void A_source_that_is_not_there_is_named()
    {
        var (exitCode, _, error) = Run("import", "smdd", "--out", Set, "--config-dir", Path.Combine(Repository.Root, "configs"));

        (exitCode, error).ShouldBe((2, "auscult: override 'data=smdd': there is no data called 'smdd'; did you mean 'smd'?\n"));
    }

    [Fact]
    public void A_folder_without_a_manifest_is_no_dataset() =>
        Run("inspect", _folder.Path).ShouldBe((2, "", $"auscult: {_folder.Path}: not a dataset folder; it has no dataset.yaml\n"));

    private string Set => Path.Combine(_folder.Path, "set");

    private (int ExitCode, string Output, string Error) Import(string csv, params string[] more)
    {
        var data = _folder.Write("data.csv", csv);
        var mapping = _folder.Write("mapping.yaml", Mapping);
        return Run([
            "import", "csv", $"data.root={data}", $"data.mapping={mapping}", "--out", Set,
            "--config-dir", Path.Combine(Repository.Root, "configs"), .. more]);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var test = new TestServices();
        var services = test.Create();
        var exitCode = CommandLine.Run(Program.CreateRoot(services), arguments, services);
        return (exitCode, test.Output.ToString(), test.Error.ToString());
    }
}
