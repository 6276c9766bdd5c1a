using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>
/// Writes a dataset folder that appears whole, on <see cref="Commit"/>, or not at all. Order: manifest and topology first, then series,
/// incidents and events in any order.
/// </summary>
public sealed class DatasetWriter : IDisposable
{
    private readonly string _directory;
    private readonly DurableFolder _folder;
    private readonly DuckDbConnection _connection = DuckDbConnection.Open();
    private DatasetManifest? _manifest;
    private Topology? _topology;
    private IReadOnlyList<Incident> _incidents = [];
    private IReadOnlyList<OperationalEvent> _events = [];
    private long _rowCount;

    private DatasetWriter(string directory, bool overwrite)
    {
        _directory = directory;
        _folder = new DurableFolder(directory, overwrite);
    }

    /// <summary>Starts a folder.</summary>
    /// <param name="directory">Where it will appear.</param>
    /// <param name="overwrite">Whether an existing, non-empty folder may be replaced.</param>
    /// <exception cref="InputException">It exists and may not be replaced, or libduckdb is missing.</exception>
    public static DatasetWriter Create(string directory, bool overwrite = false) => new(directory, overwrite);

    /// <summary>Writes a whole dataset and commits it.</summary>
    /// <exception cref="InputException">The dataset breaks a rule of the format, or the folder exists.</exception>
    public static void Write(string directory, Dataset dataset, bool overwrite = false)
    {
        using var writer = Create(directory, overwrite);
        writer.Write(dataset.Manifest);
        writer.Write(dataset.Topology);
        foreach (var info in dataset.Series)
            writer.WriteSeries(info.Layer, info.EntityKind, dataset.ReadSeries(info.Layer, info.EntityKind));
        writer.Write(dataset.Incidents);
        writer.Write(dataset.Events);
        writer.Commit();
    }

    /// <summary>Sets the manifest.</summary>
    /// <exception cref="InputException">Recordings overlap, a name occurs twice, or a split names an unknown recording.</exception>
    public void Write(DatasetManifest manifest)
    {
        ManifestYaml.Check(manifest, _directory);
        _manifest = manifest;
    }

    /// <summary>Sets the topology.</summary>
    /// <exception cref="InputException">An entity is listed twice or before its parent.</exception>
    public void Write(Topology topology)
    {
        TopologyParquet.Check(topology, _directory, _directory);
        _topology = topology;
    }

    /// <summary>Writes the samples of one layer and entity kind; counters keep double precision, other signals single precision.</summary>
    /// <exception cref="InputException">Rows are out of order, an entity is unknown, or two columns share a name.</exception>
    /// <exception cref="InvalidOperationException">Manifest or topology are not written yet.</exception>
    public void WriteSeries(Layer layer, EntityKind entityKind, SeriesTable table)
    {
        var (manifest, topology) = Head();
        var name = Path.Combine(_directory, DatasetLayout.SeriesFile(layer, entityKind));
        CheckTable(table, topology, name);
        var kinds = manifest.Signals.Where(signal => signal.Layer == layer && signal.EntityKind == entityKind)
            .ToDictionary(signal => signal.Name, signal => signal.Kind, StringComparer.Ordinal);
        var path = Path.Combine(_folder.TemporaryPath, DatasetLayout.SeriesFile(layer, entityKind));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Guard(() => SeriesParquet.Write(_connection, path, table, column => kinds.GetValueOrDefault(column, SignalKind.Gauge)));
        _rowCount += table.RowCount;
    }

    /// <summary>Sets the labels.</summary>
    public void Write(IReadOnlyList<Incident> incidents) => _incidents = incidents;

    /// <summary>Sets the operational events.</summary>
    public void Write(IReadOnlyList<OperationalEvent> events) => _events = events;

    /// <summary>Checks the whole, flushes it to the disk and makes the folder appear.</summary>
    /// <exception cref="InputException">There is no row at all, or a label refers to something unknown.</exception>
    /// <exception cref="InvalidOperationException">Manifest or topology are missing.</exception>
    public void Commit()
    {
        var (manifest, topology) = Head();
        if (_rowCount == 0)
            throw new InputException("the dataset is empty", _directory, remedy: "nothing was written");
        LabelParquet.Check(_incidents, topology, manifest, _directory);
        Guard(() =>
        {
            TopologyParquet.Write(_connection, Inside(DatasetLayout.EntitiesFile), Inside(DatasetLayout.GroupsFile), topology);
            LabelParquet.WriteIncidents(_connection, Inside(DatasetLayout.IncidentsFile), _incidents);
            LabelParquet.WriteEvents(_connection, Inside(DatasetLayout.EventsFile), _events);
        });
        File.WriteAllText(Inside(DatasetLayout.ManifestFile), ManifestYaml.Write(manifest));
        _folder.Commit();
    }

    /// <summary>Removes what was written when <see cref="Commit"/> did not happen.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    private static void CheckTable(SeriesTable table, Topology topology, string name)
    {
        var known = topology.Entities.Select(entity => entity.Id).ToHashSet(StringComparer.Ordinal);
        if (table.Entities.FirstOrDefault(id => !known.Contains(id)) is { } unknown)
            throw new InputException($"unknown entity '{unknown}'", name, remedy: "the topology must list it");
        var columns = table.Columns.Select(column => column.Name).Append(DatasetLayout.TimeColumn).Append(DatasetLayout.EntityColumn);
        if (columns.GroupBy(column => column, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InputException($"two columns are called '{twice.Key}'", name);
        if (table.FirstUnorderedRow() is >= 0 and var row)
            throw SeriesBuffer.Unordered(table, row, name);
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (DuckDbException e)
        {
            throw new IOException($"{_directory}: cannot write ({e.Brief})", e);
        }
    }

    private string Inside(string file) => Path.Combine(_folder.TemporaryPath, file);

    private (DatasetManifest Manifest, Topology Topology) Head() => (
        _manifest ?? throw new InvalidOperationException("write the manifest first"),
        _topology ?? throw new InvalidOperationException("write the topology first"));
}
