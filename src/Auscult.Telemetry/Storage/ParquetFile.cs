using Auscult.Foundation;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>A Parquet file as an input: its columns are known and checked before a value is read.</summary>
internal sealed class ParquetFile
{
    private readonly DuckDbConnection _connection;

    private ParquetFile(DuckDbConnection connection, string path, string name, IReadOnlyDictionary<string, string> types) =>
        (_connection, Path, Name, Types) = (connection, path, name, types);

    public string Path { get; }

    /// <summary>The path as the user knows it, for messages.</summary>
    public string Name { get; }

    /// <summary>Column name to DuckDB's name of its type, in file order.</summary>
    public IReadOnlyDictionary<string, string> Types { get; }

    /// <exception cref="InputException">The file is missing or not a whole Parquet file.</exception>
    public static ParquetFile Open(DuckDbConnection connection, string path, string? remedyWhenMissing = null)
    {
        if (!File.Exists(path))
            throw new InputException("no such file", path, remedy: remedyWhenMissing);
        return Guard(path, () =>
        {
            var types = new Dictionary<string, string>(StringComparer.Ordinal);
            using var result = connection.Query($"DESCRIBE SELECT * FROM {Sql.Parquet(path)}");
            foreach (var chunk in result.Chunks())
            {
                for (var row = 0; row < chunk.RowCount; row++)
                    types.Add(chunk.Column(0).Text(row)!, chunk.Column(1).Text(row)!);
            }
            return new ParquetFile(connection, path, path, types);
        });
    }

    public long CountRows() => Guard(Path, () =>
    {
        using var result = _connection.Query($"SELECT count(*) FROM {Sql.Parquet(Path)}");
        return result.Scalar();
    });

    /// <summary>Refuses a file without a column of one of the given types.</summary>
    /// <exception cref="InputException">The column is missing or of another type.</exception>
    public void Require(string column, string types)
    {
        if (!Types.TryGetValue(column, out var type))
            throw new InputException($"column '{column}' is missing", Name, remedy: $"the file has {string.Join(", ", Types.Keys)}");
        if (!types.Split('|').Contains(type, StringComparer.Ordinal))
            throw new InputException($"has type {type}", Name, column: column, remedy: $"expected {types.Replace("|", " or ", StringComparison.Ordinal)}");
    }

    /// <summary>A column for <see cref="Read"/> that is NULL where the file lacks it.</summary>
    public (string Name, string Types, string Expression) Optional(string name, string types, string expression) =>
        Types.ContainsKey(name) ? (name, types, expression) : (name, "", "NULL");

    /// <summary>Reads all rows of a small table in file order; further columns of the file are left alone.</summary>
    /// <param name="columns">Name, accepted types (none: the column need not be there) and the SQL expression that yields the value.</param>
    /// <param name="read">Makes a value from one row.</param>
    public List<T> Read<T>(IReadOnlyList<(string Name, string Types, string Expression)> columns, Func<DataChunk, int, T> read)
    {
        foreach (var (name, types, _) in columns.Where(column => column.Types.Length > 0))
            Require(name, types);
        return Guard(Path, () =>
        {
            var rows = new List<T>();
            using var result = _connection.Query($"SELECT {string.Join(", ", columns.Select(column => column.Expression))} FROM {Sql.Parquet(Path)}");
            foreach (var chunk in result.Chunks())
            {
                for (var row = 0; row < chunk.RowCount; row++)
                    rows.Add(read(chunk, row));
            }
            return rows;
        });
    }

    /// <summary>A text that must be there.</summary>
    public string Text(DataChunk chunk, int row, int index, string column) =>
        chunk.Column(index).Text(row) is { Length: > 0 } text ? text : throw new InputException("is empty", Name, row + 1, column);

    /// <summary>A moment that must be there.</summary>
    public DateTimeOffset Time(DataChunk chunk, int row, int index, string column) =>
        chunk.Column(index) is var view && view.IsValid(row)
            ? Micros.ToTime(view.Values<long>()[row])
            : throw new InputException("is empty", Name, row + 1, column);

    /// <summary>A word of an enumeration that must be there.</summary>
    public TWord Word<TWord>(DataChunk chunk, int row, int index, string column)
        where TWord : struct, Enum
    {
        var text = Text(chunk, row, index, column);
        return DatasetLayout.TryParse<TWord>(text, out var word)
            ? word
            : throw new InputException($"'{text}' is not known", Name, row + 1, column, NearestName.Suggest(text, DatasetLayout.Words<TWord>()));
    }

    /// <summary>Turns DuckDB's complaint about a file into one line that names it.</summary>
    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (DuckDbException e)
        {
            throw new InputException($"not a readable Parquet file ({e.Brief})", path, remedy: "copy it again from its source", inner: e);
        }
    }
}
