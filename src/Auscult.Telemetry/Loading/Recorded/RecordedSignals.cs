using System.Collections.Frozen;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>
/// Every signal the recorder can write, in layer order. Names follow node_exporter and DCGM with the unit last; counters end in
/// <c>_total</c> and keep the kernel's running totals.
/// </summary>
public static class RecordedSignals
{
    /// <summary>The whole table. A machine that lacks a source (no GPU, no sensor) has no column for it.</summary>
    public static IReadOnlyList<Signal> All { get; } =
    [
        // /proc/stat
        NodeCounter("cpu_user_seconds_total", "s"),
        NodeCounter("cpu_nice_seconds_total", "s"),
        NodeCounter("cpu_system_seconds_total", "s"),
        NodeCounter("cpu_idle_seconds_total", "s"),
        NodeCounter("cpu_iowait_seconds_total", "s"),
        NodeCounter("cpu_irq_seconds_total", "s"),
        NodeCounter("cpu_softirq_seconds_total", "s"),
        NodeCounter("cpu_steal_seconds_total", "s"),
        NodeGauge("cpu_core_busy_max_ratio", "ratio", Aggregation.Max),
        NodeGauge("cpu_core_busy_min_ratio", "ratio", Aggregation.Min),
        NodeGauge("cpu_core_busy_deviation_ratio", "ratio", Aggregation.Max),
        NodeCounter("context_switches_total", "switches"),
        NodeCounter("interrupts_total", "interrupts"),
        NodeCounter("forks_total", "processes"),
        NodeGauge("procs_running", "processes", Aggregation.Sum),
        NodeGauge("procs_blocked", "processes", Aggregation.Sum),

        // /proc/loadavg
        NodeGauge("load1", "processes"),
        NodeGauge("load5", "processes"),

        // /proc/meminfo
        NodeGauge("memory_free_bytes", "bytes", Aggregation.Sum),
        NodeGauge("memory_available_bytes", "bytes", Aggregation.Sum),
        NodeGauge("memory_cached_bytes", "bytes", Aggregation.Sum),
        NodeGauge("memory_anonymous_bytes", "bytes", Aggregation.Sum),
        NodeGauge("memory_slab_bytes", "bytes", Aggregation.Sum),
        NodeGauge("memory_dirty_bytes", "bytes", Aggregation.Sum),
        NodeGauge("memory_writeback_bytes", "bytes", Aggregation.Sum),
        NodeGauge("memory_committed_bytes", "bytes", Aggregation.Sum),
        NodeGauge("memory_swap_used_bytes", "bytes", Aggregation.Sum),

        // /proc/vmstat
        NodeCounter("memory_page_faults_total", "faults"),
        NodeCounter("memory_major_page_faults_total", "faults"),
        NodeCounter("memory_page_in_bytes_total", "bytes"),
        NodeCounter("memory_page_out_bytes_total", "bytes"),
        NodeCounter("memory_swap_in_pages_total", "pages"),
        NodeCounter("memory_swap_out_pages_total", "pages"),
        NodeCounter("memory_allocated_pages_total", "pages"),
        NodeCounter("memory_reclaim_scanned_pages_total", "pages"),
        NodeCounter("memory_direct_reclaim_scanned_pages_total", "pages"),
        NodeCounter("memory_refaulted_file_pages_total", "pages"),
        NodeCounter("memory_oom_kills_total", "processes"),

        // /proc/pressure/{cpu,memory}
        NodeCounter("pressure_cpu_some_seconds_total", "s"),
        NodeCounter("pressure_cpu_full_seconds_total", "s"),
        NodeCounter("pressure_memory_some_seconds_total", "s"),
        NodeCounter("pressure_memory_full_seconds_total", "s"),

        // /sys/class/hwmon, /sys/class/thermal
        NodeGauge("temperature_max_celsius", "celsius", Aggregation.Max),

        // libnvidia-ml.so.1
        Gpu("gpu_utilization_ratio", "ratio"),
        Gpu("gpu_memory_utilization_ratio", "ratio"),
        Gpu("gpu_memory_used_bytes", "bytes", Aggregation.Sum),
        Gpu("gpu_memory_free_bytes", "bytes", Aggregation.Sum),
        Gpu("gpu_power_watts", "W", Aggregation.Sum),
        new("gpu_energy_joules_total", Layer.Hardware, SignalKind.Counter, "J", EntityKind.Gpu, Aggregation.Sum),
        Gpu("gpu_temperature_celsius", "celsius", Aggregation.Max),
        Gpu("gpu_sm_clock_hertz", "Hz"),
        Gpu("gpu_memory_clock_hertz", "Hz"),
        new("gpu_ecc_corrected_errors_total", Layer.Hardware, SignalKind.Counter, "errors", EntityKind.Gpu, Aggregation.Sum),
        new("gpu_ecc_uncorrected_errors_total", Layer.Hardware, SignalKind.Counter, "errors", EntityKind.Gpu, Aggregation.Sum),
        new("gpu_pcie_replays_total", Layer.Hardware, SignalKind.Counter, "replays", EntityKind.Gpu, Aggregation.Sum),
        new("gpu_throttle_power_state", Layer.Hardware, SignalKind.State, "bool", EntityKind.Gpu, Aggregation.Max),
        new("gpu_throttle_thermal_state", Layer.Hardware, SignalKind.State, "bool", EntityKind.Gpu, Aggregation.Max),
        new("gpu_throttle_hardware_state", Layer.Hardware, SignalKind.State, "bool", EntityKind.Gpu, Aggregation.Max),

        // /proc/net/dev
        Nic("nic_receive_bytes_total", "bytes"),
        Nic("nic_receive_packets_total", "packets"),
        Nic("nic_receive_errors_total", "packets"),
        Nic("nic_receive_drops_total", "packets"),
        Nic("nic_transmit_bytes_total", "bytes"),
        Nic("nic_transmit_packets_total", "packets"),
        Nic("nic_transmit_errors_total", "packets"),
        Nic("nic_transmit_drops_total", "packets"),

        // /proc/net/{snmp,netstat,softnet_stat}
        Tcp("tcp_segments_in_total", "segments"),
        Tcp("tcp_segments_out_total", "segments"),
        Tcp("tcp_retransmitted_segments_total", "segments"),
        Tcp("tcp_in_errors_total", "segments"),
        Tcp("tcp_out_resets_total", "segments"),
        Tcp("tcp_active_opens_total", "connections"),
        Tcp("tcp_passive_opens_total", "connections"),
        Tcp("tcp_failed_attempts_total", "connections"),
        Tcp("tcp_established_resets_total", "connections"),
        new("tcp_established_connections", Layer.Network, SignalKind.Gauge, "connections", EntityKind.Node, Aggregation.Sum),
        Tcp("tcp_listen_overflows_total", "connections"),
        Tcp("tcp_listen_drops_total", "connections"),
        Tcp("tcp_timeouts_total", "timeouts"),
        Tcp("tcp_loss_probes_total", "segments"),
        Tcp("tcp_fast_retransmits_total", "segments"),
        Tcp("tcp_lost_retransmits_total", "segments"),
        Tcp("tcp_out_of_order_segments_total", "segments"),
        Tcp("tcp_receive_collapsed_total", "segments"),
        Tcp("softnet_dropped_packets_total", "packets"),
        Tcp("softnet_squeezed_total", "times"),

        // /proc/pressure/io
        new("pressure_io_some_seconds_total", Layer.Storage, SignalKind.Counter, "s", EntityKind.Node, Aggregation.Sum),
        new("pressure_io_full_seconds_total", Layer.Storage, SignalKind.Counter, "s", EntityKind.Node, Aggregation.Sum),

        // /proc/diskstats
        Disk("disk_reads_total", "operations"),
        Disk("disk_read_bytes_total", "bytes"),
        Disk("disk_read_seconds_total", "s"),
        Disk("disk_writes_total", "operations"),
        Disk("disk_write_bytes_total", "bytes"),
        Disk("disk_write_seconds_total", "s"),
        Disk("disk_flushes_total", "operations"),
        Disk("disk_flush_seconds_total", "s"),
        Disk("disk_io_seconds_total", "s"),
        Disk("disk_io_weighted_seconds_total", "s"),
        new("disk_in_flight", Layer.Storage, SignalKind.Gauge, "operations", EntityKind.Disk, Aggregation.Sum),

        // statvfs
        new("filesystem_used_bytes", Layer.Storage, SignalKind.Gauge, "bytes", EntityKind.Disk, Aggregation.Sum),
        new("filesystem_free_bytes", Layer.Storage, SignalKind.Gauge, "bytes", EntityKind.Disk, Aggregation.Sum),

        // training telemetry lines
        Rank("steps_total", SignalKind.Counter, "steps", Aggregation.Mean),
        Rank("phase_state", SignalKind.State, "phase", Aggregation.Max),
        Rank("step_seconds", SignalKind.Gauge, "s", Aggregation.Max),
        Rank("loss", SignalKind.Gauge, "", Aggregation.Mean),
        Rank("grad_norm", SignalKind.Gauge, "", Aggregation.Mean),
        Rank("tokens_per_second", SignalKind.Gauge, "1/s", Aggregation.Sum),
        Rank("learning_rate", SignalKind.Gauge, "", Aggregation.Mean),
        Rank("data_wait_seconds", SignalKind.Gauge, "s", Aggregation.Max),
        Rank("checkpoint_seconds", SignalKind.Gauge, "s", Aggregation.Max),
        Rank("evaluation_seconds", SignalKind.Gauge, "s", Aggregation.Max),
        Rank("nonfinite_state", SignalKind.State, "bool", Aggregation.Max),
        Rank("progress_age_seconds", SignalKind.Gauge, "s", Aggregation.Max),
    ];

