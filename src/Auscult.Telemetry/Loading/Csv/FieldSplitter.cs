namespace Auscult.Telemetry.Loading.Csv;

/// <summary>What splitting a record came to.</summary>
internal enum SplitResult
{
    /// <summary>The fields are there.</summary>
    Whole,

    /// <summary>A quote is open at the end: the record goes on in the next line.</summary>
    OpenQuote,

    /// <summary>A closing quote is followed by text.</summary>
    StrayQuote,
}

/// <summary>Finds the fields of one record (RFC 4180, any one-byte delimiter, spaces around fields dropped).</summary>
internal sealed class FieldSplitter(byte delimiter)
{
    private (int Start, int Length, bool Escaped)[] _fields = new (int, int, bool)[16];

    /// <summary>Number of fields.</summary>
    public int Count { get; private set; }

    /// <summary>Where a field's content lies in the record, without its quotes; escaped means that quotes in it are doubled.</summary>
    public (int Start, int Length, bool Escaped) this[int index] => _fields[index];

    public SplitResult Split(ReadOnlySpan<byte> record)
    {
        Count = 0;
        if (record.Contains((byte)'"'))
            return SplitQuoted(record);
        var start = 0;
        while (true)
        {
            var length = record[start..].IndexOf(delimiter);
            AddTrimmed(record, start, length < 0 ? record.Length : start + length);
            if (length < 0)
                return SplitResult.Whole;
            start += length + 1;
        }
    }

    private SplitResult SplitQuoted(ReadOnlySpan<byte> record)
    {
        for (var i = 0; ; i++)
        {
            var start = i;
            while (start < record.Length && IsSpace(record[start]))
                start++;
            if (start < record.Length && record[start] == '"')
            {
                var end = ClosingQuote(record, start + 1, out var escaped);
                if (end < 0)
                    return SplitResult.OpenQuote;
                Add(start + 1, end - start - 1, escaped);
                i = end + 1;
                while (i < record.Length && IsSpace(record[i]))
                    i++;
                if (i < record.Length && record[i] != delimiter)
                    return SplitResult.StrayQuote;
            }
            else
            {
                var length = record[i..].IndexOf(delimiter);
                var end = length < 0 ? record.Length : i + length;
                AddTrimmed(record, i, end);
                i = end;
            }
            if (i >= record.Length)
                return SplitResult.Whole;
        }
    }

    private static int ClosingQuote(ReadOnlySpan<byte> record, int from, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            var next = record[from..].IndexOf((byte)'"');
            if (next < 0)
                return -1;
            from += next;
            if (from + 1 == record.Length || record[from + 1] != '"')
                return from;
            escaped = true;
            from += 2;
        }
    }

    private bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' && value != delimiter;

    private void AddTrimmed(ReadOnlySpan<byte> record, int start, int end)
    {
        while (start < end && IsSpace(record[start]))
            start++;
        while (end > start && IsSpace(record[end - 1]))
            end--;
        Add(start, end - start, escaped: false);
    }

    private void Add(int start, int length, bool escaped)
    {
        if (Count == _fields.Length)
            Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = (start, length, escaped);
    }
}
