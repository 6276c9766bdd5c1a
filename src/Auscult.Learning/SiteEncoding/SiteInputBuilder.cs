using System.Numerics;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using static TorchSharp.torch;

// B windows, E entities of one kind, P patches, S signals of one layer, M moments of a patch, N entities of all kinds
namespace Auscult.Learning.SiteEncoding;

/// <summary>Says whether a signal of an entity is hidden over a whole window.</summary>
internal delegate bool HiddenCell(int window, int layer, int entity, int signal);

/// <summary>What training does to the windows of a step.</summary>
/// <param name="Hidden">What is hidden and asked for.</param>
/// <param name="Distortions">How signals are measured, <c>[layer][signal]</c>; null for one that is shown as it is.</param>
/// <param name="Random">Draws the noise.</param>
internal sealed record SiteDisguise(HiddenCell Hidden, SignalDistortion?[][] Distortions, Random Random);

/// <summary>Makes the tensors of some windows of a site.</summary>
internal sealed class SiteInputBuilder(SiteEncoderConfig config, Device device)
{
    private static readonly int SiteKind = Enum.GetValues<EntityKind>().Length;

    /// <summary>Kinds of entities, the site itself as one more.</summary>
    public static int KindCount => SiteKind + 1;

    /// <param name="view">The site.</param>
    /// <param name="moments">
    /// Judged moments, one per window; earlier ones belong to the window, moments before the recording are unseen.
    /// </param>
    /// <param name="selection">What is shown.</param>
    /// <param name="disguise">What is hidden or shown otherwise; null when nothing is.</param>
    public SiteInput Build(SiteView view, IReadOnlyList<int> moments, SiteSelection selection, SiteDisguise? disguise = null)
    {
        var layers = new List<LayerInput>();
        for (var l = 0; l < view.Layers.Count; l++)
        {
            if (selection.Entities[view.Layers[l].Kind].Length > 0)
                layers.Add(LayerOf(view, l, moments, selection, disguise));
        }
        var (kinds, pairs, relations) = Related(view, selection);
        return new SiteInput(moments.Count, layers, kinds, pairs, relations);
    }

    private LayerInput LayerOf(SiteView view, int l, IReadOnlyList<int> moments, SiteSelection selection, SiteDisguise? disguise)
    {
        var layer = view.Layers[l];
        var shifts = view.Shifts.Kinds[layer.Kind];
        var entities = selection.Entities[layer.Kind];
        var shown = Enumerable.Range(0, layer.Rows.Length).Where(s => selection.Rows[l][s] >= 0).ToArray();
        var (patches, length) = (config.NumPatches, config.PatchMoments);
        var rows = moments.Count * entities.Length * patches;
        var (width, targetWidth) = (shown.Length * length * CellFeatures.Count, shown.Length * length * KindShifts.Channels);
        var earliest = moments.Select(moment => Earliest(view, moment)).ToArray();
        var cells = new float[rows * width];
        var summaries = new float[rows * CellFeatures.SummaryCount];
        var seen = new float[rows];
        var (targets, asked) = disguise is null ? ([], []) : (new float[rows * targetWidth], new float[rows * targetWidth]);
        var distorted = new float[KindShifts.Channels];
        for (var row = 0; row < rows; row++)
        {
            var (window, entity, patch) = (row / patches / entities.Length, row / patches % entities.Length, row % patches);
            var first = moments[window] + 1 - config.WindowMoments + (patch * length);
            var summary = default(CellFeatures.PatchSummary);
            for (var i = 0; i < shown.Length; i++)
            {
                var isHidden = disguise is not null && disguise.Hidden(window, l, entity, i);
                var distortion = disguise?.Distortions[l][shown[i]];
                for (var m = Math.Max(0, earliest[window] - first); m < length; m++)
                {
                    var at = (i * length) + m;
                    var column = layer.Columns[shown[i]] * KindShifts.Channels;
                    var moment = distortion?.MomentFor(first + m) ?? (first + m);
                    var cell = shifts.At(moment, entities[entity]).Slice(column, KindShifts.Channels);
                    if (distortion is { } other)
                    {
                        other.Apply(cell, distorted, disguise!.Random);
                        cell = distorted;
                    }
                    if (isHidden)
                        Ask(cell, (row * targetWidth) + (at * KindShifts.Channels), targets, asked);
                    else
                        CellFeatures.Write(cell, cells.AsSpan((row * width) + (at * CellFeatures.Count), CellFeatures.Count), ref summary);
                }
            }
            summary.Write(summaries.AsSpan(row * CellFeatures.SummaryCount, CellFeatures.SummaryCount));
            seen[row] = summary.IsSeen ? 1 : 0;
        }
        return new LayerInput(
            shifts.Kind, layer.Layer, entities.Length,
            shown.Length == 0 ? null : tensor(Array.ConvertAll(shown, s => (long)selection.Rows[l][s]), device: device),
            tensor(cells, [rows, width], device: device), tensor(summaries, [rows, CellFeatures.SummaryCount], device: device),
            tensor(seen, [rows, 1], device: device), Optional(targets), Optional(asked));

        Tensor? Optional(float[] values) => values.Length == 0 ? null : tensor(values, [rows, targetWidth], device: device);
    }

    /// <summary>First moment of the window; later than usual where moments before it are missing.</summary>
    private int Earliest(SiteView view, int moment)
    {
        var (rows, first) = (view.Shifts.Rows, moment);
        while (first > 0 && moment - first + 1 < config.WindowMoments && rows[first] - rows[first - 1] <= view.Stride)
            first--;
        return first;
    }

    private static void Ask(ReadOnlySpan<float> cell, int at, float[] targets, float[] asked)
    {
        for (var c = 0; c < KindShifts.Channels; c++)
        {
            if (!float.IsNaN(cell[c]))
                (targets[at + c], asked[at + c]) = (cell[c], 1);
        }
    }

    private (Tensor Kinds, Tensor Pairs, Tensor Relations) Related(SiteView view, SiteSelection selection)
    {
        var places = new List<(int Kind, int Place)> { (SiteKind, -1) };
        for (var k = 0; k < selection.Entities.Length; k++)
            places.AddRange(selection.Entities[k].Select(e => ((int)view.Shifts.Kinds[k].Kind, view.First[k] + e)));
        var count = places.Count;
        var pairs = new long[count * count];
        var relations = new float[pairs.Length * Relations.Count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var at = (i * count) + j;
                pairs[at] = (places[i].Kind * KindCount) + places[j].Kind;
                var bits = i == 0 || j == 0 ? 0u : (uint)view.Relations[places[i].Place, places[j].Place];
                for (; bits != 0; bits &= bits - 1)
                    relations[(at * Relations.Count) + BitOperations.TrailingZeroCount(bits)] = 1;
            }
        }
        return (
            tensor(places.Select(place => (long)place.Kind).ToArray(), device: device), tensor(pairs, device: device),
            tensor(relations, [pairs.Length, Relations.Count], device: device));
    }
}
