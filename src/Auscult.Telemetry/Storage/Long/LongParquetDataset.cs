using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage.Long;

/// <summary>Names of the columns of a long table.</summary>
/// <param name="Time">TIMESTAMP of any precision; without time zone it is UTC.</param>
/// <param name="Entity">VARCHAR.</param>
/// <param name="Signal">VARCHAR.</param>
/// <param name="Value">Any number; empty or NaN where nothing was seen.</param>
public sealed record LongColumns(string Time = "time", string Entity = "entity", string Signal = "signal", string Value = "value");

/// <summary>What a long table does not say itself.</summary>
public sealed record LongDescription
{
    /// <summary>Names of the columns.</summary>
    public LongColumns Columns { get; init; } = new();

    /// <summary>Name of the dataset; null takes the name of the file.</summary>
    public string? Name { get; init; }

    /// <summary>Nominal sampling step.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>What the signals are; one that is not listed is a hardware gauge without unit.</summary>
    public IReadOnlyList<Signal> Signals { get; init; } = [];

    /// <summary>The entities; null makes every entity that occurs a node.</summary>
    public Topology? Topology { get; init; }

    /// <summary>The recordings; null makes one of all the time from the first to the last sample.</summary>
    public IReadOnlyList<Recording>? Recordings { get; init; }
}

/// <summary>
/// A Parquet file with one row per sample (time, entity, signal, value), in any order. Every signal of every entity has times of its own.
/// The file is read once, in bounded memory; dispose the dataset to remove what went to the temporary file.
/// </summary>
public sealed class LongParquetDataset : Dataset, IDisposable
{
    private const long DefaultMemoryBudget = 512L << 20;
    private const long DefaultRowsPerReader = 1 << 20;
    private readonly LongDescription _description;
    private readonly Lazy<string> _fingerprint;

    private LongParquetDataset(string path, LongDescription description, LongSamples samples)
    {
        (Location, _description, Samples) = (path, description, samples);
        Topology = description.Topology
            ?? new Topology([.. samples.Entities.Order(StringComparer.Ordinal).Select(id => new Entity(id, EntityKind.Node))], []);
        KindOf = Topology.Entities.ToDictionary(entity => entity.Id, entity => entity.Kind, StringComparer.Ordinal);
        if (samples.Entities.FirstOrDefault(id => !KindOf.ContainsKey(id)) is { } unknown)
            throw new InputException($"unknown entity '{unknown}'", path, column: description.Columns.Entity, remedy: "list it in the topology");
        Manifest = new DatasetManifest
        {
            Name = description.Name ?? Path.GetFileNameWithoutExtension(path), Step = description.Step, Origin = path, Licence = "unknown",
            Signals = description.Signals,
            Recordings = description.Recordings
                ?? [new Recording("all", Micros.ToTime(samples.FirstMicros), Micros.ToTime(samples.LastMicros + 1))],
        };
        ManifestYaml.Check(Manifest, path);
        Layers = samples.Signals.Select(name => description.Signals.FirstOrDefault(signal => signal.Name == name)?.Layer ?? default).ToArray();
        Series = [.. samples.Series.GroupBy(series => (Layer: Layers[series.Signal], Kind: KindOf[samples.Entities[series.Entity]]))
            .OrderBy(table => table.Key.Layer).ThenBy(table => table.Key.Kind)
            .Select(table => new SeriesInfo(
                table.Key.Layer, table.Key.Kind,
                [.. table.Select(series => samples.Signals[series.Signal]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                table.Sum(series => series.Count), []))];
        _fingerprint = new Lazy<string>(Digest);
    }

    /// <inheritdoc/>
    public override string Location { get; }

    /// <inheritdoc/>
    public override DatasetManifest Manifest { get; }

    /// <inheritdoc/>
    public override Topology Topology { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Incident> Incidents => [];

    /// <inheritdoc/>
    public override IReadOnlyList<OperationalEvent> Events => [];

    /// <inheritdoc/>
    public override IReadOnlyList<SeriesInfo> Series { get; }

    /// <inheritdoc/>
    public override string Fingerprint => _fingerprint.Value;

    internal LongSamples Samples { get; }

    internal IReadOnlyDictionary<string, EntityKind> KindOf { get; }

    /// <summary>Layer of each signal of <see cref="Samples"/>.</summary>
    internal IReadOnlyList<Layer> Layers { get; }

    /// <summary>Reads the file.</summary>
    /// <param name="path">The Parquet file.</param>
    /// <param name="description">What it does not say.</param>
    /// <exception cref="InputException">
    /// The file is missing, truncated or empty, a column is missing or of the wrong type, a time, entity or signal is empty.
    /// </exception>
    public static LongParquetDataset Open(string path, LongDescription description) =>
        Open(path, description, DefaultMemoryBudget, DefaultRowsPerReader);

    internal static LongParquetDataset Open(string path, LongDescription description, long memoryBudget, long rowsPerReader)
    {
        using var connection = DuckDbConnection.Open();
        var file = OpenFile(connection, path, description.Columns);
        var hosts = HostNames.Of(description.Topology ?? new Topology([], []));
        var samples = new LongSamples(file, description.Columns, id => hosts.GetValueOrDefault(id, id), memoryBudget, rowsPerReader);
        try
        {
            return samples.RowCount > 0
                ? new LongParquetDataset(path, description, samples)
                : throw new InputException("the dataset is empty", path, remedy: "it has no row");
        }
        catch
        {
            samples.Dispose();
            throw;
        }
    }

    /// <summary>The table in wide form: one row per entity and time at which any of its signals has a sample.</summary>
    /// <inheritdoc/>
    public override SeriesTable ReadSeries(Layer layer, EntityKind entityKind, SeriesFilter? filter = null)
    {
        var info = InfoOf(layer, entityKind);
        using var connection = DuckDbConnection.Open();
        var file = OpenFile(connection, Location, _description.Columns);
        var entities = Topology.Entities.Where(entity => entity.Kind == entityKind).Select(entity => entity.Id);
        var wanted = filter?.Entities is { } chosen ? entities.Where(id => chosen.Contains(id, StringComparer.Ordinal)) : entities;
        return LongPivot.Read(connection, file, _description.Columns, info, (filter ?? new SeriesFilter()) with { Entities = [.. wanted] });
    }

    /// <inheritdoc/>
    public void Dispose() => Samples.Dispose();

    private static ParquetFile OpenFile(DuckDbConnection connection, string path, LongColumns columns)
    {
        var file = ParquetFile.Open(connection, path);
        file.Require(columns.Time, SeriesParquet.TimestampTypes);
        file.Require(columns.Entity, "VARCHAR");
        file.Require(columns.Signal, "VARCHAR");
        SeriesParquet.RequireNumeric(file, columns.Value);
        return file;
    }

    private string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(_description)));
        using var stream = File.OpenRead(Location);
        hash.AppendData(SHA256.HashData(stream));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
