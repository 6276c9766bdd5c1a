using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.NvidiaLogs;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Loading.NvidiaLogs;

public sealed class NvidiaLogTests : IDisposable
{
    private const string Header = "timestamp, index, name, driver_version, utilization.gpu [%], memory.used [MiB], power.draw [W], clocks.current.sm [MHz], "
        + "clocks_event_reasons.hw_slowdown, clocks_event_reasons.active, pstate, ecc.errors.corrected.volatile.total, clocks.max.sm [MHz]\n";

    private static readonly DateTimeOffset From = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Query_gpu_logs_are_read_with_units_sentinels_and_fields_that_vanish_after_a_driver_upgrade()
    {
        var dataset = Load(Header
            + "2026/03/01 12:00:00.250, 0, NVIDIA H100 80GB HBM3, 535.104, 87 %, 1024 MiB, 312.50 W, 1980 MHz, Not Active, 0x0000000000000004, P0, 3, 1980 MHz\n"
            + "2026/03/01 12:00:00.251, 1, NVIDIA H100 80GB HBM3, 535.104, [N/A], 2048 MiB, [Not Supported], 1755 MHz, Active, 0x0000000000000008, P2, [Unknown Error], 1980 MHz\n"
            + "timestamp, index, driver_version, utilization.gpu [%]\n"
            + "2026/03/01 12:00:01.250, 0, 550.54, 90 %\n");

        dataset.Topology.Entities.ShouldBe([new("node0", EntityKind.Node), new("node0/gpu0", EntityKind.Gpu, "node0"), new("node0/gpu1", EntityKind.Gpu, "node0")]);
        Column(dataset, "gpu_utilization_ratio").ShouldBe([0.87, 0.9, double.NaN]);
        Column(dataset, "gpu_memory_used_bytes").ShouldBe([1 << 30, double.NaN, 2L << 30]);
        Column(dataset, "gpu_power_watts").ShouldBe([312.5, double.NaN, double.NaN]);
        Column(dataset, "gpu_sm_clock_hertz").ShouldBe([1.98e9, double.NaN, 1.755e9]);
        Column(dataset, "gpu_throttle_hardware_state").ShouldBe([0, double.NaN, 1]);
        Column(dataset, "gpu_clock_event_reasons_state").ShouldBe([4, double.NaN, 8]);
        Column(dataset, "gpu_performance_state").ShouldBe([0, double.NaN, 2]);
        dataset.ReadSeries(Layer.Hardware, EntityKind.Gpu).TimesMicros[0].ShouldBe(Micros.From(From) + 250_000);
        dataset.Events.Single().ShouldBe(new OperationalEvent(From.AddSeconds(1.25), "node0", "driver_change", "535.104 to 550.54"));
        dataset.Manifest.Import!.Unmapped.Select(metric => metric.Name).ShouldBe(["clocks.max.sm"]);
    }

    [Fact]
    public void Dcgmi_tables_without_times_take_start_and_step_and_tell_xids()
    {
        // Header and units again in the middle, as every 14 rows; blanks where a device lacks a field; 64-bit sentinel; a link of its own.
        var dataset = Load("""
            #Entity         GPUTL       POWER          XIDER
            ID                          W
            GPU 0           50          400.125        0
            GPU 1           N/A                        0
            #Entity         GPUTL       POWER          XIDER
            ID                          W
            GPU 0           51          401.000        79
            GPU 1           9223372036854775794  300.000  0
            GPU 0           0           90.000         79
            GPU 1           60          301.000        0
            """, from: From, step: 0.5);

        Column(dataset, "gpu_utilization_ratio").ShouldBe([0.5, 0.51, 0, double.NaN, double.NaN, 0.6]);
        Column(dataset, "gpu_power_watts").ShouldBe([400.125, 401, 90, double.NaN, 300, 301]);
        dataset.ReadSeries(Layer.Hardware, EntityKind.Gpu).TimesMicros.Take(3).Select(time => time - Micros.From(From)).ShouldBe([0L, 500_000, 1_000_000]);
        dataset.Events.Single().ShouldBe(new OperationalEvent(From.AddSeconds(0.5), "node0/gpu0", "xid", "79"));
    }

    [Fact]
    public void Nvidia_smi_dmon_is_read_with_and_without_dates()
    {
        const string Rows = "{0}    0    69    33     -     5     0\n{1}    0    70    34     -     6     0\n";
        var dated = Load("#Date       Time        gpu    pwr  gtemp  mtemp     sm  pviol\n#YYYYMMDD   HH:MM:SS    Idx      W      C      C      %      %\n"
            + string.Format(Rows, " 20260301   12:00:00", " 20260301   12:00:01"));
        var bare = Load("# gpu    pwr  gtemp  mtemp     sm  pviol\n# Idx      W      C      C      %      %\n" + string.Format(Rows, "", ""), from: From, step: 1);

        foreach (var dataset in new[] { dated, bare })
        {
            Column(dataset, "gpu_power_watts").ShouldBe([69, 70]);
            Column(dataset, "gpu_temperature_celsius").ShouldBe([33, 34]);
            Column(dataset, "gpu_utilization_ratio").ShouldBe([0.05, 0.06]);
            Column(dataset, "gpu_memory_temperature_celsius").ShouldBe([double.NaN, double.NaN]);
            dataset.Manifest.Recordings.Single().Start.ShouldBe(From);
        }
    }

