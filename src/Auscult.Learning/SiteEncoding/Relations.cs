using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.SiteEncoding;

/// <summary>How an entity is related to another one; several at once.</summary>
[Flags]
internal enum Relation
{
    None = 0,
    Self = 1,
    SameKind = 1 << 1,
    Parent = 1 << 2,
    Child = 1 << 3,
    Above = 1 << 4,
    Below = 1 << 5,
    SameNode = 1 << 6,
    Tensor = 1 << 7,
    Pipeline = 1 << 8,
    Data = 1 << 9,
    Expert = 1 << 10,
    Rail = 1 << 11,
    Leaf = 1 << 12,
    OtherGroup = 1 << 13,
}

/// <summary>The relations between all entities of a site that have rows, kind after kind.</summary>
internal sealed class Relations
{
    /// <summary>Number of <see cref="Relation"/>s.</summary>
    public const int Count = 14;

    private readonly Relation[] _pairs;
    private readonly int _entities;

    public Relations(Site site)
    {
        var entities = site.Kinds.SelectMany(kind => kind.Frame.Schema.Entities).ToArray();
        _entities = entities.Length;
        _pairs = new Relation[_entities * _entities];
        var containment = Containment.Of(site.Topology);
        var above = Array.ConvertAll(entities, entity => containment.Outwards(entity.Id).Skip(1).Select(container => container.Id).ToList());
        var places = Array.ConvertAll(entities, entity => site.PlaceOf(entity.Id));
        for (var i = 0; i < _entities; i++)
        {
            for (var j = 0; j < _entities; j++)
            {
                var level = above[i].IndexOf(entities[j].Id);
                var back = above[j].IndexOf(entities[i].Id);
                _pairs[(i * _entities) + j] = (i == j ? Relation.Self : Relation.None)
                    | (entities[i].Kind == entities[j].Kind ? Relation.SameKind : Relation.None)
                    | (level == 0 ? Relation.Parent : level > 0 ? Relation.Above : Relation.None)
                    | (back == 0 ? Relation.Child : back > 0 ? Relation.Below : Relation.None)
                    | (string.Equals(places[i], places[j], StringComparison.Ordinal) ? Relation.SameNode : Relation.None);
            }
        }
        foreach (var group in site.Topology.Groups)
            Join(group, entities, above, containment);
    }

    /// <summary>What entity <paramref name="j"/> is to entity <paramref name="i"/>.</summary>
    public Relation this[int i, int j] => _pairs[(i * _entities) + j];

    /// <summary>Members of a group, what they contain and, for processes, the accelerators they run on, share it.</summary>
    private void Join(EntityGroup group, Entity[] entities, List<string>[] above, Containment containment)
    {
        var members = group.Members.ToHashSet(StringComparer.Ordinal);
        foreach (var member in group.Members)
        {
            if (containment.Find(member) is { Kind: EntityKind.Rank, Parent: { } parent })
                members.Add(parent);
        }
        var isPlace = group.Kind is "leaf";
        var within = Enumerable.Range(0, entities.Length)
            .Where(i => members.Contains(entities[i].Id) || (isPlace && above[i].Exists(members.Contains)))
            .ToArray();
        var relation = Of(group.Kind);
        foreach (var i in within)
        {
            foreach (var j in within)
                _pairs[(i * _entities) + j] |= relation;
        }
    }

    private static Relation Of(string kind) => kind switch
    {
        "tp" => Relation.Tensor,
        "pp" => Relation.Pipeline,
        "dp" => Relation.Data,
        "ep" => Relation.Expert,
        "rail" => Relation.Rail,
        "leaf" => Relation.Leaf,
        _ => Relation.OtherGroup,
    };
}
