using System.Security.Cryptography;
using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>A dataset folder on disk.</summary>
internal sealed class FolderDataset : Dataset
{
    private readonly Lazy<string> _fingerprint;

    private FolderDataset(
        string directory, DatasetManifest manifest, Topology topology, IReadOnlyList<Incident> incidents, IReadOnlyList<OperationalEvent> events,
        IReadOnlyList<SeriesInfo> series)
    {
        (Location, Manifest, Topology, Incidents, Events, Series) = (directory, manifest, topology, incidents, events, series);
        _fingerprint = new Lazy<string>(() => Digest(directory));
    }

    public override string Location { get; }

    public override DatasetManifest Manifest { get; }

    public override Topology Topology { get; }

    public override IReadOnlyList<Incident> Incidents { get; }

    public override IReadOnlyList<OperationalEvent> Events { get; }

    public override IReadOnlyList<SeriesInfo> Series { get; }

    public override string Fingerprint => _fingerprint.Value;

    public static new FolderDataset Open(string directory)
    {
        if (!Directory.Exists(directory))
            throw new InputException("no such folder", directory, remedy: RemedyOfJournal(directory));
        var manifestPath = Path.Combine(directory, DatasetLayout.ManifestFile);
        if (!File.Exists(manifestPath))
            throw new InputException("not a dataset folder", directory, remedy: $"it has no {DatasetLayout.ManifestFile}");
        var manifest = ManifestYaml.Read(File.ReadAllText(manifestPath), manifestPath);

        using var connection = DuckDbConnection.Open();
        ParquetFile File_(string name, string? remedy = null) => ParquetFile.Open(connection, Path.Combine(directory, name), remedy);
        var topology = TopologyParquet.Read(File_(DatasetLayout.EntitiesFile), File_(DatasetLayout.GroupsFile, "write an empty one when there are no groups"));
        var incidentsFile = File_(DatasetLayout.IncidentsFile, "write an empty one when there are no labels");
        var incidents = LabelParquet.ReadIncidents(incidentsFile);
        LabelCheck.Check(incidents, topology, manifest, incidentsFile.Name);
        var events = LabelParquet.ReadEvents(File_(DatasetLayout.EventsFile, "write an empty one when there are no events"));
        var series = DescribeSeries(connection, directory, manifest);
        if (series.Sum(info => info.RowCount) == 0)
            throw new InputException("the dataset is empty", directory, remedy: $"no file under {DatasetLayout.SeriesFolder}/ has a row");
        return new FolderDataset(directory, manifest, topology, incidents, events, series);
    }

    public override SeriesTable ReadSeries(Layer layer, EntityKind entityKind, SeriesFilter? filter = null)
    {
        var info = InfoOf(layer, entityKind);
        using var connection = DuckDbConnection.Open();
        var file = ParquetFile.Open(connection, Path.Combine(Location, DatasetLayout.SeriesFile(layer, entityKind)));
        var table = SeriesParquet.Read(connection, file, info, filter);
        var known = Topology.Entities.Select(entity => entity.Id).ToHashSet(StringComparer.Ordinal);
        if (table.Entities.FirstOrDefault(id => !known.Contains(id)) is { } unknown)
        {
            throw new InputException(
                $"unknown entity '{unknown}'", file.Name, column: DatasetLayout.EntityColumn, remedy: $"{DatasetLayout.EntitiesFile} must list it");
        }
        return table;
    }

    private static string? RemedyOfJournal(string directory) =>
        File.Exists(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + DatasetLayout.JournalSuffix)
            ? $"its recording is still going on, or was cut off: then auscult record --recover --out {directory}"
            : null;

    private static List<SeriesInfo> DescribeSeries(DuckDbConnection connection, string directory, DatasetManifest manifest)
    {
        var root = Path.Combine(directory, DatasetLayout.SeriesFolder);
        if (!Directory.Exists(root))
            throw new InputException("no such folder", root);
        var series = new List<SeriesInfo>();
        foreach (var path in Directory.EnumerateFiles(root, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = ParquetFile.Open(connection, path);
            var layer = Named<Layer>(Path.GetFileName(Path.GetDirectoryName(path))!, path);
            var kind = Named<EntityKind>(Path.GetFileNameWithoutExtension(path), path);
            series.Add(SeriesParquet.Describe(file, layer, kind, manifest));
        }
        return [.. series.OrderBy(info => info.Layer).ThenBy(info => info.EntityKind)];
    }

    private static T Named<T>(string word, string path)
        where T : struct, Enum => DatasetLayout.TryParse<T>(word, out var value)
            ? value
            : throw new InputException($"'{word}' is not a {typeof(T).Name}", path, remedy: NearestName.Suggest(word, DatasetLayout.Words<T>()));

    private static string Digest(string directory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory, path)).Where(IsContent).Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            using var stream = File.OpenRead(Path.Combine(directory, file));
            hash.AppendData(SHA256.HashData(stream));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsContent(string file) =>
        string.Equals(file, DatasetLayout.ManifestFile, StringComparison.Ordinal) || file.EndsWith(".parquet", StringComparison.Ordinal);
}
