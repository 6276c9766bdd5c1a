using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Incidents;

/// <summary>Finds, for each kind of entity, who shows the cause of an incident, who a victim and who neither.</summary>
internal sealed class IncidentRoles
{
    private readonly Dictionary<string, Entity> _byId;
    private readonly ILookup<string?, Entity> _children;
    private readonly Incident _incident;
    private readonly HashSet<string> _blamed;
    private readonly Entity[] _cluster;

    public IncidentRoles(Topology topology, Incident incident)
    {
        _incident = incident;
        _byId = topology.Entities.ToDictionary(entity => entity.Id, StringComparer.Ordinal);
        _children = topology.Entities.ToLookup(entity => entity.Parent, StringComparer.Ordinal);
        var top = Ancestors(incident.RootEntity).Last();
        _cluster = [.. topology.Entities.Where(entity => string.Equals(Ancestors(entity.Id).Last().Id, top.Id, StringComparison.Ordinal))];
        _blamed = incident.Victims.SelectMany(id => Below(id).Concat(Ancestors(id))).Concat(Below(HostOf(incident.RootEntity).Id))
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
        var root = _byId[_incident.RootEntity];
        return (Ancestors(root.Id).FirstOrDefault(entity => entity.Kind == kind)
            ?? (root.Kind == EntityKind.Cluster ? null : Below(HostOf(root.Id).Id).FirstOrDefault(entity => entity.Kind == kind)))?.Id;
    }

    private string? VictimOf(EntityKind kind, string? root)
    {
        var known = _incident.Victims.Where(_byId.ContainsKey).ToArray();
        // One on another host first: what reaches it went through the job or the network.
        var host = HostOf(_incident.RootEntity).Id;
        var order = known.OrderBy(id => string.Equals(HostOf(id).Id, host, StringComparison.Ordinal)).ToArray();
        return order.Where(id => _byId[id].Kind == kind)
            .Concat(order.SelectMany(id => Below(id).Where(entity => entity.Kind == kind).Select(entity => entity.Id)))
            .Concat(order.SelectMany(id => Below(HostOf(id).Id).Where(entity => entity.Kind == kind).Select(entity => entity.Id)))
            .FirstOrDefault(id => id != root);
    }

    /// <summary>The node an entity is on, or the entity itself when it is on none.</summary>
    private Entity HostOf(string id) => Ancestors(id).FirstOrDefault(entity => entity.Kind == EntityKind.Node) ?? _byId[id];

    private IEnumerable<Entity> Ancestors(string id)
    {
        for (string? current = id; current is not null; current = _byId[current].Parent)
            yield return _byId[current];
    }

    private IEnumerable<Entity> Below(string id) => _children[id].SelectMany(child => Below(child.Id)).Prepend(_byId[id]);
}
