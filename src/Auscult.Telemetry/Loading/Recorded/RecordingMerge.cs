using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>Adds a recording to a dataset.</summary>
internal static class RecordingMerge
{
    /// <summary>Refuses a recording whose name is taken.</summary>
    /// <exception cref="InputException">The dataset has a recording of that name.</exception>
    public static void CheckNew(Dataset dataset, string recording, string location)
    {
        if (dataset.Manifest.Recordings.Any(known => known.Name == recording))
            throw new InputException($"the dataset has a recording '{recording}' already", location, remedy: "choose another name with --recording");
    }

    /// <summary>Both together: the union of entities, signals, series, labels and events.</summary>
    /// <exception cref="InputException">The steps differ, a recording's name is taken, or the recordings overlap in time.</exception>
    public static MemoryDataset Append(Dataset dataset, Dataset addition)
    {
        if (dataset.Manifest.Step != addition.Manifest.Step)
        {
            throw new InputException(
                $"the dataset has a step of {dataset.Manifest.Step.TotalSeconds} s, the recording of {addition.Manifest.Step.TotalSeconds} s",
                dataset.Location, remedy: "record at the same rate");
        }
        foreach (var recording in addition.Manifest.Recordings)
            CheckNew(dataset, recording.Name, dataset.Location);
        var manifest = dataset.Manifest with
        {
            Recordings = [.. dataset.Manifest.Recordings.Concat(addition.Manifest.Recordings).OrderBy(recording => recording.Start)],
            Signals = [.. dataset.Manifest.Signals.Concat(addition.Manifest.Signals)
                .DistinctBy(signal => (signal.Layer, signal.EntityKind, signal.Name)).OrderBy(signal => signal.Layer)],
        };
        var topology = new Topology(
            [.. dataset.Topology.Entities.Concat(addition.Topology.Entities).DistinctBy(entity => entity.Id)],
            [.. dataset.Topology.Groups.Concat(addition.Topology.Groups).DistinctBy(group => group.Id)]);
        var tables = dataset.Series.Concat(addition.Series).Select(info => (info.Layer, info.EntityKind)).Distinct();
        return new MemoryDataset(
            dataset.Location, manifest, topology,
            [.. tables.Select(table => new MemorySeries(table.Layer, table.EntityKind, Rows(table.Layer, table.EntityKind, dataset, addition)))],
            [.. dataset.Incidents.Concat(addition.Incidents)],
            [.. dataset.Events.Concat(addition.Events)]);
    }

    private static SeriesTable Rows(Layer layer, EntityKind kind, params ReadOnlySpan<Dataset> datasets)
    {
        var rows = new SeriesRows();
        foreach (var dataset in datasets)
        {
            if (dataset.Series.Any(info => info.Layer == layer && info.EntityKind == kind))
                rows.Add(dataset.ReadSeries(layer, kind));
        }
        return rows.ToTable();
    }
}
