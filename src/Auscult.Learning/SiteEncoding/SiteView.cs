using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.SiteEncoding;

/// <summary>The signals of one layer of one kind of entity at a site.</summary>
/// <param name="Kind">Index of the kind at the site.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Columns">Positions of the signals among the signals of the kind.</param>
/// <param name="Rows">Their rows in the table of signals.</param>
internal sealed record LayerView(int Kind, Layer Layer, int[] Columns, int[] Rows);

/// <summary>A site as the encoder sees it: its shifts, its layers in terms of the table of signals, its relations.</summary>
internal sealed class SiteView
{
    public SiteView(SiteShifts shifts, SignalTable signals)
    {
        Shifts = shifts;
        Relations = new Relations(shifts.Site);
        Stride = Enumerable.Range(1, Math.Max(0, shifts.Rows.Count - 1))
            .Select(m => shifts.Rows[m] - shifts.Rows[m - 1]).DefaultIfEmpty(1).Min();
        var layers = new List<LayerView>();
        var first = new int[shifts.Kinds.Count];
        for (var k = 0; k < shifts.Kinds.Count; k++)
        {
            var kind = shifts.Kinds[k];
            first[k] = Entities;
            Entities += kind.Entities.Count;
            var byLayer = Enumerable.Range(0, kind.Signals.Count).GroupBy(s => kind.Signals[s].Layer).OrderBy(layer => layer.Key);
            foreach (var layer in byLayer)
                layers.Add(new LayerView(k, layer.Key, [.. layer], [.. layer.Select(s => signals.RowOf(kind.Kind, kind.Signals[s]))]));
        }
        (Layers, First) = (layers, first);
    }

    public SiteShifts Shifts { get; }

    public Relations Relations { get; }

    /// <summary>Rows between two moments that follow one another.</summary>
    public int Stride { get; }

    /// <summary>Every pair of kind and layer that has signals, kind after kind.</summary>
    public IReadOnlyList<LayerView> Layers { get; }

    /// <summary>Place of the first entity of each kind among all entities.</summary>
    public IReadOnlyList<int> First { get; }

    /// <summary>Entities of all kinds.</summary>
    public int Entities { get; }

    /// <summary>Everything the site has, as it is.</summary>
    public SiteSelection Everything => new(
        [.. Shifts.Kinds.Select(kind => Enumerable.Range(0, kind.Entities.Count).ToArray())],
        [.. Layers.Select(layer => (int[])layer.Rows.Clone())]);
}

/// <summary>Which part of a site is shown to the network.</summary>
/// <param name="Entities">Shown entities of each kind, <c>[kind][]</c>; none when the kind is left out.</param>
/// <param name="Rows">Row in the table of each signal of each of <see cref="SiteView.Layers"/>; -1 for a signal that is taken away.</param>
internal sealed record SiteSelection(int[][] Entities, int[][] Rows)
{
    /// <summary>Position of an entity among the shown ones of all kinds; -1 when it is not shown.</summary>
    public int IndexOf(EntityRef entity)
    {
        var within = Array.IndexOf(Entities[entity.Kind], entity.Entity);
        return within < 0 ? -1 : Entities[..entity.Kind].Sum(kind => kind.Length) + within;
    }
}
