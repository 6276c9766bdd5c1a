using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.TensorBoard;
using Auscult.Tracking.Observing;

namespace Auscult.Tracking.Tests.Observing;

/// <summary>System metrics under MLflow's names, and event files that TensorBoard's readers take.</summary>
public sealed class ObservingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_kernels_figures_become_mlflows()
    {
        Directory.CreateDirectory(_folder["net"]);
        File.WriteAllText(_folder["meminfo"], "MemTotal:       1000000 kB\nMemFree:  1 kB\nMemAvailable:    750000 kB\n");
        Write(cpu: "cpu  100 0 100 700 100 0 0 0 50 0", received: 1_000_000, sent: 0);
        var metrics = new SystemMetrics(_folder.Path, new GpuMetrics(() => "0, 37, 1000, 4000, 150.5, 300\n1, [N/A], 0, 4000, [N/A], [N/A]\n"));
        Write(cpu: "cpu  160 0 115 725 100 0 0 0 80 0", received: 3_500_000, sent: 500_000);
        var figures = metrics.Sample().ToDictionary();
        figures["cpu_utilization_percentage"].ShouldBe(75);
        figures["system_memory_usage_megabytes"].ShouldBe(256);
        figures["system_memory_usage_percentage"].ShouldBe(25);
        figures["network_receive_megabytes"].ShouldBe(2.5);
        figures["network_transmit_megabytes"].ShouldBe(0.5);
        figures["gpu_0_utilization_percentage"].ShouldBe(37);
        figures["gpu_0_memory_usage_megabytes"].ShouldBe(1048.6);
        figures["gpu_0_memory_usage_percentage"].ShouldBe(25);
        figures["gpu_0_power_usage_watts"].ShouldBe(150.5);
        figures["gpu_0_power_usage_percentage"].ShouldBe(50.2);
        figures["gpu_1_memory_usage_percentage"].ShouldBe(0);
        figures.ShouldNotContainKey("gpu_1_utilization_percentage");
        figures.Keys.ShouldContain("disk_usage_percentage");
        figures.Keys.ShouldContain("disk_available_megabytes");
    }

    [Fact]
    public void Metrics_reach_a_file_whatever_the_tracker_and_a_torn_line_costs_only_itself()
    {
        var path = _folder["deep", "metrics.jsonl"];
        var tracker = new TrackerConfig { Kind = TrackerKind.None, MetricsFile = path }.Open(TimeProvider.System);
        var reader = new MetricLines(path);
        reader.ReadNew().ShouldBeEmpty();
        using (var run = tracker.StartRun(new RunStart { Experiment = "e", RunName = "r" }))
        {
            run.LogMetric("validation/loss", 0.25, 10);
            run.LogMetric("validation/loss", double.NaN, 20);
        }
        reader.ReadNew().ShouldBe([new MetricLine("validation/loss", 0.25, 10), new MetricLine("validation/loss", double.NaN, 20)]);
        File.AppendAllText(path, "{\"name\":\"validation/lo");
        reader.ReadNew().ShouldBeEmpty();
        using (var run = tracker.StartRun(new RunStart { Experiment = "e", RunName = "r" }))
            run.LogMetric("validation/loss", 0.125, 30);
        reader.ReadNew().ShouldBe([new MetricLine("validation/loss", 0.125, 30)]);
    }

    [Fact]
    public void Amds_figures_come_from_the_kernel()
    {
        Directory.CreateDirectory(_folder["card0", "device"]);
        File.WriteAllText(_folder["card0", "device", "gpu_busy_percent"], "12\n");
        File.WriteAllText(_folder["card0", "device", "mem_info_vram_used"], "1000000\n");
        File.WriteAllText(_folder["card0", "device", "mem_info_vram_total"], "4000000\n");
        new GpuMetrics(() => "", _folder.Path).Sample().ToDictionary().ShouldBe(new Dictionary<string, double>
        {
            ["gpu_0_utilization_percentage"] = 12, ["gpu_0_memory_usage_megabytes"] = 1, ["gpu_0_memory_usage_percentage"] = 25,
        });
    }

    [Fact]
    public void A_machine_without_any_of_it_is_no_error() =>
        new SystemMetrics(_folder["absent"], new GpuMetrics(() => "")).Sample().Select(figure => figure.Key).ShouldNotContain("cpu_utilization_percentage");

    [Fact]
    public void A_run_gets_them_until_it_ends_and_goes_on_counting_when_it_is_resumed()
    {
        var config = new TrackerConfig { Root = _folder["mlruns"] };
        var store = config.Open(TimeProvider.System);
        string id;
        using (var run = new ObservedTracker(store, TimeProvider.System, TimeSpan.FromMilliseconds(30), null, _ => { }).StartRun(new RunStart { Experiment = "e", RunName = "r" }))
        {
            id = run.Id;
            Until(() => Steps(run).Length >= 2);
            run.Finish(RunStatus.Finished);
        }
        using (var again = new ObservedTracker(store, TimeProvider.System, TimeSpan.FromMilliseconds(30), null, _ => { }).ResumeRun(id))
        {
            var before = Steps(again).Length;
            Until(() => Steps(again).Length > before);
            again.Finish(RunStatus.Finished);
            var steps = Steps(again);
            steps.ShouldBe(Enumerable.Range(0, steps.Length).Select(i => (long)i));
        }
    }

    [Fact]
    public void Event_files_read_back_as_the_repository_reads_tensorboards()
    {
        var clock = new StoppedClock();
        using (var run = new TrackerConfig { Root = _folder["mlruns"], Tensorboard = true, TensorboardRoot = _folder["tb"] }.Open(clock).StartRun(new RunStart { Experiment = "e", RunName = "r" }))
        {
            run.LogParam("seed", "1");
            run.LogMetric("train/loss", 0.25, 0);
            run.LogMetric("train/loss", double.NaN, 1);
            run.LogText("a: b | c\n", "config/resolved.yaml");
            run.Finish(RunStatus.Finished);
        }
        var file = Directory.GetFiles(_folder["tb"], "events.out.tfevents.1700000000.*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        var events = new List<ScalarEvent>();
        var bytes = new List<byte[]>();
        RecordFile.Read(file, new ImportContext(), (data, length, _) =>
        {
            bytes.Add(data[..length]);
            events.Add(ScalarEvent.Parse(data, length));
        });
        System.Text.Encoding.UTF8.GetString(bytes[0]).ShouldContain("brain.Event:2");
        var scalars = events.SelectMany(e => e.Values.Select(v => (e.Step, e.WallTime, v.Key, v.Value))).ToArray();
        scalars.ShouldBe([(0, 1_700_000_000.123, "train/loss", 0.25), (1, 1_700_000_000.123, "train/loss", double.NaN)]);
        System.Text.Encoding.UTF8.GetString(bytes[3]).ShouldContain("config/resolved.yaml/text_summary");
        System.Text.Encoding.UTF8.GetString(bytes[4]).ShouldContain("| seed | 1 |");
    }

    private static long[] Steps(TrackedRun run) => File.Exists(Path.Combine(run.Folder!, "metrics", "system", "network_receive_megabytes"))
        ? [.. File.ReadAllLines(Path.Combine(run.Folder!, "metrics", "system", "network_receive_megabytes")).Select(line => long.Parse(line.Split(' ')[2]))]
        : [];

    private static void Until(Func<bool> condition)
    {
        for (var i = 0; i < 500 && !condition(); i++)
            Thread.Sleep(20);
        condition().ShouldBeTrue();
    }

    private void Write(string cpu, long received, long sent)
    {
        File.WriteAllText(_folder["stat"], cpu + "\ncpu0 1 2 3\n");
        File.WriteAllText(_folder["net", "dev"], $"Inter-| Receive\n face |bytes\n  eth0: {received} 1 0 0 0 0 0 0 {sent} 1 0 0 0 0 0 0\n");
    }
}
