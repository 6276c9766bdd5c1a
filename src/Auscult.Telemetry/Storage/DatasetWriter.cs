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
    private const int BlockRows = 16_384;

    private readonly string _directory;
    private readonly DurableFolder _folder;
    private readonly DuckDbConnection _connection = DuckDbConnection.Open();
    private DatasetManifest? _manifest;
    private Topology? _topology;
    private IReadOnlyList<Incident> _incidents = [];
    private IReadOnlyList<OperationalEvent> _events = [];
    private readonly Dictionary<string, SeriesStream> _series = new(StringComparer.Ordinal);
    private readonly ParquetCompression _compression;

    private DatasetWriter(string directory, bool overwrite, ParquetCompression? compression)
    {
        _directory = directory;
        _compression = compression ?? ParquetCompression.Default;
        _folder = new DurableFolder(directory, overwrite);
    }

    /// <summary>Starts a folder.</summary>
    /// <param name="directory">Where it will appear.</param>
    /// <param name="overwrite">Whether an existing, non-empty folder may be replaced.</param>
    /// <param name="compression">How series are compressed; null for <see cref="ParquetCompression.Default"/>.</param>
    /// <exception cref="InputException">It exists and may not be replaced, or libduckdb is missing.</exception>
    public static DatasetWriter Create(string directory, bool overwrite = false, ParquetCompression? compression = null) =>
        new(directory, overwrite, compression);

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

    /// <summary>Starts the file of one layer and entity kind, to be written block by block; <see cref="Commit"/> completes it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="entityKind">What the rows are about.</param>
    /// <param name="entities">The entities of the rows; blocks refer to them by index.</param>
    /// <param name="columns">Signals: counters of the manifest keep double precision, others single precision.</param>
    /// <exception cref="InputException">An entity is unknown, or two columns share a name.</exception>
    /// <exception cref="InvalidOperationException">Manifest or topology are not written yet, or the file was started before.</exception>
    public SeriesStream OpenSeries(Layer layer, EntityKind entityKind, IReadOnlyList<string> entities, IReadOnlyList<string> columns)
    {
        var counters = Head().Manifest.Signals.Where(signal => signal.Layer == layer && signal.EntityKind == entityKind && signal.Kind == SignalKind.Counter)
            .Select(signal => signal.Name).ToHashSet(StringComparer.Ordinal);
        return Open(
            DatasetLayout.SeriesFile(layer, entityKind), entities,
            [.. columns.Select(column => (column, counters.Contains(column) ? DuckDbType.Double : DuckDbType.Float))]);
    }

    /// <summary>Starts a file of hidden state (a simulator's truth), to be written block by block as series are.</summary>
    /// <param name="entityKind">What the rows are about.</param>
    /// <param name="entities">The entities of the rows; blocks refer to them by index.</param>
    /// <param name="columns">Names of the quantities, in single precision.</param>
    /// <exception cref="InputException">An entity is unknown, or two columns share a name.</exception>
    /// <exception cref="InvalidOperationException">Manifest or topology are not written yet, or the file was started before.</exception>
    public SeriesStream OpenTruth(EntityKind entityKind, IReadOnlyList<string> entities, IReadOnlyList<string> columns) =>
        Open(DatasetLayout.TruthFile(entityKind), entities, [.. columns.Select(column => (column, DuckDbType.Float))]);

    /// <summary>Writes a whole table through <see cref="OpenSeries"/>.</summary>
    /// <exception cref="InputException">Rows are out of order, an entity is unknown, or two columns share a name.</exception>
    /// <exception cref="InvalidOperationException">Manifest or topology are not written yet, or the file was started before.</exception>
    /// <exception cref="IOException">It cannot be stored.</exception>
    public void WriteSeries(Layer layer, EntityKind entityKind, SeriesTable table)
    {
        var stream = OpenSeries(layer, entityKind, table.Entities, [.. table.Columns.Select(column => column.Name)]);
        for (var first = 0; first < table.RowCount; first += BlockRows)
        {
            var block = stream.Rent(Math.Min(BlockRows, table.RowCount - first));
            block.Fill(table, first);
            stream.Write(block);
        }
        stream.Complete();
    }

    /// <summary>Sets the labels.</summary>
    public void Write(IReadOnlyList<Incident> incidents) => _incidents = incidents;

    /// <summary>Sets the operational events.</summary>
    public void Write(IReadOnlyList<OperationalEvent> events) => _events = events;

    /// <summary>Completes the series, checks the whole, flushes it to the disk and makes the folder appear.</summary>
    /// <exception cref="InputException">There is no row at all, or a label refers to something unknown.</exception>
    /// <exception cref="InvalidOperationException">Manifest or topology are missing.</exception>
    /// <exception cref="IOException">It cannot be stored.</exception>
    public void Commit()
    {
        var (manifest, topology) = Head();
        foreach (var stream in _series.Values)
            stream.Complete();
        if (_series.Values.Sum(stream => stream.RowCount) == 0)
            throw new InputException("the dataset is empty", _directory, remedy: "nothing was written");
        LabelCheck.Check(_incidents, topology, manifest, _directory);
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
        foreach (var stream in _series.Values)
            stream.Dispose();
        _connection.Dispose();
        _folder.Dispose();
    }

    private SeriesStream Open(string file, IReadOnlyList<string> entities, IReadOnlyList<(string Name, DuckDbType Type)> columns)
    {
        var name = Path.Combine(_directory, file);
        if (_series.ContainsKey(file))
            throw new InvalidOperationException($"{name} was started before");
        Check(entities, columns.Select(column => column.Name), Head().Topology, name);
        var path = Inside(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var stream = new SeriesStream(name, path, entities, columns, _compression);
        _series.Add(file, stream);
        return stream;
    }

    private static void Check(IReadOnlyList<string> entities, IEnumerable<string> columns, Topology topology, string name)
    {
        var known = topology.Entities.Select(entity => entity.Id).ToHashSet(StringComparer.Ordinal);
        if (entities.FirstOrDefault(id => !known.Contains(id)) is { } unknown)
            throw new InputException($"unknown entity '{unknown}'", name, remedy: "the topology must list it");
        var names = columns.Append(DatasetLayout.TimeColumn).Append(DatasetLayout.EntityColumn);
        if (names.GroupBy(column => column, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InputException($"two columns are called '{twice.Key}'", name);
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
