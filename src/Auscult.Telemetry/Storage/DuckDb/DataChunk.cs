using System.Text;

namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>Up to 2,048 rows in columns; spans point straight into DuckDB's memory and live as long as the chunk.</summary>
public sealed class DataChunk : IDisposable
{
    private readonly DataChunkHandle _handle;

    internal DataChunk(DataChunkHandle handle)
    {
        _handle = handle;
        RowCount = (int)NativeMethods.DataChunkSize(handle);
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>One column as a view.</summary>
    public VectorView Column(int index) => new(NativeMethods.DataChunkVector(_handle, (ulong)index), RowCount);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}

/// <summary>A column of a <see cref="DataChunk"/>: raw values and a mask of 64-bit words, bit set where a value is present.</summary>
public readonly unsafe ref struct VectorView
{
    private readonly nint _data;
    private readonly int _count;

    internal VectorView(nint vector, int count)
    {
        _data = NativeMethods.VectorData(vector);
        _count = count;
        var validity = NativeMethods.VectorValidity(vector);
        Validity = validity == 0 ? [] : new ReadOnlySpan<ulong>((void*)validity, (count + 63) / 64);
    }

    /// <summary>Bit <c>i % 64</c> of word <c>i / 64</c> is set where row i has a value; empty when every row has one.</summary>
    public ReadOnlySpan<ulong> Validity { get; }

    /// <summary>The raw values; those of missing rows are undefined.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => new((void*)_data, _count);

    /// <summary>Whether a row has a value.</summary>
    public bool IsValid(int row) => Validity.IsEmpty || (Validity[row >> 6] & (1UL << (row & 63))) != 0;

    /// <summary>The UTF-8 bytes of a text value (<c>duckdb_string_t</c>: up to 12 bytes inline, else a pointer).</summary>
    public ReadOnlySpan<byte> Utf8(int row)
    {
        var entry = (byte*)_data + (row * 16);
        var length = *(int*)entry;
        return new ReadOnlySpan<byte>(length <= 12 ? entry + 4 : *(byte**)(entry + 8), length);
    }

    /// <summary>A text value, or null.</summary>
    public string? Text(int row) => IsValid(row) ? Encoding.UTF8.GetString(Utf8(row)) : null;
}
