using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Exporting;

/// <summary>The rows of one table in one block of time. The arrays are used again for the next block.</summary>
/// <param name="layer">The modality.</param>
/// <param name="entityKind">What the rows are about.</param>
/// <param name="entities">Entity ids that <see cref="EntityIndex"/> refers to.</param>
/// <param name="columns">Names of the columns.</param>
internal sealed class SeriesBlock(Layer layer, EntityKind entityKind, IReadOnlyList<string> entities, IReadOnlyList<string> columns)
{
    /// <summary>The modality.</summary>
    public Layer Layer => layer;

    /// <summary>What the rows are about.</summary>
    public EntityKind EntityKind => entityKind;

    /// <summary>Entity ids that <see cref="EntityIndex"/> refers to.</summary>
    public IReadOnlyList<string> Entities => entities;

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>Number of rows; the arrays may be longer.</summary>
    public int RowCount { get; private set; }

    /// <summary>Time of every row, microseconds since 1970-01-01 UTC.</summary>
    public long[] TimesMicros { get; private set; } = [];

    /// <summary>Entity of every row.</summary>
    public int[] EntityIndex { get; private set; } = [];

    /// <summary>Values of every column; NaN where nothing was seen.</summary>
    public double[][] Values { get; private set; } = [.. columns.Select(_ => Array.Empty<double>())];

    /// <summary>Makes room for that many rows.</summary>
    public void Reserve(int rowCount)
    {
        RowCount = rowCount;
        if (TimesMicros.Length >= rowCount)
            return;
        (TimesMicros, EntityIndex) = (new long[rowCount], new int[rowCount]);
        Values = [.. columns.Select(_ => new double[rowCount])];
    }
}

/// <summary>Takes the rows of a simulation.</summary>
internal interface ISeriesSink
{
    /// <summary>Takes a block; its arrays may be used again after the call.</summary>
    void Write(SeriesBlock block);
}
