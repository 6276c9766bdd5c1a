using System.Text.Json;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>Fault classes under the simulator's names, so that a real trace's classes can be set beside them.</summary>
internal sealed class FaultClasses
{
    // Descriptions of InfiniteHBD's fault_statistics.json; what is not listed has no counterpart in the simulator.
    private static readonly Dictionary<string, string> ByDescription = new(StringComparer.Ordinal)
    {
        ["GPU DBE(Double Bit ECC) > Threshold"] = "hbm_ecc",
        ["GPU SBE(Single Bit ECC) > Threshold"] = "hbm_ecc",
        ["GPU Lost"] = "off_bus",
        ["GPU device unknow error"] = "off_bus",
        ["GPU device not found"] = "off_bus",
        ["nvidia-smi Timeout"] = "driver_hang",
        ["GPU Temperature High"] = "thermal_throttle",
        ["GPU PCI link width low"] = "pcie_downgrade",
        ["GPU P2P Bandwidth Low"] = "nvlink_errors",
        ["Silent Data Corruption"] = "silent_data_corruption",
        ["NIC Lost"] = "nic_down",
        ["Link Down"] = "nic_down",
        ["NIC Link Speed low"] = "dirty_optic",
    };

    private readonly Dictionary<(string Entity, DateTimeOffset Time), string> _descriptions = [];

    /// <param name="dataset">Events <c>fault_start</c> tell the finest description where there are any.</param>
    public FaultClasses(Dataset dataset)
    {
        foreach (var started in dataset.Events.Where(happened => happened.Kind == "fault_start" && happened.Detail.StartsWith('{')))
        {
            using var detail = JsonDocument.Parse(started.Detail);
            if (detail.RootElement.TryGetProperty("description", out var description) && description.GetString() is { } text)
                _descriptions.TryAdd((started.Entity, started.Time), text);
        }
    }

    /// <summary>The classes a real trace and the simulator both have.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. ByDescription.Values.Distinct(StringComparer.Ordinal)];

    /// <summary>The simulator's name of a fault's class, or its own.</summary>
    public string Of(Incident fault) =>
        _descriptions.TryGetValue((fault.RootEntity, fault.Onset), out var description) && ByDescription.TryGetValue(description, out var name)
            ? name
            : fault.FaultClass;
}
