using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Csv;

/// <summary>A plain CSV or TSV file, wide (one column per signal) or long (one row per value), read by a <see cref="CsvMapping"/>.</summary>
/// <remarks>
/// Columns that the mapping does not list are left out. A text in a numeric column, a missing column, a row of another width, and time that
/// repeats or goes back within an entity (in long files: within a signal of an entity) are errors at file, line and column.
/// </remarks>
public sealed class CsvSource(string path, CsvMapping mapping) : IDatasetSource
{
    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        using var reader = DelimitedReader.Open(path, mapping.Delimiter, missing: mapping.Missing);
        var rows = mapping.LongNameColumn is null ? ReadWide(reader) : ReadLong(reader);
        if (rows.Count == 0)
            throw new InputException("the file has a header but no row", path);
        if (!rows.HasAnyValue)
            throw new InputException("no signal has a single value", path, remedy: "check the mapping's columns and missing values");
        var recordings = Recordings(rows);
        var manifest = new DatasetManifest
        {
            Name = mapping.Name,
            Step = mapping.Step,
            Origin = mapping.Origin,
            Licence = mapping.Licence,
            Recordings = recordings,
            Signals = [.. mapping.Signals.Select(signal => signal.Value).OrderBy(signal => signal.Layer)],
        };
        return new MemoryDataset(
            path,
            manifest,
            new Topology([.. rows.Entities.Select(id => new Entity(id, mapping.EntityKind))], []),
            rows.ToSeries(mapping),
            CsvLabels.Incidents(rows, mapping, recordings));
    }

    private CsvRows ReadWide(DelimitedReader reader)
    {
        var time = reader.IndexOf(mapping.TimeColumn);
        var entity = mapping.EntityColumn is { } name ? reader.IndexOf(name) : -1;
        var label = mapping.LabelColumn is { } labelName ? reader.IndexOf(labelName) : -1;
        var positions = mapping.Signals.Select(signal => reader.IndexOf(signal.Key)).ToArray();
        var rows = new CsvRows(positions.Length);
        while (reader.Read())
        {
            var micros = ReadTime(reader, time);
            var index = rows.EntityIndex(ReadEntity(reader, entity));
            if (!rows.TryAdd(index, micros, out var row))
                throw OutOfOrder(reader, time);
            for (var i = 0; i < positions.Length; i++)
                rows.Set(row, i, reader.Number(positions[i]));
            if (label >= 0)
                rows.SetLabel(row, reader.Text(label));
        }
        return rows;
    }

    private CsvRows ReadLong(DelimitedReader reader)
    {
        var time = reader.IndexOf(mapping.TimeColumn);
        var entity = mapping.EntityColumn is { } name ? reader.IndexOf(name) : -1;
        var label = mapping.LabelColumn is { } labelName ? reader.IndexOf(labelName) : -1;
        var signalColumn = reader.IndexOf(mapping.LongNameColumn!);
        var valueColumn = reader.IndexOf(mapping.LongValueColumn!);
        var signalOf = mapping.Signals.Select((signal, i) => (signal.Key, i)).ToDictionary(pair => pair.Key, pair => pair.i, StringComparer.Ordinal);
        var last = new Dictionary<(int Entity, int Signal), long>();
        var rows = new CsvRows(signalOf.Count);
        while (reader.Read())
        {
            if (!signalOf.TryGetValue(reader.Text(signalColumn), out var signal))
                continue;
            var micros = ReadTime(reader, time);
            var index = rows.EntityIndex(ReadEntity(reader, entity));
            if (last.TryGetValue((index, signal), out var previous) && micros <= previous)
                throw OutOfOrder(reader, time);
            last[(index, signal)] = micros;
            var row = rows.AddOrFind(index, micros);
            rows.Set(row, signal, reader.Number(valueColumn));
            if (label >= 0)
                rows.SetLabel(row, reader.Text(label));
        }
        rows.SortByTime();
        return rows;
    }

    private long ReadTime(DelimitedReader reader, int column) => mapping.ParseTime(reader.Text(column))
        ?? throw reader.Error(column, $"'{reader.Text(column)}' is not a time", $"the mapping says {DatasetLayout.Word(mapping.TimeFormat)}");

    private string ReadEntity(DelimitedReader reader, int column)
    {
        if (column < 0)
            return mapping.EntityId;
        return reader.Text(column) is { Length: > 0 } id ? id : throw reader.Error(column, "is empty", "every row needs an entity");
    }

    private static InputException OutOfOrder(DelimitedReader reader, int time) =>
        reader.Error(time, $"time '{reader.Text(time)}' repeats or goes back", "sort the file by time and drop duplicates");

    private List<Recording> Recordings(CsvRows rows)
    {
        var times = rows.DistinctTimes();
        var gap = mapping.RecordingGap is { } longest ? Micros.From(longest) : long.MaxValue;
        var recordings = new List<Recording>();
        var first = 0;
        for (var i = 1; i <= times.Length; i++)
        {
            if (i < times.Length && times[i] - times[i - 1] <= gap)
                continue;
            recordings.Add(new Recording($"part{recordings.Count}", Micros.ToTime(times[first]), End(times, i - 1)));
            first = i;
        }
        return recordings;
    }

    /// <summary>One step after the last sample, but not into the next recording.</summary>
    private DateTimeOffset End(long[] times, int last)
    {
        var end = times[last] + Micros.From(mapping.Step);
        return Micros.ToTime(last + 1 < times.Length ? Math.Min(end, times[last + 1]) : end);
    }
}
