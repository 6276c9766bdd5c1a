namespace Auscult.Evaluation.RootCause;

/// <summary>How a signal moves when a cause is at work.</summary>
public enum SignalSign
{
    /// <summary>It rises.</summary>
    Rises,

    /// <summary>It falls.</summary>
    Falls,

    /// <summary>Its samples stop coming.</summary>
    Vanishes,
}

/// <summary>One sign of a cause.</summary>
/// <param name="Signal">Catalogue name.</param>
/// <param name="Sign">What it does.</param>
/// <param name="Weight">How telling it is: 1 for a counter that counts nothing else, less for what other causes show too.</param>
public sealed record TaxonomySign(string Signal, SignalSign Sign, double Weight = 1);

/// <summary>One cause with its own signals, as operators know them.</summary>
/// <param name="FaultClass">Class of the cause.</param>
/// <param name="Signs">Its signs; any of them counts.</param>
/// <param name="Codes">XID codes that name it.</param>
public sealed record TaxonomyRule(string FaultClass, IReadOnlyList<TaxonomySign> Signs, IReadOnlyList<int> Codes);

/// <summary>
/// Which signals are a cause's own: the vendor's XID catalogue, the semantics of the exporters' counters and what incident reports of
/// training clusters say. Nothing here was fitted to data.
/// </summary>
public static class TaxonomyRules
{
    private const double Shared = 0.5;

    /// <summary>The gauge that holds the last XID code.</summary>
    public const string CodeSignal = "gpu_xid_state";

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<TaxonomyRule> All { get; } =
    [
        new("hbm_ecc",
            [Up("gpu_ecc_uncorrected_errors_total"), Up("gpu_ecc_corrected_errors_total"), Up("gpu_remapped_rows_uncorrected_total"),
                Up("gpu_row_remap_failed_state")], [48, 63, 64, 94, 95]),
        new("off_bus",
            [Gone("gpu_power_watts"), Gone("gpu_temperature_celsius"), Up("gpu_pcie_replays_total", Shared),
                Up("scrape_seconds", Shared)], [79]),
        new("driver_hang", [Down("gpu_power_watts", Shared), Down("gpu_sm_active_ratio", Shared)], [119, 120]),
        new("thermal_throttle",
            [Up("gpu_thermal_violation_seconds_total"), Up("gpu_temperature_celsius"), Up("gpu_memory_temperature_celsius"),
                Down("gpu_sm_clock_hertz", Shared)], []),
        new("power_throttle",
            [Up("gpu_power_violation_seconds_total"), Up("gpu_throttle_power_state"), Down("gpu_sm_clock_hertz", Shared)], []),
        new("silent_data_corruption", [Up("grad_norm"), Up("loss"), Up("nonfinite_state")], []),
        new("cpu_contention",
            [Up("procs_running"), Up("cpu_run_queue_seconds_total"), Up("pressure_cpu_some_seconds_total"), Up("load1", Shared)], []),
        new("nvlink_errors",
            [Up("gpu_nvlink_crc_flit_errors_total"), Up("gpu_nvlink_replays_total"), Up("gpu_nvlink_recoveries_total"),
                Down("gpu_nvlink_bytes_per_second", Shared)], [74]),
        new("pcie_downgrade",
            [Down("gpu_pcie_link_width_state"), Down("gpu_pcie_link_generation_state"), Down("gpu_pcie_receive_bytes_per_second", Shared),
                Down("gpu_pcie_transmit_bytes_per_second", Shared)], []),
        new("nic_down",
            [Up("rdma_link_downs_total"), Down("nic_up_state"), Down("rdma_port_state"), Down("rdma_port_active_state")], []),
        new("nic_flap",
            [Up("nic_carrier_changes_total"), Up("rdma_link_downs_total"), Up("rdma_link_recoveries_total", Shared)], []),
        new("dirty_optic",
            [Up("rdma_symbol_errors_total"), Up("rdma_link_recoveries_total"), Up("rdma_local_link_integrity_errors_total")], []),
        new("congestion",
            [Up("rdma_cnp_sent_total"), Up("nic_receive_pauses_total"), Up("rdma_slow_restarts_total"), Up("rdma_transmit_wait_total"),
                Up("rdma_out_of_sequence_total", Shared)], []),
        new("switch_fault",
            [Up("switch_discards_total"), Up("switch_port_errors_total"), Down("switch_transmit_bytes_total", Shared)], []),
        new("storage_saturation",
            [Up("nfs_queue_seconds_total"), Up("disk_io_weighted_seconds_total"), Up("pressure_io_some_seconds_total"),
                Up("disk_in_flight"), Up("checkpoint_seconds", Shared)], []),
        new("data_loader_stall",
            [Up("data_wait_seconds"), Up("process_resident_bytes"), Up("cpu_iowait_seconds_total", Shared)], []),
        new("expert_hotspot",
            [Up("moe_load_cv"), Up("moe_max_violation"), Up("moe_token_drop_ratio"), Up("moe_dead_expert_ratio"),
                Up("expert_load_ratio")], []),
        new("expert_rank_loss",
            [Up("moe_expert_heartbeat_age_seconds"), Up("time_per_output_token_seconds", Shared), Up("requests_waiting", Shared)], []),
    ];

    private static TaxonomySign Up(string signal, double weight = 1) => new(signal, SignalSign.Rises, weight);

    private static TaxonomySign Down(string signal, double weight = 1) => new(signal, SignalSign.Falls, weight);

    private static TaxonomySign Gone(string signal, double weight = 1) => new(signal, SignalSign.Vanishes, weight);
}
