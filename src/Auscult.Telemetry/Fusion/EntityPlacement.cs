using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>Which entities of a frame show an entity of the dataset.</summary>
internal sealed class EntityPlacement
{
    private readonly Containment _containment;
    private readonly Dictionary<string, int> _frameIndex;
    private readonly Dictionary<string, int[]> _placed = new(StringComparer.Ordinal);

    /// <exception cref="InputException">The dataset has no entity of that kind.</exception>
    public EntityPlacement(Topology topology, EntityKind kind, string location)
    {
        _containment = Containment.Of(topology);
        FrameEntities = [.. topology.Entities.Where(entity => entity.Kind == kind)];
        if (FrameEntities.Count == 0)
        {
            var kinds = topology.Entities.Select(entity => entity.Kind.ToString().ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal);
            throw new InputException(
                $"there is no entity of kind {kind.ToString().ToLowerInvariant()}", location,
                remedy: $"choose fusion.entity_kind among {string.Join(", ", kinds)}");
        }
        _frameIndex = FrameEntities.Select((entity, i) => (entity.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
    }

    /// <summary>First axis of the frame, in the order of the topology.</summary>
    public IReadOnlyList<Entity> FrameEntities { get; }

    /// <summary>
    /// The frame entity itself or the one that contains it; else those it contains; empty when it is related to none.
    /// </summary>
    public int[] FrameEntitiesOf(string id)
    {
        if (!_placed.TryGetValue(id, out var placed))
        {
            placed = Container(id) is { } container
                ? [container]
                : [.. Enumerable.Range(0, FrameEntities.Count).Where(i => _containment.IdsOutwards(FrameEntities[i].Id).Contains(id, StringComparer.Ordinal))];
            _placed.Add(id, placed);
        }
        return placed;
    }

    /// <summary>
    /// The name of a contained entity within its frame entity (<c>eth0</c> for <c>node0/eth0</c>), or null when it is not contained in one.
    /// </summary>
    public string? ChildName(string id)
    {
        if (_frameIndex.ContainsKey(id) || Container(id) is not { } container)
            return null;
        var prefix = $"{FrameEntities[container].Id}/";
        return id.StartsWith(prefix, StringComparison.Ordinal) ? id[prefix.Length..] : id;
    }

    /// <summary>Whether an entity lies outside every frame entity, so that it shows on those it contains.</summary>
    public bool IsOutside(string id) => Container(id) is null;

    private int? Container(string id)
    {
        foreach (var ancestor in _containment.IdsOutwards(id))
        {
            if (_frameIndex.TryGetValue(ancestor, out var index))
                return index;
        }
        return null;
    }
}
