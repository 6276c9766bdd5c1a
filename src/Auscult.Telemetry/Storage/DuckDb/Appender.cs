namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>
/// Bulk writer: fill the columns of the current chunk through spans, then <see cref="Flush"/> it. A chunk holds
/// <see cref="Capacity"/> rows.
/// </summary>
public sealed class Appender : IDisposable
{
    private readonly AppenderHandle _handle;
    private readonly DataChunkHandle _chunk;

    private Appender(AppenderHandle handle, DataChunkHandle chunk) => (_handle, _chunk) = (handle, chunk);

    /// <summary>Rows per chunk (DuckDB's vector size).</summary>
    public static int Capacity { get; } = (int)NativeMethods.VectorSize();

    /// <summary>Room for the values of a column.</summary>
    public unsafe Span<T> Column<T>(int index)
        where T : unmanaged => new((void*)NativeMethods.VectorData(Vector(index)), Capacity);

    /// <summary>A mask to clear bits in where values are missing; it starts with every bit set.</summary>
    public unsafe Span<ulong> Validity(int index)
    {
        var vector = Vector(index);
        NativeMethods.EnsureValidityWritable(vector);
        return new Span<ulong>((void*)NativeMethods.VectorValidity(vector), (Capacity + 63) / 64);
    }

    /// <summary>Sets a text value.</summary>
    public void SetText(int index, int row, ReadOnlySpan<byte> utf8) =>
        NativeMethods.AssignString(Vector(index), (ulong)row, utf8, (ulong)utf8.Length);

    /// <summary>Appends the first <paramref name="rowCount"/> rows of the chunk to the table and empties the chunk.</summary>
    /// <exception cref="DuckDbException">With DuckDB's message.</exception>
    public void Flush(int rowCount)
    {
        NativeMethods.SetDataChunkSize(_chunk, (ulong)rowCount);
        Check(NativeMethods.AppendDataChunk(_handle, _chunk));
        NativeMethods.ResetDataChunk(_chunk);
    }

    /// <summary>Makes the rows visible in the table; nothing can be appended afterwards.</summary>
    /// <exception cref="DuckDbException">With DuckDB's message.</exception>
    public void Complete() => Check(NativeMethods.CloseAppender(_handle));

    /// <inheritdoc/>
    public void Dispose()
    {
        _chunk.Dispose();
        _handle.Dispose();
    }

    internal static Appender Create(DuckDbConnection connection, string table, IReadOnlyList<DuckDbType> columns)
    {
        if (NativeMethods.CreateAppender(connection.Handle, schema: null, table, out var appender) != 0)
        {
            using (appender)
                throw DuckDbException.From(NativeMethods.AppenderError(appender));
        }
        var types = columns.Select(NativeMethods.CreateLogicalType).ToArray();
        try
        {
            return new Appender(appender, NativeMethods.CreateDataChunk(types, (ulong)types.Length));
        }
        finally
        {
            foreach (ref var type in types.AsSpan())
                NativeMethods.DestroyLogicalType(ref type);
        }
    }

    private nint Vector(int index) => NativeMethods.DataChunkVector(_chunk, (ulong)index);

    private void Check(int state)
    {
        if (state != 0)
            throw DuckDbException.From(NativeMethods.AppenderError(_handle));
    }
}
