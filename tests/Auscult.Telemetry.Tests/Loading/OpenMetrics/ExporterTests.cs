using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Tests.Loading.OpenMetrics;

public sealed class ExporterTests
{
    [Fact]
    public void Dcgm_fields_have_units_blanks_are_missing_and_instances_of_a_divided_gpu_are_entities()
    {
        var dataset = Scrapes.Load("""
            # HELP DCGM_FI_DEV_FB_USED Framebuffer memory used (in MiB).
            # TYPE DCGM_FI_DEV_FB_USED gauge
            DCGM_FI_DEV_FB_USED{gpu="0",UUID="GPU-1",device="nvidia0",modelName="NVIDIA H100",Hostname="n1",pod="a"} 3
            DCGM_FI_DEV_FB_USED{gpu="0",UUID="GPU-1",device="nvidia0",GPU_I_PROFILE="1g.10gb",GPU_I_ID="7",Hostname="n1"} 2
            DCGM_FI_DEV_FB_USED{gpu="1",UUID="GPU-2",device="nvidia1",Hostname="n1"} 9223372036854775794
            # HELP DCGM_FI_DEV_GPU_TEMP GPU temperature (in C).
            # TYPE DCGM_FI_DEV_GPU_TEMP gauge
            DCGM_FI_DEV_GPU_TEMP{gpu="1",UUID="GPU-2",device="nvidia1",Hostname="n1"} 2147483634
            # HELP DCGM_FI_DEV_POWER_VIOLATION Throttling duration due to power constraints (in us).
            # TYPE DCGM_FI_DEV_POWER_VIOLATION counter
            DCGM_FI_DEV_POWER_VIOLATION{gpu="1",UUID="GPU-2",device="nvidia1",Hostname="n1"} 1500000

            """);
        dataset.EntitiesOf(EntityKind.Gpu).ShouldBe(["n1/gpu0", "n1/gpu0/mig7", "n1/gpu1"]);
        dataset.Values("n1/gpu0", "gpu_memory_used_bytes").ShouldBe([3 << 20]);
        dataset.Values("n1/gpu0/mig7", "gpu_memory_used_bytes").ShouldBe([2 << 20]);
        dataset.Values("n1/gpu1", "gpu_memory_used_bytes").ShouldBe([double.NaN]);
        dataset.Values("n1/gpu1", "gpu_temperature_celsius").ShouldBe([double.NaN]);
        dataset.Values("n1/gpu1", "gpu_power_violation_seconds_total").ShouldBe([1.5]);
    }

    [Fact]
    public void A_violation_is_nanoseconds_where_the_exporter_says_nothing_else() => Scrapes.Load("""
        # HELP DCGM_FI_DEV_POWER_VIOLATION Throttling duration due to power constraints (in ns).
        # TYPE DCGM_FI_DEV_POWER_VIOLATION counter
        DCGM_FI_DEV_POWER_VIOLATION{gpu="1",Hostname="n1"} 1500000000

        """).Values("n1/gpu1", "gpu_power_violation_seconds_total").ShouldBe([1.5]);

    [Fact]
    public void A_gpu_that_changes_its_pod_stays_one_series()
    {
        var dataset = Scrapes.Load(
            "DCGM_FI_DEV_FB_USED{gpu=\"0\",Hostname=\"n1\",pod=\"\"} 1\n",
            "DCGM_FI_DEV_FB_USED{gpu=\"0\",Hostname=\"n1\",pod=\"job\"} 2\n",
            "DCGM_FI_DEV_FB_USED{gpu=\"0\",Hostname=\"n1\",pod=\"\"} 3\n");
        dataset.Values("n1/gpu0", "gpu_memory_used_bytes").ShouldBe([1 << 20, 2 << 20, 3 << 20]);
    }

    [Fact]
    public void A_changed_xid_is_an_event_and_a_field_that_vanishes_is_missing()
    {
        static string Scrape(int xid, bool hasMemory) =>
            $"DCGM_FI_DEV_XID_ERRORS{{gpu=\"0\",Hostname=\"n1\",err_code=\"{xid}\",err_msg=\"m\"}} {xid}\n"
            + (hasMemory ? "DCGM_FI_DEV_FB_USED{gpu=\"0\",Hostname=\"n1\"} 1\n" : "");
        var dataset = Scrapes.Load(Scrape(31, true), Scrape(31, true), Scrape(79, true), Scrape(79, false), Scrape(0, true), Scrape(79, true));
        dataset.Events.Select(one => (one.Time.Second, one.Entity, one.Kind, one.Detail)).ShouldBe([(20, "n1/gpu0", "xid", "79"), (50, "n1/gpu0", "xid", "79")]);
        dataset.Values("n1/gpu0", "gpu_xid_errors").ShouldBe([0, 0, 1, 0, 0, 1]);
        dataset.Values("n1/gpu0", "gpu_memory_used_bytes")[3].ShouldBe(double.NaN);
    }

