using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Exporting;

/// <summary>The rows of one table in one block of time. The arrays are used again for the next block.</summary>
/// <param name="layer">The modality.</param>
/// <param name="entityKind">What the rows are about.</param>
/// <param name="entities">Entity ids that <see cref="EntityIndex"/> refers to.</param>
/// <param name="columns">Names of the columns, and whether they are counters.</param>
internal sealed class SeriesBlock(
    Layer layer, EntityKind entityKind, IReadOnlyList<string> entities, IReadOnlyList<(string Name, bool IsCounter)> columns)
{
    private readonly float[]?[] _floats = [.. columns.Select(column => column.IsCounter ? null : Array.Empty<float>())];
    private readonly double[]?[] _doubles = [.. columns.Select(column => column.IsCounter ? Array.Empty<double>() : null)];
    private long[] _times = [];
    private int[] _entities = [];

    /// <summary>The modality.</summary>
    public Layer Layer => layer;

    /// <summary>What the rows are about.</summary>
    public EntityKind EntityKind => entityKind;

    /// <summary>Whether it is the simulator's hidden state, which is not telemetry.</summary>
    public bool IsTruth { get; init; }

    /// <summary>Entity ids that <see cref="EntityIndex"/> refers to.</summary>
    public IReadOnlyList<string> Entities => entities;

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; } = [.. columns.Select(column => column.Name)];

    /// <summary>Number of rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>Time of every row, microseconds since 1970-01-01 UTC.</summary>
    public Span<long> TimesMicros => _times.AsSpan(0, RowCount);

    /// <summary>Entity of every row.</summary>
    public Span<int> EntityIndex => _entities.AsSpan(0, RowCount);

    /// <summary>Whether a column is a counter, which has <see cref="Doubles"/>; the others have <see cref="Floats"/>.</summary>
    public bool IsCounter(int column) => _doubles[column] is not null;

    /// <summary>Values of a gauge, NaN where nothing was seen.</summary>
    public Span<float> Floats(int column) => _floats[column].AsSpan(0, RowCount);

    /// <summary>Values of a counter, NaN where nothing was seen.</summary>
    public Span<double> Doubles(int column) => _doubles[column].AsSpan(0, RowCount);

    /// <summary>Makes room for that many rows.</summary>
    public void Reserve(int rowCount)
    {
        RowCount = rowCount;
        if (_times.Length >= rowCount)
            return;
        (_times, _entities) = (new long[rowCount], new int[rowCount]);
        for (var column = 0; column < _floats.Length; column++)
        {
            if (_floats[column] is not null)
                _floats[column] = new float[rowCount];
            else
                _doubles[column] = new double[rowCount];
        }
    }
}

/// <summary>Takes the rows of a simulation.</summary>
internal interface ISeriesSink
{
    /// <summary>Takes a block; its arrays may be used again after the call.</summary>
    void Write(SeriesBlock block);
}
