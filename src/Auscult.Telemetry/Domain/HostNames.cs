namespace Auscult.Telemetry.Domain;

/// <summary>Which host an entity belongs to: the node it is or lies within.</summary>
public static class HostNames
{
    /// <summary>Entity id to the id of its host; entities outside every node (switches, the cluster) are left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(Topology topology)
    {
        var containment = Containment.Of(topology);
        return topology.Entities.Select(entity => (entity.Id, Host: containment.NodeOf(entity.Id))).Where(pair => pair.Host is not null)
            .ToDictionary(pair => pair.Id, pair => pair.Host!.Id, StringComparer.Ordinal);
    }
}
