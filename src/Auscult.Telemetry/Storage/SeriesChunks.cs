using System.Runtime.Intrinsics;
using System.Text;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>Cuts blocks of any length into DuckDB's full chunks: how rows are grouped in the file depends on the rows alone.</summary>
/// <param name="entities">What the entity indices of the blocks refer to.</param>
/// <param name="types">Types of the value columns.</param>
/// <param name="next">Gives back the block that was used up, if any, and takes the next one, or null at the end.</param>
internal sealed class SeriesChunks(IReadOnlyList<string> entities, IReadOnlyList<DuckDbType> types, Func<SeriesBlock?, SeriesBlock?> next)
{
    private readonly byte[][] _entities = [.. entities.Select(Encoding.UTF8.GetBytes)];
    private SeriesBlock? _block;
    private int _row;

    /// <summary>Fills a chunk of (time, entity, values...).</summary>
    public int Fill(WritableChunk chunk)
    {
        var filled = 0;
        while (filled < WritableChunk.Capacity)
        {
            if (_block is null || _row == _block.RowCount)
            {
                _row = 0;
                _block = next(_block);
                if (_block is null)
                    break;
            }
            var count = PresentRows(WritableChunk.Capacity - filled);
            if (count > 0)
                Copy(chunk, filled, count);
            filled += count;
            _row += count;
        }
        for (var column = 0; column < types.Count; column++)
        {
            if (types[column] == DuckDbType.Float)
                MaskMissing(chunk.Column<float>(column + 2)[..filled], chunk, column + 2);
            else
                MaskMissing(chunk.Column<double>(column + 2)[..filled], chunk, column + 2);
        }
        return filled;
    }

    /// <summary>Skips absent rows; the number of present ones that follow, at most <paramref name="limit"/>.</summary>
    private int PresentRows(int limit)
    {
        var rows = _block!.Entities;
        while (_row < rows.Length && rows[_row] == SeriesBlock.Absent)
            _row++;
        var rest = rows[_row..];
        var count = rest.IndexOf(SeriesBlock.Absent);
        return Math.Min(limit, count < 0 ? rest.Length : count);
    }

    private void Copy(WritableChunk chunk, int filled, int count)
    {
        _block!.TimesMicros.Slice(_row, count).CopyTo(chunk.Column<long>(0)[filled..]);
        var rows = _block.Entities.Slice(_row, count);
        for (var i = 0; i < count; i++)
            chunk.SetText(1, filled + i, _entities[rows[i]]);
        for (var column = 0; column < types.Count; column++)
        {
            if (types[column] == DuckDbType.Float)
                _block.Floats(column).Slice(_row, count).CopyTo(chunk.Column<float>(column + 2)[filled..]);
            else
                _block.Doubles(column).Slice(_row, count).CopyTo(chunk.Column<double>(column + 2)[filled..]);
        }
    }

    /// <summary>NaN is NULL on disk.</summary>
    private static void MaskMissing<T>(ReadOnlySpan<T> values, WritableChunk chunk, int column)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Span<ulong> validity = default;
        for (var word = 0; word * 64 < values.Length; word++)
        {
            var part = values[(word * 64)..Math.Min(values.Length, (word + 1) * 64)];
            var present = Present(part);
            if (present == ulong.MaxValue >> (64 - part.Length))
                continue;
            if (validity.IsEmpty)
                validity = chunk.Validity(column);
            validity[word] = present;
        }
    }

    /// <summary>Bit i is set where value i is a number; up to 64 values.</summary>
    private static ulong Present<T>(ReadOnlySpan<T> values)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var (bits, i) = (0UL, 0);
        for (; i + Vector256<T>.Count <= values.Length; i += Vector256<T>.Count)
        {
            var part = Vector256.Create(values[i..]);
            bits |= (ulong)Vector256.Equals(part, part).ExtractMostSignificantBits() << i;
        }
        for (; i < values.Length; i++)
            bits |= T.IsNaN(values[i]) ? 0 : 1UL << i;
        return bits;
    }
}
