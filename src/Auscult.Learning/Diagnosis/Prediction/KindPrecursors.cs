using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>What may announce a fault, of all entities of one kind at evenly spaced moments. Causal: a moment uses its own and earlier rows.</summary>
/// <param name="site">The site.</param>
/// <param name="kind">Index in <see cref="Site.Kinds"/>.</param>
/// <param name="columns">Names of the features: <c>signal:view</c>.</param>
/// <param name="rows">Last row that each moment uses.</param>
public sealed class KindPrecursors(Site site, int kind, IReadOnlyList<string> columns, IReadOnlyList<int> rows)
{
    /// <summary>The site.</summary>
    public Site Site { get; } = site;

    /// <summary>Index in <see cref="Site.Kinds"/>.</summary>
    public int KindIndex { get; } = kind;

    /// <summary>The kind.</summary>
    public EntityKind Kind => Site.Kinds[KindIndex].Kind;

    /// <summary>The entities.</summary>
    public IReadOnlyList<Entity> Entities => Site.Kinds[KindIndex].Frame.Schema.Entities;

    /// <summary>Names of the features: <c>signal:view</c>.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>Last row that each moment uses.</summary>
    public IReadOnlyList<int> Rows { get; } = rows;

    /// <summary>Number of (moment, entity) pairs.</summary>
    public int Count => Rows.Count * Entities.Count;

    /// <summary><c>[moment, entity, column]</c>; 0 where nothing is known.</summary>
    internal float[] Values { get; } = new float[(long)rows.Count * site.Kinds[kind].Frame.Schema.Entities.Count * columns.Count];

    /// <summary>One entity at one moment.</summary>
    /// <param name="pair"><c>moment x entities + entity</c>.</param>
    public ReadOnlySpan<float> At(int pair) => Values.AsSpan(pair * Columns.Count, Columns.Count);

    /// <summary>The end of a moment: what comes later is the future.</summary>
    public DateTimeOffset TimeOf(int moment) => Site.TimeOf(Rows[moment] + 1);

    /// <summary>The same pairs with other features.</summary>
    /// <param name="columns">Their names.</param>
    /// <param name="feature">Value of (moment, entity, column).</param>
    public KindPrecursors With(IReadOnlyList<string> columns, Func<int, int, int, float> feature)
    {
        var result = new KindPrecursors(Site, KindIndex, columns, Rows);
        for (var m = 0; m < Rows.Count; m++)
        {
            for (var e = 0; e < Entities.Count; e++)
            {
                var cells = result.Write(m, e);
                for (var c = 0; c < cells.Length; c++)
                    cells[c] = feature(m, e, c);
            }
        }
        return result;
    }

    internal Span<float> Write(int moment, int entity) => Values.AsSpan(((moment * Entities.Count) + entity) * Columns.Count, Columns.Count);
}
