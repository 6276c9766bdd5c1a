using Auscult.Foundation;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>
/// What happens to a record (a row, a line, an event) that cannot be read: strict sources end with its error, lenient ones
/// (<c>--skip-bad</c>) go on, count it and list the first ones. Safe for several threads.
/// </summary>
/// <param name="skip">Whether to go on.</param>
public sealed class BadRecords(bool skip)
{
    /// <summary>How many are listed word by word; all are counted.</summary>
    public const int MaxListed = 100;

    private readonly Lock _lock = new();
    private readonly List<string> _listed = [];
    private long _count;

    /// <summary>Number of records skipped so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Whether records are skipped; strict sources may then check less often.</summary>
    public bool IsSkipping => skip;

    /// <summary>The first of them, each with place and problem.</summary>
    public IReadOnlyList<string> Listed
    {
        get
        {
            lock (_lock)
                return [.. _listed];
        }
    }

    /// <summary>Notes a record that is left out.</summary>
    /// <exception cref="InputException">This very fault, when records are not to be skipped.</exception>
    public void Report(InputException fault)
    {
        if (!skip)
            throw fault;
        lock (_lock)
        {
            _count++;
            if (_listed.Count < MaxListed)
                _listed.Add(fault.Message);
        }
    }

    /// <summary>Reads records to the end; one that cannot be read, or taken, is reported.</summary>
    /// <param name="read">Goes to the next record; false at the end. After a fault the next call goes on behind it.</param>
    /// <param name="take">Takes the record, whole or not at all.</param>
    /// <param name="skipped">What stands in for a record that is left out.</param>
    /// <exception cref="InputException">The first fault, when records are not to be skipped.</exception>
    public void ForEach(Func<bool> read, Action take, Action? skipped = null)
    {
        while (true)
        {
            try
            {
                if (!read())
                    return;
                take();
            }
            catch (InputException e)
            {
                Report(e);
                skipped?.Invoke();
            }
        }
    }
}
