using Auscult.Foundation;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>
/// Finds the signal of a vendor's metric. A metric that the catalogue lacks is kept under its own name and listed with the nearest known one.
/// </summary>
/// <param name="catalogue">The known signals.</param>
public sealed class SignalResolver(SignalCatalogue catalogue)
{
    private readonly Dictionary<string, ResolvedSignal> _unmapped = new(StringComparer.Ordinal);

    /// <summary>The signal and the scale of a vendor's name.</summary>
    /// <param name="name">The name, with the labels that select the signal where the vendor has such.</param>
    /// <param name="unknown">What an unknown metric becomes; its name is the vendor's.</param>
    /// <param name="unit">The unit the data name for the values, which goes before the catalogue's; null: none.</param>
    public ResolvedSignal Resolve(string name, Func<string, Signal> unknown, string? unit = null)
    {
        if (catalogue.Find(name, unit) is { } known)
            return known;
        if (!_unmapped.TryGetValue(name, out var kept))
        {
            kept = new ResolvedSignal(unknown(name), 1);
            _unmapped.Add(name, kept);
        }
        return kept;
    }

    /// <summary>The metrics that were kept under their own names, each with the nearest known name.</summary>
    public IReadOnlyList<UnmappedMetric> Unmapped() =>
        [.. _unmapped.Keys.Order(StringComparer.Ordinal).Select(name => new UnmappedMetric(name, NearestName.Of(name, catalogue.Names)))];
}
