using System.Text;

namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>A statement with bound parameters; bind all of them, execute, bind again.</summary>
public sealed class PreparedStatement : IDisposable
{
    private readonly StatementHandle _handle;

    internal PreparedStatement(StatementHandle handle) => _handle = handle;

    /// <summary>Binds SQL NULL.</summary>
    /// <param name="index">One-based position.</param>
    public PreparedStatement BindNull(int index) => Check(NativeMethods.BindNull(_handle, (ulong)index));

    /// <summary>Binds text, or NULL.</summary>
    public PreparedStatement Bind(int index, string? value)
    {
        if (value is null)
            return BindNull(index);
        var utf8 = Encoding.UTF8.GetBytes(value);
        return Check(NativeMethods.BindText(_handle, (ulong)index, utf8, (ulong)utf8.Length));
    }

    /// <summary>Binds a 64-bit integer.</summary>
    public PreparedStatement Bind(int index, long value) => Check(NativeMethods.BindInt64(_handle, (ulong)index, value));

    /// <summary>Binds a double, or NULL.</summary>
    public PreparedStatement Bind(int index, double? value) =>
        value is { } number ? Check(NativeMethods.BindDouble(_handle, (ulong)index, number)) : BindNull(index);

    /// <summary>Binds a truth value.</summary>
    public PreparedStatement Bind(int index, bool value) => Check(NativeMethods.BindBoolean(_handle, (ulong)index, value));

    /// <summary>Binds a moment as TIMESTAMP in UTC, or NULL.</summary>
    public PreparedStatement Bind(int index, DateTimeOffset? value) =>
        value is { } time ? Check(NativeMethods.BindTimestamp(_handle, (ulong)index, Micros.From(time))) : BindNull(index);

    /// <summary>Runs the statement.</summary>
    /// <exception cref="DuckDbException">With DuckDB's message.</exception>
    public QueryResult Execute()
    {
        var result = new ResultHandle();
        if (NativeMethods.ExecutePrepared(_handle, result) == 0)
            return new QueryResult(result);
        using (result)
            throw DuckDbException.From(NativeMethods.ResultError(result));
    }

    /// <summary>Runs the statement and leaves the rows in DuckDB until they are fetched: memory stays small however many there are.</summary>
    /// <remarks>Errors of later rows surface while chunks are fetched.</remarks>
    /// <exception cref="DuckDbException">With DuckDB's message.</exception>
    public QueryResult Stream()
    {
        var result = new ResultHandle();
        if (NativeMethods.ExecutePreparedStreaming(_handle, result) == 0)
            return new QueryResult(result);
        using (result)
            throw DuckDbException.From(NativeMethods.ResultError(result));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private PreparedStatement Check(int state) =>
        state == 0 ? this : throw DuckDbException.From(NativeMethods.PrepareError(_handle));
}
