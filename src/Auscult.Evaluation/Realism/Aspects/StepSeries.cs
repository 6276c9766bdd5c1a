using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>The steps of one rank in one recording, one value per step.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="EndMicros">When each step was told, microseconds since 1970.</param>
/// <param name="Seconds">How long it took; NaN where it is not told.</param>
/// <param name="Loss">Its loss; NaN where it is not told.</param>
internal sealed record StepSeries(Recording Recording, long[] EndMicros, double[] Seconds, double[] Loss)
{
    private const string SecondsColumn = "step_seconds";
    private const string CountColumn = "steps_total";
    private const string LossColumn = "loss";

    /// <summary>
    /// Of each recording, the rank that told most step times, or losses where no rank told a time. Exporters may repeat a gauge between two
    /// steps: where steps are counted, a row counts only when the counter has moved.
    /// </summary>
    public static IEnumerable<StepSeries> Of(Dataset dataset)
    {
        // A job may tell of its steps per rank or once for all.
        var info = dataset.Series.Where(series => series.Layer == Layer.Model && series.EntityKind is EntityKind.Rank or EntityKind.Cluster)
            .OrderByDescending(series => series.Columns.Count(name => name is SecondsColumn or LossColumn)).FirstOrDefault();
        string[] columns = [.. new[] { SecondsColumn, LossColumn, CountColumn }.Where(name => info?.Columns.Contains(name, StringComparer.Ordinal) == true)];
        if (info is null || columns.All(name => name == CountColumn))
            yield break;
        foreach (var recording in dataset.Manifest.Recordings)
        {
            var table = dataset.ReadSeries(
                Layer.Model, info.EntityKind, new SeriesFilter { Columns = columns, From = recording.Start, Until = recording.End });
            if (BestRank(table) is { } entity)
                yield return Extract(table, entity, recording);
        }
    }

    private static int? BestRank(SeriesTable table)
    {
        foreach (var name in new[] { SecondsColumn, LossColumn })
        {
            var told = new int[table.Entities.Count];
            var values = Column(table, name);
            for (var row = 0; row < table.RowCount && values is not null; row++)
                told[table.EntityIndex[row]] += double.IsNaN(values[row]) ? 0 : 1;
            if (told.DefaultIfEmpty(0).Max() > 0)
                return Array.IndexOf(told, told.Max());
        }
        return null;
    }

    private static StepSeries Extract(SeriesTable table, int entity, Recording recording)
    {
        var (seconds, loss, count) = (Column(table, SecondsColumn), Column(table, LossColumn), Column(table, CountColumn));
        var (times, durations, losses) = (new List<long>(), new List<double>(), new List<double>());
        var last = double.NaN;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.EntityIndex[row] != entity)
                continue;
            var (duration, value, steps) = (At(seconds, row), At(loss, row), At(count, row));
            if ((double.IsNaN(duration) && double.IsNaN(value)) || (!double.IsNaN(steps) && steps == last))
                continue;
            last = double.IsNaN(steps) ? last : steps;
            times.Add(table.TimesMicros[row]);
            durations.Add(duration);
            losses.Add(value);
        }
        return new StepSeries(recording, [.. times], [.. durations], [.. losses]);
    }

    private static double[]? Column(SeriesTable table, string name) => table.Columns.FirstOrDefault(column => column.Name == name)?.Values;

    private static double At(double[]? values, int row) => values is null ? double.NaN : values[row];
}
