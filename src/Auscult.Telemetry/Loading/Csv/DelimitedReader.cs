using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;
using CsvHelper;

namespace Auscult.Telemetry.Loading.Csv;

/// <summary>
/// Reads delimited text (also <c>.gz</c>) row by row; every complaint names file, line and column. Rows must be as wide as the first
/// line.
/// </summary>
public sealed class DelimitedReader : IDisposable
{
    private static readonly string[] DefaultMissing = ["nan", "na", "n/a", "null", "none"];

    private readonly string _path;
    private readonly CsvReader _reader;
    private readonly string[] _missing;

    private DelimitedReader(string path, CsvReader reader, IReadOnlyList<string>? missing)
    {
        _path = path;
        _reader = reader;
        _missing = missing is null ? DefaultMissing : [.. missing];
        Header = Guard(() => _reader.Headers);
    }

    /// <summary>Column names from the first line; empty when the file has no header.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Number of fields of the current row.</summary>
    public int FieldCount => _reader.FieldCount;

    /// <summary>One-based line of the current row.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; gzip is decompressed.</param>
    /// <param name="delimiter">What separates fields; null: found out from the first lines (comma, semicolon, tab or bar).</param>
    /// <param name="hasHeader">Whether the first line names the columns.</param>
    /// <param name="missing">Spellings of a missing number besides an empty field, any case; null: nan, na, n/a, null, none.</param>
    /// <exception cref="InputException">The file is missing, has no line where a header is due, or names a column twice.</exception>
    public static DelimitedReader Open(string path, char? delimiter = ',', bool hasHeader = true, IReadOnlyList<string>? missing = null)
    {
        if (!File.Exists(path))
            throw new InputException("no such file", path);
        var stream = GzipReader.Open(File.OpenRead(path));
        var reader = new DelimitedReader(path, CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = hasHeader,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        }, leaveOpen: false), missing);
        if (hasHeader && reader.Header.Count == 0)
            throw new InputException("the file is empty", path);
        if (reader.Header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InputException($"two columns are called '{twice.Key}'", path, 1);
        return reader;
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <exception cref="InputException">The row is wider or narrower than the first line, a quote is stray, or the file is damaged.</exception>
    public bool Read() => Guard(_reader.Read);

    /// <summary>The text of a field.</summary>
    public string Text(int column) => _reader.GetString(column);

    /// <summary>The number in a field; NaN where it is missing.</summary>
    /// <exception cref="InputException">The field holds text.</exception>
    public double Number(int column)
    {
        if (_reader.TryParse<double>(column, out var value))
            return value;
        if (_reader.IsEmpty(column))
            return double.NaN;
        var text = Text(column);
        return _missing.Contains(text, StringComparer.OrdinalIgnoreCase) ? double.NaN : throw Error(column, $"'{text}' is not a number");
    }

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
        new(problem, _path, Line, column < Header.Count ? Header[column] : (column + 1).ToString(), remedy);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new InputException(e.Message.TrimEnd('.'), _path, e.LineNumber > 0 ? e.LineNumber : null, remedy: "every row needs as many fields as the first line", inner: e);
        }
        catch (InvalidDataException e)
        {
            throw new InputException("the file is damaged or truncated", _path, remedy: "copy it again from its source", inner: e);
        }
    }
}
