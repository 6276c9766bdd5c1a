using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>What node_exporter says of a host, and what the collector says of its exporters. Noise is estimated (E).</summary>
internal static class NodeTable
{
    private const double Page = 4096;
    private const double KiB = 1024;

    public static IEnumerable<SeriesColumnModel> Columns(NodeState s, Plane up, HostConfig config, ScrapeTargets gpuExporters)
    {
        SeriesColumnModel Seconds(string name, Plane rate, double days = 0) =>
            new CounterColumn(name, rate) { Quantum = 0.01, Initial = days * 86_400, Alive = up };
        SeriesColumnModel Pressure(string name, Plane share) => new CounterColumn(name, share) { Quantum = 1e-6, Alive = up };
        SeriesColumnModel Count(string name, Plane rate, double scale = 1) =>
            new CounterColumn(name, rate) { Scale = scale, Quantum = 1, Alive = up };
        SeriesColumnModel Bytes(string name, Plane bytes, double noise = 2e6) => new GaugeColumn(name, bytes)
        {
            Noise = noise, NoiseSeconds = 20, Drift = 5 * noise, Quantum = KiB,
        };
        var cores = config.Cores;
        yield return new ScrapeColumn("exporter_up_state", isLatency: false, gpuExporters);
        yield return new ScrapeColumn("scrape_seconds", isLatency: true, gpuExporters);
        yield return Seconds("cpu_user_seconds_total", s.User, cores);
        yield return Seconds("cpu_system_seconds_total", s.System, 0.1 * cores);
        yield return Seconds("cpu_idle_seconds_total", s.Idle, 10 * cores);
        yield return Seconds("cpu_iowait_seconds_total", s.IoWait);
        yield return Seconds("cpu_softirq_seconds_total", s.SoftIrq);
        yield return Seconds("cpu_irq_seconds_total", s.Irq);
        yield return new GaugeColumn("cpu_core_busy_max_ratio", s.CoreMax) { NoiseRatio = 0.02, Max = 1, Quantum = 0.001 };
        yield return new GaugeColumn("procs_running", s.Running) { Noise = 1.5, NoiseRatio = 0.05, Min = 1, Quantum = 1 };
        yield return new GaugeColumn("procs_blocked", s.Blocked) { Noise = 0.15, NoiseRatio = 0.2, Quantum = 1 };
        yield return new GaugeColumn("load1", s.Load1) { Noise = 0.3, NoiseSeconds = 30, Quantum = 0.01 };
        yield return new GaugeColumn("load5", s.Load5) { Noise = 0.1, NoiseSeconds = 150, Quantum = 0.01 };
        yield return Count("context_switches_total", s.Switches);
        yield return Count("interrupts_total", s.Interrupts);
        yield return Seconds("cpu_run_queue_seconds_total", s.QueueWait);
        yield return Pressure("pressure_cpu_some_seconds_total", s.CpuPressure);
        yield return Pressure("pressure_memory_some_seconds_total", s.MemorySome);
        yield return Pressure("pressure_memory_full_seconds_total", s.MemoryFull);
        yield return Bytes("memory_free_bytes", s.Free, 2e7);
        yield return Bytes("memory_available_bytes", s.Available, 2e7);
        yield return Bytes("memory_cached_bytes", s.Cached, 4e6);
        yield return Bytes("memory_anonymous_bytes", s.Anonymous, 2e7);
        yield return Bytes("memory_dirty_bytes", s.Dirty, 2e5);
        yield return Bytes("memory_writeback_bytes", s.Writeback, 1e4);
        yield return Bytes("process_resident_bytes", s.LoaderBytes, 5e6);
        yield return Count("memory_page_faults_total", s.PageFaults);
        yield return new CounterColumn("memory_major_page_faults_total", s.MajorFaults) { IsPoisson = true, Alive = up };
        yield return new CounterColumn("memory_page_in_bytes_total", s.NfsRead) { Quantum = Page, Alive = up };
        yield return new CounterColumn("memory_page_out_bytes_total", s.NfsWrite) { Quantum = Page, Alive = up };
        yield return Count("memory_reclaim_scanned_pages_total", s.Reclaimed);
        // A sensor catches the power of a moment within the micro-batches: MLPerf's 64 nodes, read every 2 s, change by 14 % from sample to
        // sample, with a ceiling 8 % above their median and dips to half of it; 2.4 % of the readings repeat the one before.
        yield return new GaugeColumn("node_power_watts", s.Power)
        {
            NoiseRatio = 0.075, NoiseSeconds = 0.7, IsDipping = true, RepeatShare = 0.024, Drift = 10, Quantum = 1, IsSensor = true,
        };
        yield return new GaugeColumn("temperature_max_celsius", s.Temperature)
        {
            Noise = 0.7, NoiseSeconds = 10, Drift = 0.4, Quantum = 1, IsSensor = true,
        };
        yield return new GaugeColumn("fan_rpm", s.Fan) { Noise = 40, NoiseSeconds = 5, Spread = 0.01, Quantum = 20, IsSensor = true };
    }

    /// <summary>The host's side of storage.</summary>
    public static IEnumerable<SeriesColumnModel> StorageColumns(NodeState s, Plane up)
    {
        SeriesColumnModel Seconds(string name, Plane rate) => new CounterColumn(name, rate) { Quantum = 0.001, Alive = up };
        SeriesColumnModel Count(string name, Plane rate) => new CounterColumn(name, rate) { Quantum = 1, Alive = up };
        yield return new CounterColumn("pressure_io_some_seconds_total", s.IoSome) { Quantum = 1e-6, Alive = up };
        yield return new CounterColumn("pressure_io_full_seconds_total", s.IoFull) { Quantum = 1e-6, Alive = up };
        yield return Count("nfs_requests_total", s.NfsRequests);
        yield return Seconds("nfs_queue_seconds_total", s.NfsQueue);
        yield return Seconds("nfs_response_seconds_total", s.NfsResponse);
        yield return Count("nfs_read_bytes_total", s.NfsRead);
        yield return Count("nfs_write_bytes_total", s.NfsWrite);
        yield return new CounterColumn("nfs_timeouts_total", s.NfsTimeouts) { IsPoisson = true, Alive = up };
    }
}
