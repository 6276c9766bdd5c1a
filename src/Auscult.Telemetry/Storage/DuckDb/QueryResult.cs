using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>The rows of a statement, as chunks of columns.</summary>
public sealed class QueryResult : IDisposable
{
    private readonly ResultHandle _handle;

    internal QueryResult(ResultHandle handle)
    {
        _handle = handle;
        var count = (int)NativeMethods.ColumnCount(handle);
        var columns = new (string, DuckDbType)[count];
        for (var i = 0; i < count; i++)
        {
            var name = Marshal.PtrToStringUTF8(NativeMethods.ColumnName(handle, (ulong)i)) ?? "";
            columns[i] = (name, NativeMethods.ColumnType(handle, (ulong)i));
        }
        Columns = columns;
    }

    /// <summary>Name and type of every column.</summary>
    public IReadOnlyList<(string Name, DuckDbType Type)> Columns { get; }

    /// <summary>The chunks one after another; each is valid until the next one is fetched.</summary>
    /// <exception cref="DuckDbException">A streamed result failed on the way.</exception>
    public IEnumerable<DataChunk> Chunks()
    {
        while (true)
        {
            var handle = NativeMethods.FetchChunk(_handle.Value);
            if (handle.IsInvalid)
            {
                handle.Dispose();
                if (NativeMethods.ResultError(_handle) is not 0 and var error)
                    throw DuckDbException.From(error);
                yield break;
            }
            using var chunk = new DataChunk(handle);
            yield return chunk;
        }
    }

    /// <summary>The first value of the first row, which the caller knows to be a 64-bit integer.</summary>
    public long Scalar()
    {
        foreach (var chunk in Chunks())
            return chunk.Column(0).Values<long>()[0];
        throw new DuckDbException("the statement yields no row");
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
