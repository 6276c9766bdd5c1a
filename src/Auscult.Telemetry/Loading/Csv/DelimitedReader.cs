using System.Text;
using System.Text.Unicode;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Csv;

/// <summary>
/// Reads delimited text (also <c>.gz</c>) row by row, as bytes; every complaint names file, line and column. Rows must be as wide as the
/// first line. Blank lines are passed over.
/// </summary>
public sealed class DelimitedReader : IDisposable
{
    private readonly string _path;
    private readonly RecordReader _records;
    private readonly MissingNumbers _missing;
    private int _width;

    private DelimitedReader(string path, RecordReader records, bool hasHeader, int width, IReadOnlyList<string>? missing)
    {
        _path = path;
        _records = records;
        _missing = new MissingNumbers(missing);
        _width = width;
        Header = [];
        if (!hasHeader || !_records.Read(width: 0))
            return;
        _width = _records.Fields.Count;
        Header = [.. Enumerable.Range(0, _width).Select(Text)];
    }

    /// <summary>Column names from the first line; empty when the file has no header.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Number of fields of the current row.</summary>
    public int FieldCount => _records.Fields.Count;

    /// <summary>One-based line of the current row.</summary>
    public long Line => _records.Line;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; gzip is decompressed.</param>
    /// <param name="delimiter">What separates fields, one ASCII character; null: found out from the first lines (comma, semicolon, tab or
    /// bar).</param>
    /// <param name="hasHeader">Whether the first line names the columns.</param>
    /// <param name="missing">Spellings of a missing number besides an empty field, any case; null: na, n/a, null, none. NaN always is
    /// one.</param>
    /// <param name="width">How many fields a row has where there is no header; 0: as many as the first one.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InputException">The file is missing, has no line where a header is due, or names a column twice.</exception>
    public static DelimitedReader Open(
        string path, char? delimiter = ',', bool hasHeader = true, IReadOnlyList<string>? missing = null, int width = 0,
        CancellationToken cancellation = default) =>
        Open(LineReader.Open(path, cancellation), delimiter ?? DelimiterFinder.Find(path), hasHeader, missing, width);

    /// <summary>Reads a text that is open already; disposed with the reader.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <param name="hasHeader">Whether the first line names the columns.</param>
    /// <param name="missing">Spellings of a missing number besides an empty field.</param>
    /// <param name="width">How many fields a row has where there is no header; 0: as many as the first one.</param>
    /// <exception cref="InputException">There is no line where a header is due, or a column is named twice.</exception>
    public static DelimitedReader Open(LineReader lines, char delimiter = ',', bool hasHeader = true, IReadOnlyList<string>? missing = null, int width = 0)
    {
        var records = new RecordReader(lines, (byte)delimiter);
        try
        {
            var reader = new DelimitedReader(lines.Name, records, hasHeader, width, missing);
            if (hasHeader && reader.Header.Count == 0)
                throw new InputException("the file is empty", lines.Name);
            if (reader.Header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
                throw new InputException($"two columns are called '{twice.Key}'", lines.Name, 1);
            return reader;
        }
        catch (InputException)
        {
            records.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <exception cref="InputException">
    /// The row is wider or narrower than the first line, a quote is stray, or the file is damaged. The next call goes on behind it.
    /// </exception>
    public bool Read()
    {
        if (!_records.Read(_width))
            return false;
        _width = _records.Fields.Count;
        return true;
    }

    /// <summary>The bytes of a field as they stand, without quotes around it; doubled quotes inside stay doubled.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => _records.Bytes(column);

    /// <summary>The text of a field.</summary>
    /// <exception cref="InputException">It is not UTF-8.</exception>
    public string Text(int column)
    {
        var bytes = Bytes(column);
        if (!Utf8.IsValid(bytes))
            throw Error(column, "is not UTF-8 text", "convert the file to UTF-8");
        var text = Encoding.UTF8.GetString(bytes);
        return _records.Fields[column].Escaped ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    /// <summary>The number in a field; NaN where it is missing.</summary>
    /// <exception cref="InputException">The field holds text, or a number without an end.</exception>
    public double Number(int column) =>
        _missing.TryRead(Bytes(column), out var value) ? value : throw Error(column, $"{Quoted.Of(Text(column))} is not a number");

    /// <summary>The position of a named column.</summary>
    /// <exception cref="InputException">There is none; names the nearest.</exception>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Header.Count; i++)
        {
            if (string.Equals(Header[i], column, StringComparison.Ordinal))
                return i;
        }
        throw new InputException($"column '{column}' is missing", _path, 1, remedy: NearestName.Suggest(column, [.. Header]));
    }

    /// <summary>An error at a field of the current row.</summary>
    public InputException Error(int column, string problem, string? remedy = null) =>
        new(problem, _path, Line, column < Header?.Count ? Header[column] : (column + 1).ToString(), remedy);

    /// <inheritdoc/>
    public void Dispose() => _records.Dispose();
}
