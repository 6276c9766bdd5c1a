using Auscult.Simulation.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Simulation.Tests.Faults;

/// <summary>What each class of faults does to the telemetry of a whole simulation, compared with the same seed without it.</summary>
public sealed class FaultEffectTests
{
    /// <summary>Class, severities in percent, signals at the root and how they move.</summary>
    public static TheoryData<string, int, int, string> Expectations => new()
    {
        {
            "hbm_ecc", 50, 100,
            "gpu_ecc_uncorrected_errors_total+ gpu_ecc_corrected_errors_total+ gpu_remapped_rows_uncorrected_total+ gpu_xid_state+"
        },
        { "hbm_ecc", 20, 49, "gpu_ecc_corrected_errors_total+ gpu_remapped_rows_uncorrected_total+" },
        { "off_bus", 100, 100, "gpu_power_watts! gpu_temperature_celsius! gpu_sm_clock_hertz!" },
        { "driver_hang", 100, 100, "gpu_utilization_ratio= gpu_power_watts= gpu_sm_clock_hertz=" },
        {
            "thermal_throttle", 20, 70,
            "gpu_temperature_celsius+ gpu_memory_temperature_celsius+ gpu_sm_clock_hertz- gpu_thermal_violation_seconds_total+"
        },
        { "power_throttle", 20, 70, "gpu_power_watts- gpu_sm_clock_hertz- gpu_power_violation_seconds_total+" },
        { "cpu_contention", 30, 90, "procs_running+ cpu_run_queue_seconds_total+ pressure_cpu_some_seconds_total+ load1+" },
        { "nvlink_errors", 30, 70, "gpu_nvlink_crc_flit_errors_total+ gpu_nvlink_replays_total+ gpu_nvlink_recoveries_total+" },
        { "nvlink_errors", 80, 100, "gpu_nvlink_crc_flit_errors_total+ gpu_xid_state+ gpu_nvlink_bytes_per_second-" },
        { "pcie_downgrade", 30, 95, "gpu_pcie_link_width_state- gpu_pcie_replays_total+" },
        { "nic_down", 100, 100, "rdma_port_state- nic_up_state- rdma_link_downs_total+ rdma_transmit_bytes_total-" },
        { "nic_flap", 40, 90, "rdma_link_downs_total+ rdma_port_state- nic_up_state- rdma_transmit_bytes_total-" },
        { "dirty_optic", 30, 90, "rdma_symbol_errors_total+ rdma_link_recoveries_total+ rdma_packet_sequence_errors_total+" },
        { "congestion", 30, 85, "nic_receive_pauses_total+ rdma_cnp_sent_total+ rdma_transmit_wait_total+ rdma_out_of_sequence_total+" },
        { "switch_fault", 30, 89, "switch_discards_total+ switch_port_errors_total+" },
        { "switch_fault", 90, 100, "switch_discards_total+ switch_port_errors_total+ switch_transmit_bytes_total-" },
        { "storage_saturation", 70, 100, "disk_io_weighted_seconds_total+ disk_write_seconds_total+" },
        { "data_loader_stall", 40, 95, "process_resident_bytes+ cpu_iowait_seconds_total+ memory_available_bytes-" },
        { "expert_hotspot", 20, 70, "expert_load_ratio+ expert_tokens+" },
        { "silent_data_corruption", 50, 100, "cluster:grad_norm+ cluster:loss+" },
    };

    [Theory]
    [MemberData(nameof(Expectations))]
    public void The_named_signals_move_first_and_at_the_root_and_come_back(string name, int least, int most, string signals) =>
        Prop.ForAll(Faults(name, least, most).ToArbitrary(), fault => FaultScene.Check(fault, signals.Split(' '))).Check(Drawn.Times(2));

    private static Gen<FaultConfig> Faults(string name, int least, int most) =>
        from at in Gen.Choose(300, 330)
        from seconds in Gen.Choose(100, 160)
        from severity in Gen.Choose(least, most)
        from entity in Gen.Elements<string?>(FaultScene.EntitiesFor(name))
        select new FaultConfig
        {
            Class = name, Entity = entity, At = TimeSpan.FromSeconds(at + 0.5), Duration = TimeSpan.FromSeconds(seconds),
            Severity = severity / 100.0,
        };
}
