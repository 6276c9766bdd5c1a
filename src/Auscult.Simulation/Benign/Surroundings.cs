using Auscult.Simulation.Faults;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Benign;

/// <summary>A warm day: the air at every inlet gets warmer and cooler again over hours, and all accelerators with it.</summary>
internal sealed class WarmDay(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; 4 hours (taxonomy: diurnal 1 to 2 % of the speed, S).</summary>
    public static readonly FaultKind Definition = new(
        "room_warm_day", Layer.Hardware, FaultTarget.Cluster, ["gpu_temperature_celsius", "temperature_max_celsius"], 14_400,
        occurrence => new WarmDay(occurrence))
    {
        IsBenign = true,
    };

    /// <summary>Kelvin at the warmest moment at severity 1.</summary>
    private const double MostKelvin = 8;

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        for (var node = 0; node < Site.Layout.Nodes; node++)
        {
            conditions.Node.AmbientRise.Add(
                node, block, Onset, End, at => MostKelvin * Severity * Math.Sin(Math.PI * Math.Clamp((at - Onset) / Duration, 0, 1)));
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() => [AtRoot(0, "gpu_temperature_celsius", "rises everywhere")];
}

/// <summary>
/// Another job's traffic crosses the interfaces of a leaf switch and the storage, within what they have to spare.
/// </summary>
internal sealed class NeighbourTraffic(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; 30 minutes (E).</summary>
    public static readonly FaultKind Definition = new(
        "neighbour_traffic", Layer.Network, FaultTarget.Switch, ["switch_transmit_bytes_total", "switch_receive_bytes_total"], 1800,
        occurrence => new NeighbourTraffic(occurrence))
    {
        IsBenign = true,
    };

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        var interfaces = Entity < Site.Layout.Leaves ? Site.NicsOfLeaf(Entity) : Enumerable.Range(0, Site.Layout.Nics);
        foreach (var nic in interfaces)
            conditions.Nic.ForeignLoad.Add(nic, block, Onset, End, 0.2 * Severity);
        conditions.Storage.ForeignLoad.Add(0, block, Onset, End, 0.2 * Severity);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() => [AtRoot(0, "switch_transmit_bytes_total", "rises")];
}
