using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>
/// Rows on their way into a <see cref="SeriesStream"/>, in columns. Filled by any number of threads, each its own rows; what is not filled
/// holds what an earlier use of the block left there.
/// </summary>
public sealed class SeriesBlock
{
    /// <summary>The entity index of a row that is left out: a scrape that never happened.</summary>
    public const int Absent = -1;

    private readonly float[]?[] _floats;
    private readonly double[]?[] _doubles;
    private long[] _times = [];
    private int[] _entities = [];

    internal SeriesBlock(IReadOnlyList<DuckDbType> types)
    {
        _floats = [.. types.Select(type => type == DuckDbType.Float ? Array.Empty<float>() : null)];
        _doubles = [.. types.Select(type => type == DuckDbType.Double ? Array.Empty<double>() : null)];
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>Time of every row, microseconds since 1970-01-01 UTC.</summary>
    public Span<long> TimesMicros => _times.AsSpan(0, RowCount);

    /// <summary>Entity of every row, as an index into the stream's entities, or <see cref="Absent"/>.</summary>
    public Span<int> Entities => _entities.AsSpan(0, RowCount);

    /// <summary>The values of a column that is no counter, one per row; NaN where nothing was seen.</summary>
    /// <param name="column">Index into the stream's columns.</param>
    /// <exception cref="ArgumentException">The column is a counter: see <see cref="Doubles"/>.</exception>
    public Span<float> Floats(int column)
    {
        var values = _floats[column] ?? throw new ArgumentException($"column {column} is a counter: it has doubles", nameof(column));
        return values.AsSpan(0, RowCount);
    }

    /// <summary>The values of a counter, one per row; NaN where nothing was seen.</summary>
    /// <param name="column">Index into the stream's columns.</param>
    /// <exception cref="ArgumentException">The column is no counter: see <see cref="Floats"/>.</exception>
    public Span<double> Doubles(int column)
    {
        var values = _doubles[column] ?? throw new ArgumentException($"column {column} is no counter: it has floats", nameof(column));
        return values.AsSpan(0, RowCount);
    }

    /// <summary>Copies rows of a table, from <paramref name="first"/> on.</summary>
    internal void Fill(SeriesTable table, int first)
    {
        table.TimesMicros.AsSpan(first, RowCount).CopyTo(TimesMicros);
        table.EntityIndex.AsSpan(first, RowCount).CopyTo(Entities);
        for (var column = 0; column < table.Columns.Count; column++)
        {
            var values = table.Columns[column].Values.AsSpan(first, RowCount);
            if (_doubles[column] is not null)
            {
                values.CopyTo(Doubles(column));
                continue;
            }
            var target = Floats(column);
            for (var row = 0; row < target.Length; row++)
                target[row] = (float)values[row];
        }
    }

    internal void Resize(int rowCount)
    {
        if (_times.Length < rowCount)
        {
            _times = new long[rowCount];
            _entities = new int[rowCount];
            for (var column = 0; column < _floats.Length; column++)
            {
                if (_floats[column] is not null)
                    _floats[column] = new float[rowCount];
                else
                    _doubles[column] = new double[rowCount];
            }
        }
        RowCount = rowCount;
    }
}
