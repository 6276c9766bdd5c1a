using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>The places of a site: nodes, and whatever lies in none (see <see cref="Site.PlaceOf"/>).</summary>
public sealed class SitePlaces
{
    private readonly int[][] _places;
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    /// <summary>Finds the place of every entity.</summary>
    public SitePlaces(Site site)
    {
        _places = [.. site.Kinds.Select(kind => kind.Frame.Schema.Entities.Select(entity => IndexOf(site.PlaceOf(entity.Id))).ToArray())];
    }

    /// <summary>Id of each place.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Index of the place of an entity.</summary>
    public int Of(EntityRef entity) => _places[entity.Kind][entity.Entity];

    /// <summary>Index of a place; -1 when there is none of that name.</summary>
    public int Find(string place) => _byName.GetValueOrDefault(place, -1);

    /// <summary>The blame of each place: the sum over its entities.</summary>
    /// <param name="blame"><c>[kind][entity]</c>.</param>
    public double[] Blame(double[][] blame)
    {
        var sums = new double[_names.Count];
        for (var k = 0; k < blame.Length; k++)
        {
            for (var e = 0; e < blame[k].Length; e++)
                sums[_places[k][e]] += blame[k][e];
        }
        return sums;
    }

    private int IndexOf(string place)
    {
        if (_byName.TryGetValue(place, out var known))
            return known;
        _names.Add(place);
        return _byName[place] = _names.Count - 1;
    }
}
