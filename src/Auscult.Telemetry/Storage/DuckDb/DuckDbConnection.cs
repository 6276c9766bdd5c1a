namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>A DuckDB database in memory or in a file, with one connection. Not for use by several threads at once.</summary>
public sealed class DuckDbConnection : IDisposable
{
    private readonly DatabaseHandle _database;
    private readonly ConnectionHandle _connection;

    private DuckDbConnection(DatabaseHandle database, ConnectionHandle connection) => (_database, _connection) = (database, connection);

    internal ConnectionHandle Handle => _connection;

    /// <summary>Opens a database; it never reaches for the network (extensions are neither installed nor loaded on demand).</summary>
    /// <param name="path">A database file, or null for a database in memory.</param>
    /// <exception cref="DuckDbException">The file is not a database or cannot be opened.</exception>
    /// <exception cref="Foundation.InputException">libduckdb is missing; says what to type.</exception>
    public static DuckDbConnection Open(string? path = null)
    {
        if (NativeMethods.Open(path, out var database) != 0)
        {
            database.Dispose();
            throw new DuckDbException($"cannot open the database '{path ?? ":memory:"}'");
        }
        if (NativeMethods.Connect(database, out var connection) != 0)
        {
            connection.Dispose();
            database.Dispose();
            throw new DuckDbException($"cannot connect to the database '{path ?? ":memory:"}'");
        }
        var opened = new DuckDbConnection(database, connection);
        // Without a folder of its own, a query larger than memory would spill into the user's working directory.
        var spill = Sql.Literal(Path.Combine(Path.GetTempPath(), $"auscult-duckdb-{Environment.ProcessId}"));
        opened.Execute(
            $"SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET TimeZone = 'UTC'; SET temp_directory = {spill};");
        return opened;
    }

    /// <summary>Runs one or more statements and returns the rows of the last one.</summary>
    /// <exception cref="DuckDbException">With DuckDB's message.</exception>
    public QueryResult Query(string sql)
    {
        var result = new ResultHandle();
        if (NativeMethods.Query(_connection, sql, result) == 0)
            return new QueryResult(result);
        using (result)
            throw DuckDbException.From(NativeMethods.ResultError(result));
    }

    /// <summary>Runs statements that yield no rows.</summary>
    /// <exception cref="DuckDbException">With DuckDB's message.</exception>
    public void Execute(string sql) => Query(sql).Dispose();

    /// <summary>Prepares a statement with parameters <c>?</c> or <c>$1</c>.</summary>
    /// <exception cref="DuckDbException">With DuckDB's message.</exception>
    public PreparedStatement Prepare(string sql)
    {
        if (NativeMethods.Prepare(_connection, sql, out var statement) == 0)
            return new PreparedStatement(statement);
        using (statement)
            throw DuckDbException.From(NativeMethods.PrepareError(statement));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }
}
