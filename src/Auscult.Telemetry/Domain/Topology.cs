namespace Auscult.Telemetry.Domain;

/// <summary>What a thing in the cluster is.</summary>
public enum EntityKind
{
    /// <summary>The whole installation.</summary>
    Cluster,

    /// <summary>A leaf or spine switch.</summary>
    Switch,

    /// <summary>A host.</summary>
    Node,

    /// <summary>An accelerator.</summary>
    Gpu,

    /// <summary>A network interface.</summary>
    Nic,

    /// <summary>A block device.</summary>
    Disk,

    /// <summary>A training process.</summary>
    Rank,

    /// <summary>An expert of a Mixture-of-Experts layer.</summary>
    Expert,

    /// <summary>A serving replica.</summary>
    Replica,
}

/// <summary>A thing that telemetry is about.</summary>
/// <param name="Id">Unique in its dataset, e.g. <c>node0</c> or <c>node0/eth0</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Parent">Id of the entity that contains it, or null at the top.</param>
public sealed record Entity(string Id, EntityKind Kind, string? Parent = null);

/// <summary>Entities that are comparable peers or a chain of cause: a tensor-parallel group, a rail, a leaf.</summary>
/// <param name="Id">Unique in its dataset.</param>
/// <param name="Kind">Lower-case kind: <c>tp</c>, <c>pp</c>, <c>dp</c>, <c>ep</c>, <c>rail</c>, <c>leaf</c>.</param>
/// <param name="Members">Entity ids.</param>
public sealed record EntityGroup(string Id, string Kind, IReadOnlyList<string> Members);

/// <summary>What contains what, and who is comparable with whom.</summary>
/// <param name="Entities">Every entity, parents before children.</param>
/// <param name="Groups">Peer groups; may be empty.</param>
public sealed record Topology(IReadOnlyList<Entity> Entities, IReadOnlyList<EntityGroup> Groups)
{
    /// <summary>The entity itself and everything below it.</summary>
    public IEnumerable<Entity> Within(string id)
    {
        foreach (var entity in Entities)
        {
            if (entity.Id == id)
                yield return entity;
            else if (entity.Parent == id)
            {
                foreach (var below in Within(entity.Id))
                    yield return below;
            }
        }
    }
}
