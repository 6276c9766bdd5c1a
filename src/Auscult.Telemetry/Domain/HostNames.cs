namespace Auscult.Telemetry.Domain;

/// <summary>Which host an entity belongs to: the node it is or lies within.</summary>
public static class HostNames
{
    /// <summary>Entity id to the id of its host; entities outside every node (switches, the cluster) are left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(Topology topology)
    {
        var hosts = new Dictionary<string, string>(StringComparer.Ordinal);
        // Parents come before children.
        foreach (var entity in topology.Entities)
        {
            if (entity.Kind == EntityKind.Node)
                hosts[entity.Id] = entity.Id;
            else if (entity.Parent is { } parent && hosts.TryGetValue(parent, out var host))
                hosts[entity.Id] = host;
        }
        return hosts;
    }
}
