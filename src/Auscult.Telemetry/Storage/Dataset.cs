using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Storage;

/// <summary>Telemetry with its topology and labels, from a folder (<see cref="Open"/>) or in memory (<see cref="MemoryDataset"/>).</summary>
public abstract class Dataset
{
    /// <summary>Where it comes from, for messages: a folder or a file.</summary>
    public abstract string Location { get; }

    /// <summary>Name, step, recordings, signals, splits.</summary>
    public abstract DatasetManifest Manifest { get; }

    /// <summary>Entities and groups.</summary>
    public abstract Topology Topology { get; }

    /// <summary>Labels, in order of onset; benign events included.</summary>
    public abstract IReadOnlyList<Incident> Incidents { get; }

    /// <summary>Operational events, in order of time.</summary>
    public abstract IReadOnlyList<OperationalEvent> Events { get; }

    /// <summary>The series tables, ordered by layer and entity kind.</summary>
    public abstract IReadOnlyList<SeriesInfo> Series { get; }

    /// <summary>
    /// A hexadecimal digest of the whole content, for checkpoints and caches: the same source gives the same fingerprint wherever it
    /// lies, and any change of content changes it.
    /// </summary>
    public abstract string Fingerprint { get; }

    /// <summary>Opens and checks a dataset folder; values are read later, by <see cref="ReadSeries"/>.</summary>
    /// <exception cref="InputException">
    /// A file is missing, truncated or of an unknown schema version, a column is missing or of the wrong type, recordings overlap, or
    /// there is no row at all.
    /// </exception>
    public static Dataset Open(string directory) => FolderDataset.Open(directory);

    /// <summary>Reads the samples of one table.</summary>
    /// <exception cref="InputException">The file is truncated, or a row's time or entity is missing, unknown or out of order.</exception>
    /// <exception cref="ArgumentException">There is no such table; see <see cref="Series"/>.</exception>
    public abstract SeriesTable ReadSeries(Layer layer, EntityKind entityKind, SeriesFilter? filter = null);

    /// <summary>The description of a series column; one that the manifest does not list is a gauge without unit.</summary>
    public Signal SignalOf(Layer layer, EntityKind entityKind, string column)
    {
        foreach (var signal in Manifest.Signals)
        {
            if (signal.EntityKind == entityKind && signal.Layer == layer && string.Equals(signal.Name, column, StringComparison.Ordinal))
                return signal;
        }
        return new Signal(column, layer, SignalKind.Gauge, "", entityKind);
    }

    /// <summary>The table of a layer and entity kind.</summary>
    protected SeriesInfo InfoOf(Layer layer, EntityKind entityKind)
    {
        foreach (var info in Series)
        {
            if (info.Layer == layer && info.EntityKind == entityKind)
                return info;
        }
        throw new ArgumentException($"{Location} has no {DatasetLayout.SeriesFile(layer, entityKind)}", nameof(layer));
    }
}
