using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;

namespace Auscult.Telemetry.Loading.Metrics;

/// <summary>
/// Says of which entity a series is, from its labels. A label <c>exported_x</c> is the exporter's own <c>x</c>, which the scraping
/// server had to rename, and goes before <c>x</c>.
/// </summary>
/// <remarks>
/// <para><b>node</b>: <c>Hostname</c>, <c>hostname</c>, <c>node</c>, <c>node_name</c>, <c>nodename</c>, <c>kubernetes_node</c>,
/// <c>host</c>, <c>instance</c> without its port; else the node that the source names.</para>
/// <para><b>gpu</b>: <c>node3/gpu0</c> of <c>gpu</c>, <c>gpu_id</c>, <c>minor_number</c>, <c>device="nvidia0"</c>, else <c>UUID</c>;
/// <c>node3/npu0</c> of <c>id</c>, <c>npuID</c>, <c>npu_id</c> of NPU metrics; an instance of a divided GPU (MIG) is
/// <c>node3/gpu0/mig7</c>. Labels of who uses a device (pod, container, job) and what describes it (model, driver, bus) make no
/// parts.</para>
/// <para><b>nic</b>: <c>node3/mlx5_0</c> of <c>device</c>, <c>interface</c>, <c>nic</c>; a <c>port</c> other than 1 is
/// <c>node3/mlx5_0_port2</c>.
/// <b>disk</b>: <c>node3/sda</c> of <c>device</c>, <c>disk</c>.</para>
/// <para><b>rank</b>: <c>node3/rank7</c> of <c>global_rank</c>, <c>rank</c>. <b>expert</b>: <c>layer2/expert5</c> of <c>layer</c>,
/// <c>expert</c>.</para>
/// <para><b>replica</b>: the <c>pod</c>, else <c>replica8000</c> with the port of <c>instance</c>; with <c>-engine1</c> where the
/// metric names an <c>engine</c> or <c>dp_rank</c>.</para>
/// </remarks>
internal static class EntityRules
{
    private static readonly string[] NodeLabels =
    [
        "Hostname", "exported_hostname", "hostname", "exported_node", "node", "exported_node_name", "node_name", "nodename",
        "kubernetes_node",
        "exported_host", "host", "exported_instance", "instance",
    ];

    private static readonly string[] NicLabels = ["device", "interface", "nic"];
    private static readonly string[] DiskLabels = ["device", "disk"];
    private static readonly string[] RankLabels = ["global_rank", "exported_rank", "rank"];
    private static readonly string[] GpuLabels = ["gpu", "gpu_id", "gpu_index", "minor_number"];
    private static readonly string[] NpuLabels = ["id", "npuID", "npu_id", "npu"];

    /// <summary>What a metric that the catalogue lacks is measured on.</summary>
    public static EntityKind KindOf(string metric, MetricLabels labels)
    {
        if (StartsWith(metric, "vllm", "sglang", "tgi_", "trtllm"))
            return EntityKind.Replica;
        if (StartsWith(metric, "node_network_", "node_infiniband_", "node_ethtool_", "rdma_") && Has(labels, NicLabels))
            return EntityKind.Nic;
        if (StartsWith(metric, "node_disk_") && Has(labels, DiskLabels))
            return EntityKind.Disk;
        if ((StartsWith(metric, "npu_") && Has(labels, NpuLabels)) || Has(labels, GpuLabels) || labels.Find("UUID") is not null)
            return EntityKind.Gpu;
        return Has(labels, RankLabels) ? EntityKind.Rank : EntityKind.Node;
    }

    /// <summary>
    /// The name that a metric which the catalogue lacks is kept under: its own. What a process says of itself is not of its node, and every
    /// exporter says it: that is <c>node_go_goroutines</c> of the job <c>node</c>.
    /// </summary>
    public static string OwnName(string metric, MetricLabels labels) =>
        StartsWith(metric, "go_", "process_", "python_", "promhttp_", "net_conntrack_", "scrape_")
            && labels.Take("exported_job", "job") is { } job
            ? $"{job}_{metric}"
            : metric;

    /// <summary>The layer of a metric that the catalogue lacks.</summary>
    public static Layer LayerOf(string metric, EntityKind kind) => kind switch
    {
        EntityKind.Nic or EntityKind.Switch => Layer.Network,
        EntityKind.Disk => Layer.Storage,
        EntityKind.Rank or EntityKind.Expert or EntityKind.Replica => Layer.Model,
        _ when StartsWith(metric, "node_network_", "node_net", "node_sockstat", "node_softnet", "node_infiniband_", "nccl", "rdma_",
            "roce") => Layer.Network,
        _ when StartsWith(metric, "node_disk_", "node_filesystem_", "node_mountstats_", "node_nfs") => Layer.Storage,
        _ => Layer.Hardware,
    };

