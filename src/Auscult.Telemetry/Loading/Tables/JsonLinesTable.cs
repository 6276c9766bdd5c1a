using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Loading.TrainingLogs;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>
/// A file with one JSON object per line. Its columns are the keys of the first <see cref="SampledLines"/> objects; those of nested objects
/// are joined by a dot. Lists are passed over; a key that a line lacks, and null, are missing.
/// </summary>
internal sealed class JsonLinesTable : ITable
{
    /// <summary>Lines that are looked through for keys.</summary>
    public const int SampledLines = 1_000;

    private readonly LineReader _lines;
    private readonly MissingNumbers _missing;
    private readonly Dictionary<byte[], int> _positions;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _positionOf;
    private readonly (int Start, int Length)[] _values;
    private byte[] _content = new byte[1 << 12];
    private int _used;
    private bool _ended;

    public JsonLinesTable(string path, IReadOnlyList<string>? missing, CancellationToken cancellation)
    {
        File = path;
        Columns = JsonLineKeys.Of(path, SampledLines, cancellation);
        _missing = new MissingNumbers(missing);
        _positions = ByteKeys.Positions(Columns);
        _positionOf = _positions.GetAlternateLookup<ReadOnlySpan<byte>>();
        _values = new (int, int)[Columns.Count];
        _lines = LineReader.Open(path, cancellation);
    }

    public string File { get; }

    public IReadOnlyList<string> Columns { get; }

    public void Select(IReadOnlyCollection<string> columns)
    {
    }

    public bool Read()
    {
        try
        {
            while (!_ended && _lines.TryRead(out var line))
            {
                if (line.Trim(" \t"u8).IsEmpty)
                    continue;
                Take(line);
                return true;
            }
            return false;
        }
        catch (InputException)
        {
            _ended = true;
            throw;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is the runtime's answer to a text that is not UTF-8.
            throw _lines.Error("is not a JSON object", remedy: "write one object per line", inner: e);
        }
    }

    public ReadOnlySpan<byte> Bytes(int column) => _content.AsSpan(_values[column].Start, _values[column].Length);

    public string Text(int column) => Utf8.IsValid(Bytes(column))
        ? Encoding.UTF8.GetString(Bytes(column))
        : throw Error(column, "is not UTF-8 text", "convert the file to UTF-8");

    public double Number(int column) =>
        _missing.TryRead(Bytes(column), out var value) ? value : throw Error(column, $"{Quoted.Of(Text(column))} is not a number");

    public bool TryTime(int column, TimeFormat format, out long micros) => TimeText.TryParse(Bytes(column), format, out micros);

    public InputException Error(int column, string problem, string? remedy = null) => _lines.Error(problem, Columns[column], remedy);

    public void Dispose() => _lines.Dispose();

    private void Take(ReadOnlySpan<byte> line)
    {
        try
        {
            TakeJson(line);
        }
        catch (JsonException) when (line.IndexOf("NaN"u8) >= 0 || line.IndexOf("Infinity"u8) >= 0)
        {
            TakeJson(Encoding.UTF8.GetBytes(BareNonFinite.Quote(Encoding.UTF8.GetString(line))));
        }
    }

    private void TakeJson(ReadOnlySpan<byte> line)
    {
        _used = 0;
        Array.Clear(_values);
        if (_content.Length < line.Length)
            _content = new byte[line.Length * 2];
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("not an object");
        TakeObject(ref json, prefix: []);
        // Text behind the object is an error of the reader.
        json.Read();
    }

    private void TakeObject(ref Utf8JsonReader json, ReadOnlySpan<byte> prefix)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan;
            if (prefix.Length > 0)
                key = (byte[])[.. prefix, (byte)'.', .. key];
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject)
                TakeObject(ref json, key);
            else if (json.TokenType == JsonTokenType.StartArray)
                json.Skip();
            else if (_positionOf.TryGetValue(key, out var position))
                _values[position] = Keep(ref json);
        }
    }

    private (int Start, int Length) Keep(ref Utf8JsonReader json)
    {
        var target = _content.AsSpan(_used);
        var length = 0;
        if (json.TokenType == JsonTokenType.String)
        {
            length = json.CopyString(target);
        }
        else if (json.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            target[0] = json.TokenType == JsonTokenType.True ? (byte)'1' : (byte)'0';
            length = 1;
        }
        else if (json.TokenType == JsonTokenType.Number)
        {
            json.ValueSpan.CopyTo(target);
            length = json.ValueSpan.Length;
        }
        var kept = (_used, length);
        _used += length;
        return kept;
    }
}
