using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.SiteEncoding;

/// <summary>
/// The signals that a network has learned, by kind of entity and name in the catalogue. A signal that it never met takes the row of an
/// unknown signal of its layer: one network serves sites with other exporters.
/// </summary>
/// <param name="Names">Known signals as <c>kind/name</c>, in order of their rows.</param>
public sealed record SignalTable(IReadOnlyList<string> Names)
{
    private static readonly int Unknown = Enum.GetValues<Layer>().Length;
    private readonly Dictionary<string, int> _rows =
        Enumerable.Range(0, Names.Count).ToDictionary(i => Names[i], i => i + Unknown, StringComparer.Ordinal);

    /// <summary>Rows of the table: one per layer for unknown signals, then the known ones.</summary>
    public int Count => Unknown + Names.Count;

    /// <summary>The signals of some sites.</summary>
    public static SignalTable Of(IEnumerable<SiteShifts> sites) => new([.. sites.SelectMany(site => site.Kinds)
        .SelectMany(kind => kind.Signals.Select(signal => SignalScales.Key(kind.Kind, signal.Name)))
        .Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>Row of a signal.</summary>
    public int RowOf(EntityKind kind, Signal signal) =>
        _rows.TryGetValue(SignalScales.Key(kind, signal.Name), out var row) ? row : UnknownRow(signal.Layer);

    /// <summary>Row of the signals of a layer that are not known.</summary>
    public static int UnknownRow(Layer layer) => (int)layer;
}
