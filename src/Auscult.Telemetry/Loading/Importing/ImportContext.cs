using Auscult.Telemetry.Catalogue;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>What every source is given besides its own settings, and what it leaves behind: skipped records and notes.</summary>
/// <param name="skipBad">Whether records that cannot be read are skipped and listed; otherwise the first one ends the import.</param>
/// <param name="catalogue">The known signals; null takes the ones this program was built with.</param>
/// <param name="cancellation">Ends the import; nothing is left behind then.</param>
public sealed class ImportContext(bool skipBad = false, SignalCatalogue? catalogue = null, CancellationToken cancellation = default)
{
    private readonly Lock _lock = new();
    private readonly List<string> _notes = [];
    private readonly List<string> _said = [];
    private readonly List<Action> _whenWritten = [];

    /// <summary>The known signals and their vendors' names.</summary>
    public SignalCatalogue Catalogue { get; } = catalogue ?? SignalCatalogue.Default;

    /// <summary>Records that could not be read.</summary>
    public BadRecords Bad { get; } = new(skipBad);

    /// <summary>Ends the import.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>
    /// What the user should know besides skipped records: a format that was found out, warnings of a server. They
    /// stay in <c>dataset.yaml</c>.
    /// </summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_lock)
                return [.. _notes];
        }
    }

    /// <summary>Notes something for the user; the same text once.</summary>
    public void Note(string text)
    {
        lock (_lock)
        {
            if (!_notes.Contains(text, StringComparer.Ordinal))
                _notes.Add(text);
        }
    }

    /// <summary>What the user should know of this run of the import only: that it was continued, that requests were repeated.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_lock)
                return [.. _said];
        }
    }

    /// <summary>Says something to the user that the dataset does not keep: it would be another one after each interruption.</summary>
    public void Say(string text)
    {
        lock (_lock)
            _said.Add(text);
    }

    /// <summary>Has something done when the dataset is safely written: what an import keeps to continue itself is removed then.</summary>
    public void WhenWritten(Action action)
    {
        lock (_lock)
            _whenWritten.Add(action);
    }

    /// <summary>Says that the dataset is written.</summary>
    public void Written()
    {
        foreach (var action in _whenWritten)
            action();
        _whenWritten.Clear();
    }
}
