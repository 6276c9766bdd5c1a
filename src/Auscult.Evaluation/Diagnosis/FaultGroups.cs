namespace Auscult.Evaluation.Diagnosis;

/// <summary>
/// Classes of faults by what has to be looked at to tell them, from the taxonomy of published systems: a property of the fault, not of
/// any detector's success.
/// </summary>
public static class FaultGroups
{
    /// <summary>What a class belongs to, and why.</summary>
    /// <param name="IsCommunication">Whether the fault is in the communication between accelerators: expected within 15 seconds.</param>
    /// <param name="AcrossLayers">Whether no single layer tells it from other classes.</param>
    /// <param name="AcrossPeers">Whether the culprit shows in comparison with its peers only, or the peers show instead of it.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Group(bool IsCommunication, bool AcrossLayers, bool AcrossPeers, string Reason);

    /// <summary>Every class of the benchmark.</summary>
    public static IReadOnlyDictionary<string, Group> All { get; } = new Dictionary<string, Group>(StringComparer.Ordinal)
    {
        ["hbm_ecc"] = new(false, false, false, "error counters of the accelerator name it"),
        ["off_bus"] = new(false, false, false, "the accelerator's own series vanish"),
        ["driver_hang"] = new(false, false, true, "frozen values that look alive: only peers whose values move tell"),
        ["thermal_throttle"] = new(false, false, true, "the culprit stays busy and the victims' power falls"),
        ["power_throttle"] = new(false, false, true, "as thermal throttling, without the heat"),
        ["silent_data_corruption"] = new(false, true, false, "loss and gradient norm move while hardware, network and storage do not"),
        ["cpu_contention"] = new(false, true, true, "run queue of one host and late collectives of random ranks"),
        ["nvlink_errors"] = new(true, false, false, "error counters of the link name it"),
        ["pcie_downgrade"] = new(true, true, true, "one narrow link fills a buffer; pauses spread and all accelerators starve"),
        ["nic_down"] = new(true, false, false, "state of the link names it"),
        ["nic_flap"] = new(true, false, false, "link downs of the interface name it"),
        ["dirty_optic"] = new(true, false, false, "symbol errors of the interface name it"),
        ["congestion"] = new(true, false, true, "the leaf's other interfaces show pauses too: incast"),
        ["switch_fault"] = new(true, false, true, "every interface of a leaf at once: peers of one leaf show nothing"),
        ["storage_saturation"] = new(false, true, false, "storage queues show in the job at checkpoints and loads only"),
        ["data_loader_stall"] = new(false, true, true, "loader wait of one host and gaps in the work of all others"),
        ["expert_hotspot"] = new(false, true, true, "load of an expert makes healthy hardware look like a straggler"),
        ["expert_rank_loss"] = new(false, true, false, "heartbeat of a rank and the tokens of all replicas"),
    };

    /// <summary>Whether a class belongs to some group; a class that is not listed belongs to none.</summary>
    public static bool Is(string faultClass, Func<Group, bool> group) => All.TryGetValue(faultClass, out var found) && group(found);
}
