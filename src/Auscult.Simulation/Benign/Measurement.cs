using Auscult.Simulation.Faults;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Benign;

/// <summary>A host's exporters cannot be reached for a while: its series have a gap, nothing is wrong.</summary>
internal sealed class ScrapeGap(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; 90 seconds (E).</summary>
    public static readonly FaultKind Definition = new(
        "scrape_gap", Layer.Hardware, FaultTarget.Node, ["exporter_up_state", "scrape_seconds"], 90,
        occurrence => new ScrapeGap(occurrence))
    {
        IsBenign = true,
    };

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block) => conditions.Node.Reachable.Multiply(Entity, block, Onset, End, 0);

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() => [AtRoot(0, "exporter_up_state", "falls; its series are missing")];
}

/// <summary>
/// The exporters are upgraded host after host: fields are renamed or gone from then on (taxonomy: metrics that vanish on an upgrade must
/// not become silence). It holds for the rest of the simulation; the label covers the roll-out.
/// </summary>
internal sealed class ExporterUpgrade(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; the roll-out takes 10 minutes (E).</summary>
    public static readonly FaultKind Definition = new(
        "exporter_upgrade", Layer.Hardware, FaultTarget.Cluster, ["exporter_up_state"], 600,
        occurrence => new ExporterUpgrade(occurrence))
    {
        IsBenign = true,
    };

    /// <inheritdoc/>
    public override double Gone => double.PositiveInfinity;

    /// <inheritdoc/>
    public override IEnumerable<FaultEvent> Events =>
        Enumerable.Range(0, Site.Layout.Nodes)
            .Select(node => new FaultEvent(UpgradeOf(node), Site.Layout.NodeId(node), "exporter_upgrade", "fields renamed"));

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        for (var node = 0; node < Site.Layout.Nodes; node++)
            conditions.Node.ExporterVersion.Add(node, block, UpgradeOf(node), double.MaxValue, 1);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() => [AtRoot(0, "exporter_up_state", "stays; fields are renamed host after host")];

    private double UpgradeOf(int node) => Onset + (Duration * node / Site.Layout.Nodes);
}
