namespace Auscult.Simulation.Faults;

/// <summary>
/// How often each class happens in relation to the others, as events of one long training. The base is Llama 3's list of 419 interruptions
/// (taxonomy: counts, R); what it does not count comes from other reports as a share of the same 419.
/// </summary>
internal static class FaultRatesTable
{
    /// <summary>Interruptions in Llama 3's list.</summary>
    private const double Total = 419;

    /// <summary>
    /// Its "faulty GPU", which InfiniteHBD's counts split: unknown device error, lost, not found 46; link width 25; P2P bandwidth 3 (R).
    /// </summary>
    private const double FaultyGpu = 148;
    private const double FaultyGpuParts = 46 + 25 + 3;

    /// <summary>Relative number of events by class.</summary>
    public static readonly IReadOnlyDictionary<string, double> Published = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        // Llama 3 (R): HBM 72 and SRAM 19.
        ["hbm_ecc"] = 72 + 19,
        ["off_bus"] = FaultyGpu * 46 / FaultyGpuParts,
        ["pcie_downgrade"] = FaultyGpu * 25 / FaultyGpuParts,
        ["nvlink_errors"] = FaultyGpu * 3 / FaultyGpuParts,
        // Llama 3 (R): GSP 17, thermal 6, PSU 3, SDC 6, NIC 7.
        ["driver_hang"] = 17,
        ["thermal_throttle"] = 6,
        ["power_throttle"] = 3,
        ["silent_data_corruption"] = 6,
        ["nic_down"] = 7,
        // Llama 3 (R): switch or cable 35, split in equal parts over optics, flapping links and switches (E).
        ["dirty_optic"] = 35 / 3.0,
        ["nic_flap"] = 35 / 3.0,
        ["switch_fault"] = 35 / 3.0,
        // Acme's share of GPU time (S): network 4.5 %, data loader 4.4 %.
        ["congestion"] = 0.045 * Total,
        ["data_loader_stall"] = 0.044 * Total,
        // Minder (S): HDFS 5.7 %.
        ["storage_saturation"] = 0.057 * Total,
        // ByteDance's stragglers (S): 1.7 % of the slow jobs have few slow workers.
        ["cpu_contention"] = 0.017 * Total,
        // No report counts these (E).
        ["expert_hotspot"] = 10,
        ["expert_rank_loss"] = 10,
    };
}
