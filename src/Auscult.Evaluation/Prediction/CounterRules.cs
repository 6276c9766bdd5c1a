namespace Auscult.Evaluation.Prediction;

/// <summary>A fixed alarm on one counter.</summary>
/// <param name="Signal">The signal, as fused.</param>
/// <param name="AbovePeers">Alarm from this much above the other entities on, in the signal's unit.</param>
public sealed record CounterRule(string Signal, double AbovePeers);

/// <summary>The alarms that operators set on single counters.</summary>
public static class CounterRules
{
    /// <summary>
    /// The rule of a class, or null where there is none. Symbol errors: 10 per second, the limit at which an optic is cleaned; PCIe
    /// replays: 8 a minute, as health checks of accelerators warn; corrected memory errors: 1 per second; a loader's memory: 200 GB.
    /// </summary>
    public static CounterRule? Of(string faultClass) => faultClass switch
    {
        "dirty_optic" => new CounterRule("rdma_symbol_errors_per_second", 10),
        "off_bus" => new CounterRule("gpu_pcie_replays_per_second", 8.0 / 60),
        "hbm_ecc" => new CounterRule("gpu_ecc_corrected_errors_per_second", 1),
        "data_loader_stall" => new CounterRule("process_resident_bytes", 200e9),
        _ => null,
    };
}
