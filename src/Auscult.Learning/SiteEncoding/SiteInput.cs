using Auscult.Telemetry.Domain;
using static TorchSharp.torch;

// B windows, E entities of one kind, P patches, S signals of one layer, M moments of a patch, N entities of all kinds
namespace Auscult.Learning.SiteEncoding;

/// <summary>One layer of one kind of entity, as tensors.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Entities">Number of shown entities, E.</param>
/// <param name="Rows">Row of each signal in the table, int64 <c>[signal]</c>; null when no signal is left.</param>
/// <param name="Cells">Features of every cell, <c>[window * entity * patch, signal * moment * feature]</c>.</param>
/// <param name="Summary">What the signals say together, <c>[window * entity * patch, summary]</c>.</param>
/// <param name="Seen">1 where some signal was seen, <c>[window * entity * patch, 1]</c>.</param>
/// <param name="Targets">
/// Shifts, 0 where unknown, <c>[window * entity * patch, signal * moment * channel]</c>; null when nothing is asked.
/// </param>
/// <param name="Asked">1 where a hidden shift was known, of the shape of the targets.</param>
public sealed record LayerInput(
    EntityKind Kind, Layer Layer, int Entities, Tensor? Rows, Tensor Cells, Tensor Summary, Tensor Seen, Tensor? Targets, Tensor? Asked);

/// <summary>Windows of one site, all of the same entities.</summary>
/// <param name="Windows">Number of windows, B.</param>
/// <param name="Layers">Layers, kind after kind.</param>
/// <param name="Kinds">Kind of every entity, the site itself first, int64 <c>[entity + 1]</c>.</param>
/// <param name="Pairs">Place of each pair of kinds in the table of pairs, int64 <c>[(entity + 1)^2]</c>.</param>
/// <param name="Relations">1 for every relation of a pair, <c>[(entity + 1)^2, relation]</c>.</param>
public sealed record SiteInput(int Windows, IReadOnlyList<LayerInput> Layers, Tensor Kinds, Tensor Pairs, Tensor Relations);

/// <summary>What the encoder says about windows of one site.</summary>
/// <param name="Site">One embedding per window, <c>[window, embed]</c>.</param>
/// <param name="Entities">One per entity of all kinds, <c>[window, entity, embed]</c>.</param>
/// <param name="Layers">One per layer, <c>[window, layer, embed]</c>; the learned substitute where a site lacks a layer.</param>
/// <param name="Reconstruction">
/// The shifts of each of <see cref="SiteInput.Layers"/> as the visible ones suggest them, of the shape of its targets; null for a layer
/// that is not asked for.
/// </param>
public sealed record EncodedSite(Tensor Site, Tensor Entities, Tensor Layers, Tensor?[] Reconstruction);
