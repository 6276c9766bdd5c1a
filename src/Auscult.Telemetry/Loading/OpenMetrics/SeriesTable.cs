using System.Diagnostics.CodeAnalysis;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.OpenMetrics;

/// <summary>
/// What is known of a series by its text, <c>name{label="x"}</c>. Scrapes repeat their series in one order, so the one after the last
/// is tried first: then nothing is parsed, and no text is made.
/// </summary>
/// <typeparam name="T">What is kept per series.</typeparam>
internal sealed class SeriesTable<T>
{
    private readonly Dictionary<byte[], Entry> _entries = new(ByteKeys.Comparer);
    private readonly Dictionary<byte[], Entry>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;
    private Entry? _last;

    public SeriesTable() => _bySpan = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The series that usually follows the last one, when the line begins with it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="length">How much of the line is the series.</param>
    /// <param name="value">What is kept of it.</param>
    public bool TryNext(ReadOnlySpan<byte> line, out int length, [MaybeNullWhen(false)] out T value)
    {
        if (_last?.Next is { } next && line.StartsWith(next.Key)
            && line.Length > next.Key.Length && line[next.Key.Length] is (byte)' ' or (byte)'\t')
        {
            (_last, length, value) = (next, next.Key.Length, next.Value);
            return true;
        }
        (length, value) = (0, default);
        return false;
    }

    /// <summary>What is kept of a series.</summary>
    public bool TryFind(ReadOnlySpan<byte> series, [MaybeNullWhen(false)] out T value)
    {
        if (!_bySpan.TryGetValue(series, out var entry))
        {
            value = default;
            return false;
        }
        Follow(entry);
        value = entry.Value;
        return true;
    }

    /// <summary>Keeps something of a new series.</summary>
    public void Add(ReadOnlySpan<byte> series, T value)
    {
        var entry = new Entry(series.ToArray(), value);
        _entries.Add(entry.Key, entry);
        Follow(entry);
    }

    private void Follow(Entry entry)
    {
        _last?.Next = entry;
        _last = entry;
    }

    private sealed record Entry(byte[] Key, T Value)
    {
        public Entry? Next { get; set; }
    }
}