    [Fact]
    public void Npu_metrics_belong_to_the_chip_with_their_own_times()
    {
        var dataset = Scrapes.Load("""
            # HELP npu_chip_info_temperature the npu temperature
            # TYPE npu_chip_info_temperature gauge
            npu_chip_info_temperature{id="0",model_name="910B",vdie_id="A",pcie_bus_info="0000:c1:00.0",pod_name="p",instance="n1:8082"} 48 1767225600000
            npu_chip_info_temperature{id="1",model_name="910B",vdie_id="B",pcie_bus_info="0000:c2:00.0",pod_name="",instance="n1:8082"} 51 1767225600000

            """);
        dataset.EntitiesOf(EntityKind.Gpu).ShouldBe(["n1/npu0", "n1/npu1"]);
        dataset.Values("n1/npu1", "gpu_temperature_celsius").ShouldBe([51]);
    }

    [Fact]
    public void A_known_histogram_becomes_mean_and_quantile_of_each_interval_and_others_keep_sum_and_count()
    {
        static string Scrape(double sum, int low, int high, int all) => $$"""
            # TYPE vllm:time_to_first_token_seconds histogram
            vllm:time_to_first_token_seconds_bucket{le="0.1",engine="0",instance="n1:8000"} {{low}}
            vllm:time_to_first_token_seconds_bucket{le="0.2",engine="0",instance="n1:8000"} {{high}}
            vllm:time_to_first_token_seconds_bucket{le="+Inf",engine="0",instance="n1:8000"} {{all}}
            vllm:time_to_first_token_seconds_count{engine="0",instance="n1:8000"} {{all}}
            vllm:time_to_first_token_seconds_sum{engine="0",instance="n1:8000"} {{sum}}
            # TYPE vllm:time_to_first_token_seconds_created gauge
            vllm:time_to_first_token_seconds_created{engine="0",instance="n1:8000"} 1.7e9
            # TYPE vllm:prompt_tokens histogram
            vllm:prompt_tokens_bucket{le="+Inf",engine="0",instance="n1:8000"} {{all}}
            vllm:prompt_tokens_count{engine="0",instance="n1:8000"} {{all}}
            vllm:prompt_tokens_sum{engine="0",instance="n1:8000"} 100
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",instance="n1:8000"} 3

            """;
        var dataset = Scrapes.Load(Scrape(1, 10, 10, 10), Scrape(1.3, 10, 12, 12), Scrape(1.3, 10, 12, 12), Scrape(0.4, 2, 4, 4), Scrape(9.4, 2, 4, 5));
        const string Replica = "n1/replica8000-engine0";
        dataset.EntitiesOf(EntityKind.Replica).ShouldBe([Replica]);
        // The third interval has no request, the fourth begins with a restart, in the fifth one request is slower than every bound.
        Rounded("ttft_seconds").ShouldBe([double.NaN, 0.15, double.NaN, 0.1, 9]);
        Rounded("ttft_p50_seconds").ShouldBe([double.NaN, 0.15, double.NaN, 0.1, 0.2]);
        dataset.Values(Replica, "requests_running").ShouldBe([3, 3, 3, 3, 3]);
        dataset.Manifest.Import!.Unmapped.Select(metric => metric.Name).ShouldBe(["vllm:prompt_tokens_count", "vllm:prompt_tokens_sum"]);
        dataset.Manifest.Signals.Single(signal => signal.Name == "vllm:prompt_tokens_sum").Kind.ShouldBe(SignalKind.Counter);

        double[] Rounded(string signal) => [.. dataset.Values(Replica, signal).Select(value => Math.Round(value, 12))];
    }

    [Fact]
    public void Quantiles_of_a_summary_are_signals()
    {
        var dataset = Scrapes.Load("# TYPE gc summary\ngc{quantile=\"0.5\"} 0.1\ngc{quantile=\"1\"} 0.7\ngc_sum 3\ngc_count 10\n");
        dataset.Manifest.Signals.Select(signal => (signal.Name, signal.Kind)).ShouldBe(
            [("gc_q0.5", SignalKind.Gauge), ("gc_q1", SignalKind.Gauge), ("gc_sum", SignalKind.Counter), ("gc_count", SignalKind.Counter)]);
    }

    [Fact]
    public void Interfaces_ports_ranks_pods_and_exported_labels_name_the_entity()
    {
        var dataset = Scrapes.Load("""
            node_network_receive_bytes_total{device="eth0",instance="n1:9100"} 1
            node_infiniband_port_data_received_bytes_total{device="mlx5_0",port="1",instance="n1:9100"} 2
            node_infiniband_port_data_received_bytes_total{device="mlx5_0",port="2",instance="n1:9100"} 3
            vllm:num_requests_running{pod="decode-0",node="n2",instance="10.0.0.1:8000"} 4
            nccl_bus_bandwidth_gbs{rank="7",exported_instance="n3:1",instance="push:9091"} 5
            any_metric{instance="[::1]:9100"} 6

            """);
        dataset.EntitiesOf(EntityKind.Nic).ShouldBe(["n1/eth0", "n1/mlx5_0", "n1/mlx5_0_port2"]);
        dataset.EntitiesOf(EntityKind.Replica).ShouldBe(["n2/decode-0"]);
        dataset.EntitiesOf(EntityKind.Rank).ShouldBe(["n3/rank7"]);
        dataset.EntitiesOf(EntityKind.Node).ShouldBe(["n1", "n2", "n3", "::1"]);
    }
}
