using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Storage;

/// <summary>Computes a <see cref="DatasetSummary"/>.</summary>
internal sealed class DatasetInspection(Dataset dataset)
{
    private readonly DatasetManifest _manifest = dataset.Manifest;
    private readonly (long Start, long End)[] _recordings =
        [.. dataset.Manifest.Recordings.Select(recording => (Micros.From(recording.Start), Micros.From(recording.End)))];

    private readonly List<string> _notes = [];
    private readonly HashSet<string> _seenEntities = new(StringComparer.Ordinal);

    public DatasetSummary Run()
    {
        var series = dataset.Series.Select(Describe).ToArray();
        NoteAbsentSignals();
        NoteSilentEntities();
        _notes.AddRange(new ClockEstimate(dataset, new ClockConfig()).Offsets.Where(clock => clock.IsSignificant).Select(clock => $"clock of {clock}"));
        if (dataset.Incidents.Count == 0)
            _notes.Add("no labels: nothing can be evaluated");
        return new DatasetSummary
        {
            Location = dataset.Location,
            Name = _manifest.Name,
            Origin = _manifest.Origin,
            Licence = _manifest.Licence,
            SchemaVersion = _manifest.SchemaVersion,
            StepSeconds = _manifest.Step.TotalSeconds,
            Fingerprint = dataset.Fingerprint,
            Recordings = [.. _manifest.Recordings.Select(Describe)],
            Entities = Count(dataset.Topology.Entities.Select(entity => DatasetLayout.Word(entity.Kind))),
            Groups = Count(dataset.Topology.Groups.Select(group => group.Kind)),
            Series = series,
            Incidents = [.. dataset.Incidents.GroupBy(incident => (incident.FaultClass, incident.Layer, incident.IsBenign))
                .Select(Describe).OrderBy(kind => kind.IsBenign).ThenBy(kind => kind.FaultClass, StringComparer.Ordinal)],
            Events = Count(dataset.Events.Select(happened => happened.Kind)),
            Import = _manifest.Import,
            Notes = _notes,
        };
    }

    private static Dictionary<string, int> Count(IEnumerable<string> words) =>
        words.CountBy(word => word, StringComparer.Ordinal).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    private static IncidentSummary Describe(IGrouping<(string FaultClass, Layer Layer, bool IsBenign), Incident> incidents)
    {
        var seconds = incidents.Select(incident => (incident.End - incident.Onset).TotalSeconds).Order().ToArray();
        var median = (seconds[(seconds.Length - 1) / 2] + seconds[seconds.Length / 2]) / 2;
        return new IncidentSummary(
            incidents.Key.FaultClass, incidents.Key.Layer, incidents.Key.IsBenign, seconds.Length, seconds[0], median, seconds[^1],
            FigureRange.Of(incidents.Select(incident => incident.Severity)), FigureRange.Of(incidents.Select(incident => incident.LostSeconds)));
    }

    private RecordingOverview Describe(Recording recording)
    {
        var labels = dataset.Incidents.Where(incident => string.Equals(incident.Recording, recording.Name, StringComparison.Ordinal)).ToArray();
        return new RecordingOverview(
            recording.Name,
            recording.Start,
            recording.End,
            [.. _manifest.Splits.Where(split => split.Value.Contains(recording.Name, StringComparer.Ordinal)).Select(split => split.Key).Order(StringComparer.Ordinal)],
            labels.Count(incident => !incident.IsBenign),
            labels.Count(incident => incident.IsBenign));
    }

