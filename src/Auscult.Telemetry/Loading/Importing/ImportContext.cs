using Auscult.Telemetry.Catalogue;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>What every source is given besides its own settings, and what it leaves behind: skipped records and unmapped metrics.</summary>
/// <param name="skipBad">Whether records that cannot be read are skipped and listed; otherwise the first one ends the import.</param>
/// <param name="catalogue">The known signals; null takes the ones this program was built with.</param>
/// <param name="cancellation">Ends the import; nothing is left behind then.</param>
public sealed class ImportContext(bool skipBad = false, SignalCatalogue? catalogue = null, CancellationToken cancellation = default)
{
    /// <summary>The known signals and their vendors' names.</summary>
    public SignalCatalogue Catalogue { get; } = catalogue ?? SignalCatalogue.Default;

    /// <summary>Records that could not be read.</summary>
    public BadRecords Bad { get; } = new(skipBad);

    /// <summary>Ends the import.</summary>
    public CancellationToken Cancellation { get; } = cancellation;
}
