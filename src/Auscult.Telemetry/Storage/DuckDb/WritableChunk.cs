namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>A chunk of DuckDB's to be filled column by column; it is valid until the call that received it returns.</summary>
public readonly ref struct WritableChunk
{
    private readonly nint _chunk;

    internal WritableChunk(nint chunk) => _chunk = chunk;

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

    private nint Vector(int index) => NativeMethods.RawChunkVector(_chunk, (ulong)index);
}