    private SeriesSummary Describe(SeriesInfo info)
    {
        var file = DatasetLayout.SeriesFile(info.Layer, info.EntityKind);
        foreach (var column in info.UnreadColumns)
            _notes.Add($"{file}: column '{column}' is not numeric; it is kept but not read");
        var table = dataset.ReadSeries(info.Layer, info.EntityKind);
        _seenEntities.UnionWith(table.Entities);
        var recordingOfRow = RecordingOfRows(table);
        var outside = recordingOfRow.Count(recording => recording < 0);
        if (outside > 0)
            _notes.Add($"{file}: {outside} of {table.RowCount} rows lie in no recording; they are not used");
        var (gaps, longest) = Gaps(table, recordingOfRow);
        var due = _recordings.Sum(recording => (recording.End - recording.Start) / Micros.From(_manifest.Step)) * (double)table.Entities.Count;
        return new SeriesSummary(
            info.Layer, info.EntityKind, table.Entities.Count, table.RowCount, gaps, longest,
            [.. table.Columns.Select(column => Describe(column, info, file, recordingOfRow, due))]);
    }

    private SignalSummary Describe(SeriesColumn column, SeriesInfo info, string file, int[] recordingOfRow, double due)
    {
        var signal = dataset.SignalOf(info.Layer, info.EntityKind, column.Name);
        if (!_manifest.Signals.Contains(signal))
            _notes.Add($"{file}: column '{column.Name}' is not listed in {DatasetLayout.ManifestFile}; it is read as a gauge");
        var (count, sum, minimum, maximum) = (0L, 0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var row = 0; row < column.Values.Length; row++)
        {
            var value = column.Values[row];
            if (double.IsNaN(value) || recordingOfRow[row] < 0)
                continue;
            count++;
            sum += value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }
        if (count == 0)
        {
            _notes.Add($"{file}: '{column.Name}' has no value at all");
            return new SignalSummary(column.Name, signal.Kind, signal.Unit, 0, null, null, null);
        }
        return new SignalSummary(column.Name, signal.Kind, signal.Unit, Math.Min(1, count / due), minimum, sum / count, maximum);
    }

    private int[] RecordingOfRows(SeriesTable table)
    {
        var starts = _recordings.Select(recording => recording.Start).ToArray();
        return [.. table.TimesMicros.Select(time =>
        {
            var found = Array.BinarySearch(starts, time);
            var index = found >= 0 ? found : ~found - 1;
            return index >= 0 && time < _recordings[index].End ? index : -1;
        })];
    }

    private (int Count, double LongestSeconds) Gaps(SeriesTable table, int[] recordingOfRow)
    {
        var longestAllowed = Micros.From(_manifest.Step) * 3 / 2;
        var lastRow = new int[table.Entities.Count];
        Array.Fill(lastRow, -1);
        var (count, longest) = (0, 0L);
        for (var row = 0; row < table.RowCount; row++)
        {
            ref var last = ref lastRow[table.EntityIndex[row]];
            if (last >= 0 && recordingOfRow[last] >= 0 && recordingOfRow[last] == recordingOfRow[row]
                && table.TimesMicros[row] - table.TimesMicros[last] is var distance && distance > longestAllowed)
            {
                count++;
                longest = Math.Max(longest, distance);
            }
            last = row;
        }
        return (count, longest / (double)Micros.PerSecond);
    }

    private void NoteAbsentSignals()
    {
        var present = dataset.Series.SelectMany(info => info.Columns.Select(column => (info.Layer, info.EntityKind, column))).ToHashSet();
        foreach (var signal in _manifest.Signals.Where(signal => !present.Contains((signal.Layer, signal.EntityKind, signal.Name))))
            _notes.Add($"'{signal.Name}' of {DatasetLayout.SeriesFile(signal.Layer, signal.EntityKind)} is listed but has no column; it will be masked");
    }

    private void NoteSilentEntities()
    {
        var measured = dataset.Series.Select(info => info.EntityKind).ToHashSet();
        var silent = dataset.Topology.Entities.Where(entity => measured.Contains(entity.Kind) && !_seenEntities.Contains(entity.Id)).ToArray();
        if (silent.Length > 0)
            _notes.Add($"{silent.Length} listed entities never occur: {string.Join(", ", silent.Take(5).Select(entity => entity.Id))}{(silent.Length > 5 ? ", ..." : "")}");
    }
}