    [Fact]
    public void A_time_zone_is_counted_with_and_every_file_of_a_folder_is_a_node()
    {
        foreach (var node in new[] { "n1", "n2" })
            File.WriteAllText(_folder.At($"{node}.csv"), "timestamp, index, power.draw [W]\n2026/03/01 14:00:00.000, 0, 1 W\n");
        var dataset = new NvidiaLogSource(_folder.Path, null, "+02:00", null, null).Load();
        dataset.Topology.Entities.Select(entity => entity.Id).ShouldBe(["n1", "n1/gpu0", "n2", "n2/gpu0"]);
        dataset.Manifest.Recordings.Single().Start.ShouldBe(From);
        Should.Throw<InputException>(() => new NvidiaLogSource(_folder.Path, null, "Mars/Olympus", null, null).Load()).Message.ShouldContain("data.time_zone");
    }

    [Theory]
    [InlineData("timestamp, index, power.draw [W]\n2026/03/01 12:00:00.000, 0, 1 W\n2026/03/01 12:00:01.000, 0\n", "log.csv:3: 2 fields under 3 columns; the line is cut off")]
    [InlineData("timestamp, index, power.draw [W]\n2026/03/01 12:00:00.000, 0, much\n2026/03/01 12:00:01.000, 0, 1 W\n", "log.csv:2:power.draw: 'much' is not a number")]
    [InlineData("timestamp, index, power.draw [W]\n2026/03/01 12:00:00.000, 0, -99999 W\n2026/03/01 12:00:01.000, 0, 1 W\n", "log.csv:2:power.draw: '-99999 W' cannot be true")]
    [InlineData("timestamp, index, power.draw [W]\nnoon, 0, 1 W\n2026/03/01 12:00:01.000, 0, 1 W\n", "log.csv:2:timestamp: 'noon' is not a time")]
    [InlineData("timestamp, index, power.draw [W]\n1070/03/01 12:00:01.000, 0, 1 W\n2026/03/01 12:00:01.000, 0, 1 W\n", "log.csv:2:timestamp: ")]
    [InlineData("timestamp, index, power.draw [W]\n2026/03/01 12:00:00.000, 0, \u00ff W\n2026/03/01 12:00:01.000, 0, 1 W\n", "log.csv:2: is not UTF-8 text")]
    public void Bad_lines_end_a_strict_import_and_are_listed_by_a_lenient_one(string log, string message)
    {
        File.WriteAllText(_folder.At("log.csv"), log, System.Text.Encoding.Latin1);
        var source = new NvidiaLogSource(_folder.At("log.csv"), null, null, null, null);
        Should.Throw<InputException>(() => source.Load()).Message.ShouldContain(message);
        var lenient = new ImportContext(skipBad: true);
        source.Load(lenient).ReadSeries(Layer.Hardware, EntityKind.Gpu).Columns[0].Values.ShouldContain(1);
        lenient.Bad.Listed.Single().ShouldContain(message);
    }

    [Theory]
    [InlineData("2026/03/01 12:00:00.000, 0, 1 W\n", "log.csv:1: the first line is no header")]
    [InlineData("timestamp, power.draw [W]\n", "log.csv:1: no column says which GPU")]
    [InlineData("#Entity GPUTL\nID\nGPU 0 5\n", "log.csv:3: the log has no times; say when it began")]
    [InlineData("# gpu pwr\n# Idx W\n 0 1\n", "log.csv:3: the log has no times")]
    [InlineData("#Time gpu pwr\n#HH:MM:SS Idx W\n 12:00:00 0 1\n", "log.csv:1:Time: the rows have a time but no date; run nvidia-smi dmon with -o DT")]
    [InlineData("# fan\n", "log.csv:1: this header names no device")]
    [InlineData("timestamp, index, power.draw [W]\n", "there is no sample in it")]
    [InlineData("", "there is no sample in it")]
    public void Logs_that_cannot_be_read_at_all_are_refused(string log, string message) =>
        Should.Throw<InputException>(() => Load(log)).Message.ShouldContain(message);

    [Fact]
    public void Repeated_and_late_rows_are_put_in_order()
    {
        var dataset = Load("timestamp, index, power.draw [W]\n2026/03/01 12:00:02.000, 0, 3 W\n2026/03/01 12:00:01.000, 0, 1 W\n2026/03/01 12:00:01.000, 0, 2 W\n");
        Column(dataset, "gpu_power_watts").ShouldBe([2, 3]);
        dataset.Manifest.Import!.RepeatedSamples.ShouldBe(1);
    }

    private static double[] Column(Dataset dataset, string name) =>
        dataset.ReadSeries(Layer.Hardware, EntityKind.Gpu).Columns.Single(column => column.Name == name).Values;

    private Dataset Load(string log, DateTimeOffset? from = null, double? step = null)
    {
        File.WriteAllText(_folder.At("log.csv"), log);
        return new NvidiaLogSource(_folder.At("log.csv"), null, null, from, step).Load();
    }
}