    private static readonly FrozenDictionary<string, int> Indices =
        All.Select((signal, index) => (signal.Name, index)).ToFrozenDictionary(pair => pair.Name, pair => pair.index);

    /// <summary>Position of a signal in <see cref="All"/>.</summary>
    /// <exception cref="KeyNotFoundException">No signal has that name.</exception>
    public static int IndexOf(string name) => Indices[name];

    private static Signal NodeCounter(string name, string unit) =>
        new(name, Layer.Hardware, SignalKind.Counter, unit, EntityKind.Node, Aggregation.Sum);

    private static Signal NodeGauge(string name, string unit, Aggregation aggregation = Aggregation.Mean) =>
        new(name, Layer.Hardware, SignalKind.Gauge, unit, EntityKind.Node, aggregation);

    private static Signal Gpu(string name, string unit, Aggregation aggregation = Aggregation.Mean) =>
        new(name, Layer.Hardware, SignalKind.Gauge, unit, EntityKind.Gpu, aggregation);

    private static Signal Nic(string name, string unit) =>
        new(name, Layer.Network, SignalKind.Counter, unit, EntityKind.Nic, Aggregation.Sum);

    private static Signal Tcp(string name, string unit) =>
        new(name, Layer.Network, SignalKind.Counter, unit, EntityKind.Node, Aggregation.Sum);

    private static Signal Disk(string name, string unit) =>
        new(name, Layer.Storage, SignalKind.Counter, unit, EntityKind.Disk, Aggregation.Sum);

    private static Signal Rank(string name, SignalKind kind, string unit, Aggregation aggregation) =>
        new(name, Layer.Model, kind, unit, EntityKind.Rank, aggregation);
}
