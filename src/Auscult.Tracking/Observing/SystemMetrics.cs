using System.Globalization;

namespace Auscult.Tracking.Observing;

/// <summary>
/// CPU, memory, network, disk and GPU of this machine under MLflow's names (mlflow/system_metrics). What a machine does not tell is left
/// out.
/// </summary>
internal sealed class SystemMetrics
{
    private readonly string _proc;
    private readonly GpuMetrics _gpus;
    private readonly (double Received, double Sent) _network;
    private (long Busy, long Total) _cpu;

    /// <param name="proc">Where the kernel's figures are; a test has its own.</param>
    /// <param name="gpus">The GPUs.</param>
    public SystemMetrics(string proc = "/proc", GpuMetrics? gpus = null)
    {
        (_proc, _gpus) = (proc, gpus ?? new GpuMetrics());
        _cpu = Cpu();
        _network = Network();
    }

    /// <summary>Figures since the last call, or since the beginning: <c>cpu_utilization_percentage</c> and its like, without
    /// <c>system/</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Sample()
    {
        var figures = new List<KeyValuePair<string, double>>();
        Try(() => AddCpu(figures));
        Try(() => AddMemory(figures));
        Try(() => AddDisk(figures));
        Try(() => AddNetwork(figures));
        Try(() => figures.AddRange(_gpus.Sample()));
        return figures;
    }

    // A figure that a machine refuses to tell ends nothing.
    private static void Try(Action add)
    {
        try
        {
            add();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or System.ComponentModel.Win32Exception)
        {
            return;
        }
    }

    private static double Round(double value) => Math.Round(value, 1);

    private static void AddDisk(List<KeyValuePair<string, double>> figures)
    {
        var disk = new DriveInfo("/");
        var used = (double)(disk.TotalSize - disk.TotalFreeSpace);
        // As psutil: of what an unprivileged user could have.
        figures.Add(new("disk_usage_percentage", Round(100 * used / (used + disk.AvailableFreeSpace))));
        figures.Add(new("disk_usage_megabytes", Round(used / 1e6)));
        figures.Add(new("disk_available_megabytes", Round(disk.AvailableFreeSpace / 1e6)));
    }

    private void AddCpu(List<KeyValuePair<string, double>> figures)
    {
        var now = Cpu();
        if (now.Total > _cpu.Total)
            figures.Add(new("cpu_utilization_percentage", Round(100.0 * (now.Busy - _cpu.Busy) / (now.Total - _cpu.Total))));
        _cpu = now;
    }

    private void AddMemory(List<KeyValuePair<string, double>> figures)
    {
        var memory = Lines("meminfo").Select(line => line.Split((char[])[':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts.Length > 1)
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], CultureInfo.InvariantCulture) * 1024.0, StringComparer.Ordinal);
        if (!memory.TryGetValue("MemTotal", out var total) || !memory.TryGetValue("MemAvailable", out var available))
            return;
        figures.Add(new("system_memory_usage_megabytes", Round((total - available) / 1e6)));
        figures.Add(new("system_memory_usage_percentage", Round(100 * (total - available) / total)));
    }

    private void AddNetwork(List<KeyValuePair<string, double>> figures)
    {
        var (received, sent) = Network();
        figures.Add(new("network_receive_megabytes", (received - _network.Received) / 1e6));
        figures.Add(new("network_transmit_megabytes", (sent - _network.Sent) / 1e6));
    }

    private (long Busy, long Total) Cpu()
    {
        // user nice system idle iowait irq softirq steal; guest time is in user already.
        var ticks = (Lines("stat").FirstOrDefault() ?? "cpu 0 0 0 0").Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var idle = ticks.Skip(3).Take(2).Sum();
        return (ticks.Sum() - idle, ticks.Sum());
    }

    private (double Received, double Sent) Network()
    {
        var counters = Lines("net/dev").Skip(2).Select(line => line.Split((char[])[':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts.Length > 9).ToArray();
        return (counters.Sum(parts => double.Parse(parts[1], CultureInfo.InvariantCulture)),
            counters.Sum(parts => double.Parse(parts[9], CultureInfo.InvariantCulture)));
    }

    private string[] Lines(string file) => Path.Combine(_proc, file) is var path && File.Exists(path) ? File.ReadAllLines(path) : [];
}
