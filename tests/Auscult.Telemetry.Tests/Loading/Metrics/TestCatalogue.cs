using Auscult.Telemetry.Catalogue;

namespace Auscult.Telemetry.Tests.Loading.Metrics;

/// <summary>A small catalogue of its own, so that these tests know every alias.</summary>
internal static class TestCatalogue
{
    private const string Hardware = """
        layer: hardware
        signals:
          - { name: cpu_user_seconds_total, kind: counter, unit: s, entity: node, aggregation: sum,
              aliases: { 'node_cpu_seconds_total{mode="user"}': 1 } }
          - { name: gpu_memory_used_bytes, kind: gauge, unit: bytes, entity: gpu, aggregation: sum, aliases: { DCGM_FI_DEV_FB_USED: 1048576 } }
          - { name: gpu_temperature_celsius, kind: gauge, unit: celsius, entity: gpu, aggregation: max,
              aliases: { DCGM_FI_DEV_GPU_TEMP: 1, npu_chip_info_temperature: 1 } }
          - { name: gpu_power_violation_seconds_total, kind: counter, unit: s, entity: gpu, aggregation: sum,
              aliases: { DCGM_FI_DEV_POWER_VIOLATION: 0.000000001 } }
          - { name: gpu_xid_errors, kind: event, unit: errors, entity: gpu, aggregation: sum, aliases: { DCGM_FI_DEV_XID_ERRORS: 1 } }
        """;

    private const string Network = """
        layer: network
        signals:
          - { name: nic_receive_bytes_total, kind: counter, unit: bytes, entity: nic, aggregation: sum,
              aliases: { node_network_receive_bytes_total: 1, node_infiniband_port_data_received_bytes_total: 1 } }
        """;

    private const string Model = """
        layer: model
        signals:
          - { name: ttft_seconds, kind: gauge, unit: s, entity: replica, aliases: { 'vllm:time_to_first_token_seconds': 1 } }
          - { name: ttft_p50_seconds, kind: gauge, unit: s, entity: replica, aggregation: max,
              aliases: { 'vllm:time_to_first_token_seconds{quantile="0.5"}': 1 } }
          - { name: requests_running, kind: gauge, unit: requests, entity: replica, aggregation: sum, aliases: { 'vllm:num_requests_running': 1 } }
        """;

    public static SignalCatalogue Create()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("hardware.yaml"), Hardware);
        File.WriteAllText(folder.At("network.yaml"), Network);
        File.WriteAllText(folder.At("model.yaml"), Model);
        return SignalCatalogue.Load(folder.Path);
    }
}
