using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>
/// Reads the tables of a dataset: once when all of them fit into memory together, else in groups of columns that do.
/// </summary>
internal sealed class TableReader(Dataset dataset, long memoryBudget)
{
    private readonly Dictionary<(Layer, EntityKind), SeriesTable> _kept = [];

    /// <summary>Whether each table is read once.</summary>
    public bool KeepsTables { get; } = dataset.Series.Sum(Size) <= memoryBudget;

    /// <summary>Tables that together hold the wanted columns, each with all rows.</summary>
    public IEnumerable<SeriesTable> Read(SeriesInfo info, IReadOnlyList<string> columns)
    {
        if (KeepsTables)
        {
            if (!_kept.TryGetValue((info.Layer, info.EntityKind), out var table))
                _kept.Add((info.Layer, info.EntityKind), table = dataset.ReadSeries(info.Layer, info.EntityKind));
            yield return table;
            yield break;
        }
        var atOnce = (int)Math.Clamp(memoryBudget / (sizeof(double) * Math.Max(1, info.RowCount)), 1, columns.Count);
        foreach (var group in columns.Chunk(atOnce))
            yield return dataset.ReadSeries(info.Layer, info.EntityKind, new SeriesFilter { Columns = group });
    }

    private static long Size(SeriesInfo info) => info.RowCount * (info.Columns.Count + 2L) * sizeof(double);
}
