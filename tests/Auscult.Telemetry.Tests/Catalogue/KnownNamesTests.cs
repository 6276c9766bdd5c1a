using System.Diagnostics;
using Auscult.Foundation;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Catalogue;

public sealed class KnownNamesTests
{
    /// <summary>Every name of the metric dictionary and of the fault table that faults of training clusters are told by.</summary>
    private const string Dictionary = """
        DCGM_FI_DEV_ECC_SBE_VOL_TOTAL DCGM_FI_DEV_ECC_DBE_VOL_TOTAL DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS DCGM_FI_DEV_ROW_REMAP_FAILURE
        DCGM_FI_DEV_XID_ERRORS DCGM_EXP_XID_ERRORS_COUNT DCGM_FI_DEV_PCIE_REPLAY_COUNTER DCGM_FI_DEV_GPU_TEMP DCGM_FI_DEV_MEMORY_TEMP
        DCGM_FI_DEV_SM_CLOCK DCGM_FI_DEV_CLOCKS_EVENT_REASONS DCGM_FI_DEV_THERMAL_VIOLATION DCGM_FI_DEV_POWER_VIOLATION
        DCGM_FI_DEV_POWER_USAGE DCGM_FI_DEV_GPU_UTIL DCGM_FI_DEV_FB_USED DCGM_FI_PROF_PIPE_TENSOR_ACTIVE DCGM_FI_PROF_GR_ENGINE_ACTIVE
        DCGM_FI_PROF_SM_ACTIVE DCGM_FI_PROF_DRAM_ACTIVE DCGM_FI_PROF_PCIE_TX_BYTES DCGM_FI_PROF_PCIE_RX_BYTES
        DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL
        DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION
        port_xmit_wait port_xmit_discards port_rcv_errors symbol_error link_downed link_error_recovery out_of_sequence packet_seq_err
        local_ack_timeout_err rnr_nak_retry_err roce_adp_retrans np_cnp_sent rx_prio3_pause tx_prio3_pause roce_slow_restart
        node_infiniband_port_transmit_wait_total node_infiniband_link_downed_total node_infiniband_link_error_recovery_total
        node_infiniband_port_data_received_bytes_total node_infiniband_port_data_transmitted_bytes_total
        node_pressure_cpu_waiting_seconds_total node_pressure_io_waiting_seconds_total node_pressure_io_stalled_seconds_total
        node_pressure_memory_waiting_seconds_total node_pressure_memory_stalled_seconds_total node_disk_io_time_seconds_total
        node_mountstats_nfs_operations_queue_time_seconds_total node_memory_MemAvailable_bytes node_network_receive_bytes_total
        node_procs_running node_procs_blocked node_schedstat_waiting_seconds_total scrape_duration_seconds up
        nccl_bus_bandwidth_gbs nccl_collective_exec_time_microseconds
        XPU_TIMER_COLL_KERNEL_P99_LATENCY XPU_TIMER_MM_KERNEL_FLOPS XPU_TIMER_COMMON_HANG
        npu_chip_info_temperature npu_chip_info_power npu_chip_info_utilization npu_chip_info_hbm_used_memory npu_chip_info_health_status
        npu_chip_info_link_status npu_chip_info_network_status npu_chip_mac_rx_pfc_pkt_num npu_chip_roce_new_pkt_rty_num
        vllm:num_requests_running vllm:kv_cache_usage_perc vllm:time_to_first_token_seconds vllm:inter_token_latency_seconds
        gen_ai.server.time_to_first_token
        moe/layer_0/cv moe/layer_i/cv dead_expert_frac expert_diversity e_max_violation
        step_seconds loss grad_norm data_wait_seconds moe_token_drop_ratio moe_expert_heartbeat_age_seconds node_ready_state
        """;

    public static TheoryData<string> DictionaryNames => [.. Dictionary.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    [Theory]
    [MemberData(nameof(DictionaryNames))]
    public void Every_name_of_the_metric_dictionary_stands_for_a_signal(string name) => SignalCatalogue.Default.Find(name).ShouldNotBeNull();

    [Fact]
    public void Every_layer_and_kind_of_entity_that_emits_telemetry_is_covered()
    {
        SignalCatalogue.Default.Signals.Count.ShouldBeGreaterThan(300);
        SignalCatalogue.Default.Signals.Select(signal => signal.Layer).Distinct().Count().ShouldBe(4);
        foreach (var kind in new[] { EntityKind.Node, EntityKind.Gpu, EntityKind.Nic, EntityKind.Disk, EntityKind.Rank, EntityKind.Expert, EntityKind.Replica })
            SignalCatalogue.Default.Signals.ShouldContain(signal => signal.EntityKind == kind);
    }

    [Fact]
    public void Nearest_names_of_hundreds_of_unknown_metrics_take_less_than_a_table_of_distances_for_a_few()
    {
        var names = SignalCatalogue.Default.Names;
        var unknown = names.Select((name, i) => $"my_{name.ToLowerInvariant()}_{i % 7}").Take(300).ToArray();
        var fast = Timed(() => unknown.Count(name => NearestName.Of(name, names) is not null));
        var few = Timed(() => unknown.Take(60).Sum(name => names.Min(known => Distance(name, known))));
        fast.ShouldBeLessThan(few);

        static TimeSpan Timed(Func<int> work)
        {
            var clock = Stopwatch.StartNew();
            work().ShouldBeGreaterThan(0);
            return clock.Elapsed;
        }
    }

    [Fact]
    public void Nearest_name_agrees_with_the_textbook_distance()
    {
        // Without separators and of more than one letter, so that neither words nor initials count.
        var word = Gen.Choose(1, 70).SelectMany(length => Gen.Elements('a', 'b', 'B', 'c', 'é').ArrayOf(length)).Select(letters => new string(letters));
        Prop.ForAll(Arb.From(word), Arb.From(word), (a, b) =>
        {
            var isNear = Distance(a, b) <= Math.Max(a.Length, b.Length) / 2;
            return NearestName.Of(a, [b]) == (isNear ? b : null);
        }).QuickCheckThrowOnFailure();
    }

    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
                        table[i - 1, j - 1] + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1));
            }
        }
        return table[a.Length, b.Length];
    }
}
