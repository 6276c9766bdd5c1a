using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>A Parquet file, read in chunks through DuckDB; only the selected columns are touched.</summary>
internal sealed class ParquetTable : ITable
{
    private readonly DuckDbConnection _connection = DuckDbConnection.Open();
    private readonly MissingNumbers _missing;
    private readonly ParquetFile _file;
    private readonly ParquetColumn?[] _columns;
    private readonly CancellationToken _cancellation;
    private PreparedStatement? _statement;
    private QueryResult? _result;
    private IEnumerator<DataChunk>? _chunks;
    private int _row;
    private int _rows;
    private long _firstRow;

    public ParquetTable(string path, IReadOnlyList<string>? missing, CancellationToken cancellation)
    {
        try
        {
            _file = ParquetFile.Open(_connection, path);
        }
        catch (InputException)
        {
            _connection.Dispose();
            throw;
        }
        _missing = new MissingNumbers(missing);
        _cancellation = cancellation;
        Columns = [.. _file.Types.Keys];
        _columns = new ParquetColumn?[Columns.Count];
    }

    public string File => _file.Path;

    public IReadOnlyList<string> Columns { get; }

    public void Select(IReadOnlyCollection<string> columns)
    {
        var expressions = new List<string>();
        for (var i = 0; i < Columns.Count; i++)
        {
            if (!columns.Contains(Columns[i], StringComparer.Ordinal))
                continue;
            _columns[i] = new ParquetColumn(_file.Types[Columns[i]], expressions.Count);
            expressions.Add(_columns[i]!.Expression(Sql.Name(Columns[i])));
        }
        ParquetFile.Guard(File, () =>
        {
            _statement = _connection.Prepare($"SELECT {string.Join(", ", expressions)} FROM {Sql.Parquet(File)}");
            _result = _statement.Stream();
            _chunks = _result.Chunks().GetEnumerator();
            return true;
        });
    }

    public bool Read()
    {
        while (++_row >= _rows)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (_chunks is null || !ParquetFile.Guard(File, MoveNext))
                return false;
        }
        return true;
    }

    public ReadOnlySpan<byte> Bytes(int column) => _columns[column]!.Bytes(_row);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public double Number(int column)
    {
        var source = _columns[column]!;
        return source.IsText
            ? _missing.TryRead(source.Bytes(_row), out var value) ? value : throw Error(column, $"{Quoted.Of(Text(column))} is not a number")
            : source.Number(_row) is var number && double.IsInfinity(number) ? throw Error(column, "is infinite") : number;
    }

    public bool TryTime(int column, TimeFormat format, out long micros)
    {
        var source = _columns[column]!;
        if (source.IsText)
            return TimeText.TryParse(source.Bytes(_row), format, out micros);
        var time = source.Micros(_row, format);
        micros = time ?? 0;
        return time is not null;
    }

    public InputException Error(int column, string problem, string? remedy = null) =>
        new(problem, File, _firstRow + _row + 1, Columns[column], remedy);

    public void Dispose()
    {
        _chunks?.Dispose();
        _result?.Dispose();
        _statement?.Dispose();
        _connection.Dispose();
    }

    private bool MoveNext()
    {
        _firstRow += _rows;
        (_row, _rows) = (0, 0);
        try
        {
            if (!_chunks!.MoveNext())
                return false;
        }
        catch (DuckDbException)
        {
            // What follows cannot be read; the next call says that the file has ended.
            _chunks = null;
            throw;
        }
        _rows = _chunks.Current.RowCount;
        _row = -1;
        foreach (var column in _columns)
            column?.Take(_chunks.Current);
        return true;
    }
}
