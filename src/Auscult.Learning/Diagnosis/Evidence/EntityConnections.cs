using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Evidence;

/// <summary>How entities of a site are connected: by containment, by the groups they or what they hold are in, or only by the site.</summary>
internal sealed class EntityConnections
{
    private readonly Site _site;
    private readonly Containment _containment;
    private readonly Dictionary<string, HashSet<int>> _groups = new(StringComparer.Ordinal);

    public EntityConnections(Site site)
    {
        _site = site;
        _containment = Containment.Of(site.Topology);
        for (var g = 0; g < site.Topology.Groups.Count; g++)
        {
            // A node is in the groups of what it holds.
            foreach (var id in site.Topology.Groups[g].Members.SelectMany(WithContainers))
            {
                if (!_groups.TryGetValue(id, out var groups))
                    _groups.Add(id, groups = []);
                groups.Add(g);
            }
        }
    }

    /// <summary>The closest connection of an entity with the one where it started, in a few words.</summary>
    public string Between(string id, string root)
    {
        if (id == root)
            return "itself";
        if (WithContainers(root).Contains(id, StringComparer.Ordinal))
            return "holds it";
        if (WithContainers(id).Contains(root, StringComparer.Ordinal))
            return "within it";
        var place = _site.PlaceOf(id);
        if (place == _site.PlaceOf(root))
            return "same node";
        if (_groups.TryGetValue(id, out var first) && _groups.TryGetValue(root, out var second))
        {
            var shared = first.Where(second.Contains).Select(g => _site.Topology.Groups[g]).OrderBy(group => group.Members.Count)
                .ThenBy(group => group.Id, StringComparer.Ordinal).FirstOrDefault();
            if (shared is not null)
                return $"same {shared.Kind}";
        }
        return SpreadStep.Unconnected;
    }

    // The outermost container is the site itself: being in it says nothing.
    private IEnumerable<string> WithContainers(string id)
    {
        var all = _containment.IdsOutwards(id).ToArray();
        return all.Take(Math.Max(1, all.Length - 1));
    }
}