    /// <summary>The entity, with what contains it; the labels that named it are used.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="labels">The labels of the series.</param>
    /// <param name="builder">Where entities are added.</param>
    /// <param name="node">The node where no label names one.</param>
    public static Entity Place(EntityKind kind, MetricLabels labels, DatasetBuilder builder, string? node)
    {
        if (kind == EntityKind.Cluster)
            return builder.Entity(labels.Take("cluster") ?? "cluster", EntityKind.Cluster);
        if (kind == EntityKind.Switch)
            return builder.Entity(Clean(labels.Take("switch", "exported_instance", "instance") ?? "switch"), EntityKind.Switch);
        var name = labels.Take(NodeLabels) is { } host ? Clean(WithoutPort(host)) : node ?? "node0";
        if (kind == EntityKind.Expert)
            return builder.Entity(
                $"layer{labels.Take("layer") ?? "0"}/expert{labels.Take("expert", "expert_id") ?? "0"}", EntityKind.Expert);
        var parent = builder.Entity(name, EntityKind.Node);
        return kind switch
        {
            EntityKind.Gpu => Gpu(labels, builder, parent),
            EntityKind.Nic => Child(Nic(labels)),
            EntityKind.Disk => Child(labels.Take(DiskLabels)?.Replace("/dev/", "", StringComparison.Ordinal) ?? "disk"),
            EntityKind.Rank => Child($"rank{labels.Take(RankLabels) ?? "0"}"),
            EntityKind.Replica => Child(Replica(labels)),
            _ => parent,
        };

        Entity Child(string child) => builder.Entity($"{parent.Id}/{Clean(child)}", kind, parent.Id);
    }

    /// <summary>The port of a label <c>host:8000</c>, or null.</summary>
    public static string? PortOf(string? instance) =>
        instance is not null && instance.LastIndexOf(':') is > 0 and var colon && instance[(colon + 1)..] is { Length: > 0 and < 6 } port
        && port.All(char.IsAsciiDigit) && (instance[0] == '[' || instance.IndexOf(':', StringComparison.Ordinal) == colon) ? port : null;

    /// <summary>The host of a label <c>host:8000</c>.</summary>
    public static string WithoutPort(string instance)
    {
        var host = PortOf(instance) is { } port ? instance[..^(port.Length + 1)] : instance;
        return host.TrimStart('[').TrimEnd(']');
    }

    private static Entity Gpu(MetricLabels labels, DatasetBuilder builder, Entity node)
    {
        var (word, index) = labels.Take(GpuLabels) is { } gpu ? ("gpu", gpu.Replace("gpu", "", StringComparison.Ordinal))
            : labels.Find("device") is { } device && device.StartsWith("nvidia", StringComparison.Ordinal)
                ? ("gpu", labels.Take("device")![6..])
            : labels.Take(NpuLabels) is { } npu ? ("npu", npu)
            : ("gpu", labels.Take("UUID", "uuid", "vdie_id") ?? "");
        var whole = builder.Entity($"{node.Id}/{word}{Clean(index)}", EntityKind.Gpu, node.Id);
        labels.TakeAll(IsDescription);
        return labels.Take("GPU_I_ID") is { } mig ? builder.Entity($"{whole.Id}/mig{mig}", EntityKind.Gpu, whole.Id) : whole;
    }

    // An accelerator has one series of a field. Who uses it, and what describes it, changes with jobs, drivers and repairs.
    private static bool IsDescription(string label) => label is "UUID" or "uuid" or "device" or "modelName" or "model_name" or "pci_bus_id"
        or "pcie_bus_info" or "vdie_id" or "GPU_I_PROFILE" or "err_code" or "err_msg" or "instance" or "job" or "namespace" or "pod"
            or "container"
        or "pod_name" or "container_name" or "podName" or "containerName" or "hpc_job"
        || label.StartsWith("DCGM_FI_", StringComparison.Ordinal) || label.StartsWith("exported_", StringComparison.Ordinal);

    private static string Nic(MetricLabels labels)
    {
        var device = labels.Take(NicLabels) ?? "nic";
        return labels.Take("port") is { } port and not "1" ? $"{device}_port{port}" : device;
    }

    private static string Replica(MetricLabels labels)
    {
        var replica = labels.Take("exported_pod", "pod")
            ?? $"replica{PortOf(labels.Find("exported_instance") ?? labels.Find("instance"))}";
        return labels.Take("engine", "dp_rank") is { } engine ? $"{replica}-engine{engine}" : replica;
    }

    private static string Clean(string name) => name.Replace('/', '_').Trim();

    private static bool Has(MetricLabels labels, string[] names) => Array.Exists(names, name => labels.Find(name) is not null);

    private static bool StartsWith(string metric, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (metric.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
