using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.CiscoTelemetry;

/// <summary>
/// Cisco's model-driven telemetry of a leaf-spine lab (Putina et al., Big-DAMA 2018), network layer: eleven switches under BGP clears and
/// port flaps, or the YANG collections of one router under BFD and interface changes.
/// </summary>
/// <remarks>
/// <c>nodes</c>: every scenario in <c>DatasetByNodes</c> is a recording, every row of its ground truth an incident at its switch.
/// <c>dataset11_leaf7</c>: one recording of leaf7 with its line cards (nodes) and interfaces; a shut interface is an incident until it is
/// enabled again, a broken BFD session until it is enabled again; everything else that was done is an event.
/// </remarks>
/// <param name="root">The folder that holds both.</param>
/// <param name="part"><c>nodes</c> (default) or <c>dataset11_leaf7</c>.</param>
public sealed class CiscoTelemetrySource(string root, string? part = null) : IDatasetSource
{
    /// <summary>Name in the registry.</summary>
    public const string Name = "cisco_telemetry";

    /// <summary>The switches of the lab under BGP clears and port flaps.</summary>
    public const string Nodes = "nodes";

    /// <summary>The collections of one router.</summary>
    public const string Leaf7 = "dataset11_leaf7";

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var builder = new DatasetBuilder(root, context);
        var resolver = new SignalResolver(context.Catalogue);
        var signals = new CiscoSignals(resolver);
        var recordings = (part ?? Nodes) switch
        {
            Nodes => new SwitchScenarios(root, builder, signals, context).Read(),
            Leaf7 => new RouterCollections(Path.Combine(root, Leaf7), builder, signals, context).Read(),
            var unknown => throw new InputException($"data.part: '{unknown}' is unknown", remedy: NearestName.Suggest(unknown, [Nodes, Leaf7])),
        };
        return builder.Build(new DatasetHead
        {
            Name = $"{Name}/{part ?? Nodes}",
            Source = Name,
            Origin = "Cisco model-driven telemetry, Putina et al., SIGCOMM Big-DAMA 2018",
            Licence = "CDLA-Permissive-1.0",
            Recordings = recordings,
            Unmapped = resolver.Unmapped(),
        });
    }
}
