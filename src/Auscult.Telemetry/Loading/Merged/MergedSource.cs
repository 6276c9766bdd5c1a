using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Merged;

/// <summary>
/// Several dataset folders as one: entities of the same name are the same, and samples, labels, events and groups lie side by side.
/// What was imported from metrics, logs and schedulers thus comes onto one topology and one clock.
/// </summary>
/// <remarks>
/// Recordings that overlap become one; the splits of a folder stay where its recordings do. Of two samples of one signal, entity and
/// moment the later folder's stays. A signal must mean the same in every folder.
/// </remarks>
/// <param name="folders">The folders, in order.</param>
/// <param name="node">The node of ranks, accelerators and the like that no folder places on one; null leaves them where they are.</param>
/// <param name="step">Nominal sampling step; null: what most signals have.</param>
public sealed class MergedSource(IReadOnlyList<string> folders, string? node = null, TimeSpan? step = null) : IDatasetSource
{
    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        if (folders.Count < 2)
            throw new InputException("data.root: two folders or more are needed", remedy: "write data.root=DIR1,DIR2");
        var datasets = folders.Select(Dataset.Open).ToArray();
        var builder = new DatasetBuilder(string.Join(',', folders), context);
        AddEntities(datasets, builder);
        var signals = new Dictionary<(Layer, EntityKind, string), (Signal Signal, string Folder)>();
        for (var i = 0; i < datasets.Length; i++)
        {
            foreach (var signal in datasets[i].Manifest.Signals)
                CheckSignal(signals, signal, folders[i]);
            AddSamples(datasets[i], builder, signals, context.Cancellation);
        }
        AddLabels(datasets, builder);
        var recordings = Recordings(datasets);
        return builder.Build(new DatasetHead
        {
            Name = string.Join('+', datasets.Select(dataset => dataset.Manifest.Name).Distinct(StringComparer.Ordinal)),
            Source = "merge",
            Origin = string.Join("; ", datasets.Select(dataset => dataset.Manifest.Origin).Distinct(StringComparer.Ordinal)),
            Licence = string.Join(" AND ", datasets.Select(dataset => dataset.Manifest.Licence).Distinct(StringComparer.Ordinal)),
            Step = step,
            Recordings = recordings,
            Splits = Splits(datasets, recordings),
            Unmapped = [.. datasets.SelectMany(dataset => dataset.Manifest.Import?.Unmapped ?? []).DistinctBy(metric => metric.Name)],
        });
    }

    // An entity that one folder places and another does not is placed.
    private void AddEntities(Dataset[] datasets, DatasetBuilder builder)
    {
        var entities = datasets.SelectMany(dataset => dataset.Topology.Entities).ToArray();
        var parents = entities.Where(entity => entity.Parent is not null).DistinctBy(entity => entity.Id)
            .ToDictionary(entity => entity.Id, entity => entity.Parent, StringComparer.Ordinal);
        if (node is not null)
            builder.Entity(node, EntityKind.Node);
        foreach (var entity in entities)
        {
            var isPlaceable = node is not null && entity.Kind is not (EntityKind.Cluster or EntityKind.Switch or EntityKind.Node);
            builder.Entity(entity.Id, entity.Kind, parents.GetValueOrDefault(entity.Id) ?? (isPlaceable ? node : null));
        }
        foreach (var group in datasets.SelectMany(dataset => dataset.Topology.Groups))
        {
            foreach (var member in group.Members)
                builder.Group(group.Id, group.Kind, member);
        }
    }

    private static void CheckSignal(
        Dictionary<(Layer, EntityKind, string), (Signal Signal, string Folder)> signals, Signal signal, string folder)
    {
        if (signals.TryAdd((signal.Layer, signal.EntityKind, signal.Name), (signal, folder)))
            return;
        var (known, where) = signals[(signal.Layer, signal.EntityKind, signal.Name)];
        if (known != signal)
        {
            throw new InputException(
                $"signal '{signal.Name}' is {Describe(signal)} here and {Describe(known)} in {where}", folder,
                    remedy: "import one of them again");
        }

        static string Describe(Signal one) =>
            $"a {DatasetLayout.Word(one.Kind)} in '{one.Unit}' combined by {DatasetLayout.Word(one.Aggregation)}";
    }

    private static void AddSamples(
        Dataset dataset, DatasetBuilder builder, Dictionary<(Layer, EntityKind, string), (Signal Signal, string Folder)> signals,
            CancellationToken cancellation)
    {
        foreach (var info in dataset.Series)
        {
            var table = dataset.ReadSeries(info.Layer, info.EntityKind);
            foreach (var column in table.Columns)
            {
                cancellation.ThrowIfCancellationRequested();
                var signal = signals.TryGetValue((info.Layer, info.EntityKind, column.Name), out var known)
                    ? known.Signal
                    : new Signal(column.Name, info.Layer, SignalKind.Gauge, "", info.EntityKind);
                var series = new SampleSeries?[table.Entities.Count];
                for (var row = 0; row < table.RowCount; row++)
                {
                    if (double.IsNaN(column.Values[row]))
                        continue;
                    var entity = table.EntityIndex[row];
                    series[entity] ??= builder.Series(builder.Entity(table.Entities[entity], info.EntityKind), signal);
                    series[entity]!.Add(table.TimesMicros[row], column.Values[row]);
                }
            }
        }
    }

    // Incidents are found their recording by time; of two with one name the later folder's gets another.
    private void AddLabels(Dataset[] datasets, DatasetBuilder builder)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < datasets.Length; i++)
        {
            foreach (var incident in datasets[i].Incidents)
            {
                var id = ids.Add(incident.Id) ? incident.Id
                    : $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(folders[i]))}/{incident.Id}";
                ids.Add(id);
                builder.Incidents.Add(incident with { Id = id, Recording = "" });
            }
            builder.Events.AddRange(datasets[i].Events);
        }
    }

    private static List<Recording> Recordings(Dataset[] datasets)
    {
        var merged = new List<Recording>();
        foreach (var recording in datasets.SelectMany(dataset => dataset.Manifest.Recordings).OrderBy(recording => recording.Start))
        {
            if (merged.Count > 0 && recording.Start < merged[^1].End)
                merged[^1] = merged[^1] with { End = recording.End > merged[^1].End ? recording.End : merged[^1].End };
            else
                merged.Add(recording);
        }
        // Names repeat where folders come from the same importer.
        var isUnique = merged.Select(recording => recording.Name).Distinct(StringComparer.Ordinal).Count() == merged.Count;
        return isUnique ? merged : [.. merged.Select((recording, i) => recording with { Name = $"part{i}" })];
    }

    private static Dictionary<string, IReadOnlyList<string>> Splits(Dataset[] datasets, List<Recording> recordings)
    {
        var known = recordings.Select(recording => recording.Name).ToHashSet(StringComparer.Ordinal);
        var first = Array.Find(datasets, dataset => dataset.Manifest.Splits.Count > 0);
        var isKept = first is not null && first.Manifest.Splits.Values.All(names => names.All(known.Contains));
        return isKept ? first!.Manifest.Splits.ToDictionary(split => split.Key, split => split.Value, StringComparer.Ordinal) : [];
    }
}
