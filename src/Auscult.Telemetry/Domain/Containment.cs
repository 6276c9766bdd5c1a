using System.Runtime.CompilerServices;

namespace Auscult.Telemetry.Domain;

/// <summary>Which entity lies in which: the one place that walks from an entity outwards. Parents that form a circle end the walk.</summary>
public sealed class Containment
{
    private static readonly ConditionalWeakTable<Topology, Containment> Known = [];
    private readonly Dictionary<string, Entity> _byId = new(StringComparer.Ordinal);

    private Containment(Topology topology)
    {
        foreach (var entity in topology.Entities)
            _byId.TryAdd(entity.Id, entity);
    }

    /// <summary>The containment of a topology; built at the first call.</summary>
    public static Containment Of(Topology topology) => Known.GetValue(topology, static known => new Containment(known));

    /// <summary>The entity of an id; null when there is none.</summary>
    public Entity? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The id itself, whether it is an entity's or not, then the ids of what contains it, inside out.</summary>
    public IEnumerable<string> IdsOutwards(string id)
    {
        var current = id;
        for (var level = 0; current is not null && level <= _byId.Count; level++)
        {
            yield return current;
            current = Find(current)?.Parent;
        }
    }

    /// <summary>The entity of an id, then what contains it, inside out; nothing for an unknown id.</summary>
    public IEnumerable<Entity> Outwards(string id) => IdsOutwards(id).Select(Find).OfType<Entity>();

    /// <summary>The node that an entity is or lies in; null for what lies in none, such as a switch.</summary>
    public Entity? NodeOf(string id) => Outwards(id).FirstOrDefault(entity => entity.Kind == EntityKind.Node);
}
