using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Csv;

/// <summary>
/// Reads the records of delimited text: a line each, or several where a quoted field holds line ends. After a record with an error, reading
/// goes on at the line behind the record's first one, so that one stray quote costs one line and not the rest of the file.
/// </summary>
internal sealed class RecordReader(LineReader lines, byte delimiter) : IDisposable
{
    /// <summary>A record of several lines longer than this is a quote that somebody forgot to close.</summary>
    private const int MaxJoinedBytes = 1 << 16;

    private byte[] _record = new byte[1 << 12];
    private int _length;
    private int _firstLineLength;
    private byte[] _again = [];
    private int _againBegin;
    private long _line;
    private bool _ended;

    public FieldSplitter Fields { get; } = new(delimiter);

    /// <summary>One-based number of the record's first line.</summary>
    public long Line { get; private set; }

    public ReadOnlySpan<byte> Bytes(int field) => _record.AsSpan(Fields[field].Start, Fields[field].Length);

    /// <summary>Goes to the next record that is not blank.</summary>
    /// <param name="width">How many fields it must have; 0: any number.</param>
    /// <exception cref="InputException">It is malformed; the next call goes on behind it.</exception>
    public bool Read(int width)
    {
        do
        {
            _length = 0;
            if (!Append(lineEnd: default))
                return false;
            Line = _line;
            _firstLineLength = _length;
        }
        while (_record.AsSpan(0, _length).Trim(" \t"u8).IsEmpty);
        var result = Fields.Split(_record.AsSpan(0, _length));
        while (result == SplitResult.OpenQuote)
        {
            if (_length > MaxJoinedBytes || !Append(lines.HadCarriageReturn ? "\r\n"u8 : "\n"u8))
                throw Fault("a quote is never closed", "close it, or double it where it is meant as it stands");
            result = Fields.Split(_record.AsSpan(0, _length));
        }
        if (result == SplitResult.StrayQuote)
            throw Fault("text follows a closing quote", "double quotes inside quoted fields");
        if (width > 0 && Fields.Count != width)
            throw Fault($"has {Fields.Count} fields where {width} are due", "every row needs as many fields as the first line");
        return true;
    }

    public void Dispose() => lines.Dispose();

    // Adds the next line to the record.
    private bool Append(ReadOnlySpan<byte> lineEnd)
    {
        if (_againBegin < _again.Length)
        {
            var rest = _again.AsSpan(_againBegin);
            var length = rest.IndexOf((byte)'\n') is >= 0 and var end ? end : rest.Length;
            _againBegin += length + 1;
            Append(lineEnd, rest[..length].TrimEnd((byte)'\r'));
            return true;
        }
        try
        {
            if (_ended || !lines.TryRead(out var line))
                return false;
            Append(lineEnd, line);
            return true;
        }
        catch (InputException)
        {
            _ended = true;
            throw;
        }
    }

    private void Append(ReadOnlySpan<byte> lineEnd, ReadOnlySpan<byte> line)
    {
        if (_record.Length < _length + lineEnd.Length + line.Length)
            Array.Resize(ref _record, Math.Max(_record.Length * 2, _length + lineEnd.Length + line.Length));
        lineEnd.CopyTo(_record.AsSpan(_length));
        line.CopyTo(_record.AsSpan(_length + lineEnd.Length));
        _length += lineEnd.Length + line.Length;
        _line++;
    }

    private InputException Fault(string problem, string remedy)
    {
        if (_length > _firstLineLength)
        {
            // Lines behind the first one are read again.
            var joined = _record.AsSpan(_firstLineLength, _length - _firstLineLength);
            joined = joined[(joined.IndexOf((byte)'\n') + 1)..];
            var rest = _againBegin < _again.Length ? _again.AsSpan(_againBegin) : default;
            _again = [.. joined, (byte)'\n', .. rest];
            _againBegin = 0;
            _line = Line;
        }
        return new InputException(problem, lines.Name, Line, remedy: remedy);
    }
}
