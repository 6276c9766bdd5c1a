using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Incidents;

/// <summary>Finds, for each kind of entity, who shows the cause of an incident, who a victim and who neither.</summary>
internal sealed class IncidentRoles
{
    private readonly Containment _containment;
    private readonly ILookup<string?, Entity> _children;
    private readonly Incident _incident;
    private readonly HashSet<string> _blamed;
    private readonly Entity[] _cluster;

    public IncidentRoles(Topology topology, Incident incident)
    {
        _incident = incident;
        _containment = Containment.Of(topology);
        _children = topology.Entities.ToLookup(entity => entity.Parent, StringComparer.Ordinal);
        var top = Ancestors(incident.RootEntity).Last();
        _cluster = [.. topology.Entities.Where(entity => string.Equals(Ancestors(entity.Id).Last().Id, top.Id, StringComparison.Ordinal))];
        _blamed = incident.Victims.SelectMany(id => Below(id).Concat(Ancestors(id))).Concat(OwnOf(incident.RootEntity))
            .Select(entity => entity.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether an entity belongs to the same cluster as the root.</summary>
    public bool IsNear(string id) => string.Equals(Ancestors(id).Last().Id, Ancestors(_incident.RootEntity).Last().Id, StringComparison.Ordinal);

    /// <summary>The entities of a kind to show, at most one per role.</summary>
    public IReadOnlyList<(IncidentRole Role, string Id)> Of(EntityKind kind)
    {
        var found = new List<(IncidentRole, string)>();
        var root = RootOf(kind);
        if (root is not null)
            found.Add((IncidentRole.Root, root));
        if (VictimOf(kind, root) is { } victim)
            found.Add((IncidentRole.Victim, victim));
        if (_cluster.LastOrDefault(entity => entity.Kind == kind && entity.Id != root && !_blamed.Contains(entity.Id)) is { } peer)
            found.Add((IncidentRole.Peer, peer.Id));
        return found;
    }

    private string? RootOf(EntityKind kind)
    {
        var root = Entity(_incident.RootEntity);
        if (root.Kind == kind)
            return root.Id;
        var host = HostOf(root.Id);
        // A switch, an expert, a storage is on no host: then what its chain names and no victim list does shows the cause.
        var told = InChain(kind).FirstOrDefault(entity => host.Kind == EntityKind.Node
            ? string.Equals(HostOf(entity.Id).Id, host.Id, StringComparison.Ordinal)
            : !_incident.Victims.Contains(entity.Id, StringComparer.Ordinal));
        return (told ?? Ancestors(root.Id).Concat(Below(host.Id)).FirstOrDefault(entity => entity.Kind == kind))?.Id;
    }

    /// <summary>Entities that the causal chain names.</summary>
    private IEnumerable<Entity> InChain(EntityKind kind) =>
        _incident.CausalChain.Select(link => _containment.Find(link.Entity)).OfType<Entity>().Where(entity => entity.Kind == kind);

    private string? VictimOf(EntityKind kind, string? root)
    {
        var known = _incident.Victims.Where(id => _containment.Find(id) is not null).ToArray();
        // One on another host first: what reaches it went through the job or the network.
        var host = HostOf(_incident.RootEntity).Id;
        var order = known.OrderBy(id => string.Equals(HostOf(id).Id, host, StringComparison.Ordinal)).ToArray();
        return InChain(kind).Select(entity => entity.Id)
            .Concat(order.Where(id => Entity(id).Kind == kind))
            .Concat(order.SelectMany(id => Below(id).Where(entity => entity.Kind == kind).Select(entity => entity.Id)))
            .Concat(order.SelectMany(id => Below(HostOf(id).Id).Where(entity => entity.Kind == kind).Select(entity => entity.Id)))
            .FirstOrDefault(id => id != root);
    }

    /// <summary>The node an entity is on, or the entity itself when it is on none.</summary>
    private Entity HostOf(string id) => _containment.NodeOf(id) ?? Entity(id);

    // What happens to a whole cluster leaves its parts comparable with each other.
    private IEnumerable<Entity> OwnOf(string id) => Entity(id).Kind == EntityKind.Cluster ? [Entity(id)] : Below(HostOf(id).Id);

    private Entity Entity(string id) => _containment.Find(id) ?? throw new KeyNotFoundException(id);

    private IEnumerable<Entity> Ancestors(string id) => _containment.Outwards(id);

    private IEnumerable<Entity> Below(string id) => _children[id].SelectMany(child => Below(child.Id)).Prepend(Entity(id));
}
