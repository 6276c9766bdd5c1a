using System.Text.Json;

namespace Auscult.Simulation.Planes;

/// <summary>Planes of one kind of entity.</summary>
/// <param name="entities">Entities of the kind.</param>
/// <param name="ticks">Ticks of a block.</param>
internal abstract class PlaneSet(int entities, int ticks)
{
    private readonly List<Plane> _planes = [];

    /// <summary>Entities of the kind.</summary>
    public int Entities => entities;

    /// <summary>Makes every plane neutral again.</summary>
    public void Reset()
    {
        foreach (var plane in _planes)
            plane.Reset();
    }

    /// <summary>Sets every plane of an entity to 0 in a tick.</summary>
    public void ClearAt(int entity, int tick)
    {
        foreach (var plane in _planes)
            plane.Change(entity)[tick] = 0;
    }

    /// <summary>The planes by their names in snake case.</summary>
    public IEnumerable<(string Name, Plane Plane)> Named() =>
        GetType().GetProperties().Where(property => property.PropertyType == typeof(Plane))
            .Select(property => (JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), (Plane)property.GetValue(this)!));

    /// <summary>Adds a plane.</summary>
    protected Plane Add(float neutral)
    {
        var plane = new Plane(entities, ticks, neutral);
        _planes.Add(plane);
        return plane;
    }
}
