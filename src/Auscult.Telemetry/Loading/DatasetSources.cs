using Auscult.Foundation;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.DbSherlock;
using Auscult.Telemetry.Loading.Smd;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading;

/// <summary>The registry of dataset sources, by the name that <c>data.source</c> gives.</summary>
public static class DatasetSources
{
    private static readonly Dictionary<string, Entry> Known = new(StringComparer.Ordinal)
    {
        ["folder"] = new([], config => new FolderSource(config.Root)),
        ["smd"] = new(["machine"], config => new SmdSource(config.Root, Required(config.Machine, "machine", "smd"))),
        ["dbsherlock"] = new([], config => new DbSherlockSource(config.Root)),
        ["csv"] = new(["mapping"], config => new CsvSource(config.Root, CsvMapping.Load(Required(config.Mapping, "mapping", "csv")))),
    };

    /// <summary>The names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The source that a configuration describes.</summary>
    /// <exception cref="InputException">The source is unknown, or a key is missing or means nothing to it.</exception>
    public static IDatasetSource Create(DataConfig config)
    {
        if (!Known.TryGetValue(config.Source, out var entry))
            throw new InputException($"data.source: '{config.Source}' is unknown", remedy: NearestName.Suggest(config.Source, Known.Keys));
        foreach (var (key, value) in new[] { ("machine", config.Machine), ("mapping", config.Mapping) })
        {
            if (value is not null && !entry.Keys.Contains(key, StringComparer.Ordinal))
                throw new InputException($"data.{key} means nothing to source '{config.Source}'", remedy: "remove it");
        }
        return entry.Create(config);
    }

    /// <summary>Loads what a configuration describes.</summary>
    /// <exception cref="InputException">The configuration or the data are wrong.</exception>
    public static Dataset Load(DataConfig config) => Create(config).Load();

    private static string Required(string? value, string key, string source) =>
        value ?? throw new InputException($"data.{key} is missing; source '{source}' needs it", remedy: $"give data.{key}=...");

    private sealed record Entry(IReadOnlyList<string> Keys, Func<DataConfig, IDatasetSource> Create);

    private sealed class FolderSource(string directory) : IDatasetSource
    {
        public Dataset Load() => Dataset.Open(directory);
    }
}
