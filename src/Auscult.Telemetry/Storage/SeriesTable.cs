using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Storage;

/// <summary>The values of one signal, one per row of its <see cref="SeriesTable"/>.</summary>
/// <param name="Name">Name of the signal.</param>
/// <param name="Values">One value per row; NaN where nothing was seen (NULL on disk).</param>
public sealed record SeriesColumn(string Name, double[] Values);

/// <summary>Raw samples of one layer and one kind of entity, in columns: row i is one entity at one time.</summary>
/// <remarks>Rows of one entity are in strictly increasing time order; entities may interleave in any way.</remarks>
public sealed class SeriesTable
{
    /// <param name="entities">The entity ids that <paramref name="entityIndex"/> refers to.</param>
    /// <param name="timesMicros">Time of every row, microseconds since 1970-01-01 UTC.</param>
    /// <param name="entityIndex">Entity of every row, as an index into <paramref name="entities"/>.</param>
    /// <param name="columns">The signals, each as long as there are rows.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public SeriesTable(IReadOnlyList<string> entities, long[] timesMicros, int[] entityIndex, IReadOnlyList<SeriesColumn> columns)
    {
        if (entityIndex.Length != timesMicros.Length)
            throw new ArgumentException($"{entityIndex.Length} entity indices for {timesMicros.Length} rows", nameof(entityIndex));
        foreach (var column in columns)
        {
            if (column.Values.Length != timesMicros.Length)
                throw new ArgumentException($"column '{column.Name}' has {column.Values.Length} values for {timesMicros.Length} rows", nameof(columns));
        }
        (Entities, TimesMicros, EntityIndex, Columns) = (entities, timesMicros, entityIndex, columns);
    }

    /// <summary>The entity ids that occur.</summary>
    public IReadOnlyList<string> Entities { get; }

    /// <summary>Time of every row, microseconds since 1970-01-01 UTC.</summary>
    public long[] TimesMicros { get; }

    /// <summary>Entity of every row, as an index into <see cref="Entities"/>.</summary>
    public int[] EntityIndex { get; }

    /// <summary>The signals.</summary>
    public IReadOnlyList<SeriesColumn> Columns { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => TimesMicros.Length;

    /// <summary>The first row that repeats or goes back in the time of its entity, or -1.</summary>
    public int FirstUnorderedRow()
    {
        var last = new long[Entities.Count];
        Array.Fill(last, long.MinValue);
        for (var row = 0; row < TimesMicros.Length; row++)
        {
            ref var previous = ref last[EntityIndex[row]];
            if (TimesMicros[row] <= previous)
                return row;
            previous = TimesMicros[row];
        }
        return -1;
    }
}

/// <summary>What a series file holds, without its values.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="EntityKind">What the rows are about.</param>
/// <param name="Columns">Names of the numeric signal columns.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="UnreadColumns">Columns that are neither numeric nor listed in the manifest: kept on disk, not read.</param>
public sealed record SeriesInfo(
    Layer Layer, EntityKind EntityKind, IReadOnlyList<string> Columns, long RowCount, IReadOnlyList<string> UnreadColumns);

/// <summary>Which part of a series to read; everything that is null is not restricted.</summary>
public sealed record SeriesFilter
{
    /// <summary>Entity ids.</summary>
    public IReadOnlyCollection<string>? Entities { get; init; }

    /// <summary>Signal names; unknown ones are an error.</summary>
    public IReadOnlyCollection<string>? Columns { get; init; }

    /// <summary>First moment, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Last moment, exclusive.</summary>
    public DateTimeOffset? Until { get; init; }
}
