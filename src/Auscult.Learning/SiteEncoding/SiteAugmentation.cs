using Auscult.Learning.Sites;

namespace Auscult.Learning.SiteEncoding;

/// <summary>
/// Turns one site into many: takes signals, layers, kinds and entities away, forgets names of signals, and hides cells that the network
/// has to tell from the rest.
/// </summary>
internal sealed class SiteAugmentation(SiteTrainingConfig config)
{
    /// <summary>What of a site is shown in a step.</summary>
    /// <param name="view">The site.</param>
    /// <param name="roots">Entities that must stay.</param>
    /// <param name="random">Draws.</param>
    public SiteSelection Select(SiteView view, IReadOnlyList<EntityRef> roots, Random random) =>
        new(Entities(view, roots, random), Rows(view, random));

    /// <summary>What is hidden in the windows of a step.</summary>
    /// <param name="view">The site.</param>
    /// <param name="selection">What is shown.</param>
    /// <param name="roots">The cause of each window, which is not hidden; null where there is none.</param>
    /// <param name="random">Draws.</param>
    public HiddenCell Hide(SiteView view, SiteSelection selection, EntityRef?[] roots, Random random)
    {
        var entities = Array.ConvertAll(roots, root => view.Shifts.Kinds.Select((_, k) => Array.ConvertAll(selection.Entities[k],
            e => random.NextDouble() < config.EntityMaskRatio && root != new EntityRef(k, e))).ToArray());
        var cells = new bool[roots.Length * view.Layers.Count][];
        for (var i = 0; i < cells.Length; i++)
        {
            var layer = view.Layers[i % view.Layers.Count];
            var part = new bool[selection.Entities[layer.Kind].Length * layer.Rows.Length];
            for (var c = 0; c < part.Length; c++)
                part[c] = random.NextDouble() < config.CellMaskRatio;
            cells[i] = part;
        }
        return (window, layer, entity, signal) => entities[window][view.Layers[layer].Kind][entity]
            || cells[(window * view.Layers.Count) + layer][(entity * view.Layers[layer].Rows.Length) + signal];
    }

    /// <summary>How the signals of each layer are measured in a step; null for one that is shown as it is.</summary>
    public SignalDistortion?[][] Distort(SiteView view, Random random) => [.. view.Layers.Select(layer => Array.ConvertAll(layer.Rows,
        _ => random.NextDouble() < config.DistortedSignals ? SignalDistortion.Draw(random) : (SignalDistortion?)null))];

    private int[][] Entities(SiteView view, IReadOnlyList<EntityRef> roots, Random random)
    {
        var kinds = view.Shifts.Kinds;
        var site = view.Shifts.Site;
        var keepsAll = random.NextDouble() < config.WholeSites;
        var places = kinds.Select(kind => kind.Entities.Select(entity => site.PlaceOf(entity.Id)).ToArray()).ToArray();
        var nodes = Shuffled([.. places.SelectMany(place => place).Distinct(StringComparer.Ordinal)], random)
            .OrderBy(place => !roots.Any(root => string.Equals(places[root.Kind][root.Entity], place, StringComparison.Ordinal))).ToArray();
        var rank = Enumerable.Range(0, nodes.Length).ToDictionary(i => nodes[i], StringComparer.Ordinal);
        return [.. kinds.Select((kind, k) =>
        {
            var all = Enumerable.Range(0, kind.Entities.Count).ToArray();
            var isRoots = roots.Any(root => root.Kind == k);
            if (!isRoots && kinds.Count > 2 && random.NextDouble() < config.KindDropout)
                return [];
            if (keepsAll || all.Length <= config.MaxEntities)
                return all;
            // Whole nodes first, those of the causes before all others, so that what belongs together stays together.
            return [.. all.OrderBy(e => !roots.Contains(new EntityRef(k, e))).ThenBy(e => rank[places[k][e]])
                .Take(config.MaxEntities).Order()];
        })];
    }

    private int[][] Rows(SiteView view, Random random)
    {
        var layers = view.Layers.Select(layer => layer.Layer).Distinct().ToArray();
        var survivor = layers[random.Next(layers.Length)];
        var dropped = layers.Where(layer => layer != survivor && random.NextDouble() < config.LayerDropout).ToHashSet();
        return [.. view.Layers.Select(layer => Array.ConvertAll(layer.Rows, row =>
            dropped.Contains(layer.Layer) || random.NextDouble() < config.SignalDropout ? -1
            : random.NextDouble() < config.UnknownSignals ? SignalTable.UnknownRow(layer.Layer) : row))];
    }

    private static string[] Shuffled(string[] items, Random random)
    {
        random.Shuffle(items);
        return items;
    }
}
