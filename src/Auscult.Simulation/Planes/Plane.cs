namespace Auscult.Simulation.Planes;

/// <summary>One quantity of every entity of a kind over the ticks of the current block.</summary>
internal sealed class Plane
{
    private readonly float[] _values;
    private readonly int _ticks;
    private bool _isNeutral = true;

    /// <param name="entities">Entities of the kind.</param>
    /// <param name="ticks">Ticks of a block.</param>
    /// <param name="neutral">The value without anything out of the ordinary.</param>
    public Plane(int entities, int ticks, float neutral)
    {
        (_values, _ticks, Neutral, Entities) = (new float[entities * ticks], ticks, neutral, entities);
        Array.Fill(_values, neutral);
    }

    /// <summary>A plane of no entity, for columns that have their values from elsewhere.</summary>
    public static Plane Empty { get; } = new(0, 0, 0);

    /// <summary>The value without anything out of the ordinary.</summary>
    public float Neutral { get; }

    /// <summary>Entities of the kind.</summary>
    public int Entities { get; }

    /// <summary>Whether nothing was changed in this block.</summary>
    public bool IsNeutral => _isNeutral;

    /// <summary>The ticks of one entity, to read.</summary>
    public ReadOnlySpan<float> this[int entity] => _values.AsSpan(entity * _ticks, _ticks);

    /// <summary>The ticks of one entity, to change.</summary>
    public Span<float> Change(int entity)
    {
        _isNeutral = false;
        return _values.AsSpan(entity * _ticks, _ticks);
    }

    /// <summary>Makes every value neutral again.</summary>
    public void Reset()
    {
        if (!_isNeutral)
            Array.Fill(_values, Neutral);
        _isNeutral = true;
    }
}
