using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Storage;

/// <summary>File and column names of the dataset folder (docs/guide/datasets.md).</summary>
public static class DatasetLayout
{
    /// <summary>The manifest.</summary>
    public const string ManifestFile = "dataset.yaml";

    /// <summary>One row per entity: id, kind, parent.</summary>
    public const string EntitiesFile = "entities.parquet";

    /// <summary>One row per member of a group: group, kind, entity.</summary>
    public const string GroupsFile = "groups.parquet";

    /// <summary>One row per label.</summary>
    public const string IncidentsFile = "incidents.parquet";

    /// <summary>One row per operational event: time, entity, kind, detail.</summary>
    public const string EventsFile = "events.parquet";

    /// <summary>Folder of the series files.</summary>
    public const string SeriesFolder = "series";

    /// <summary>Folder of a simulator's hidden state, one file per kind of entity; no reader of telemetry looks there.</summary>
    public const string TruthFolder = "truth";

    /// <summary>What a recorder appends to the folder's name for the journal it writes beside it until the folder is complete.</summary>
    public const string JournalSuffix = ".journal";

    /// <summary>Name of the time column: TIMESTAMP, microseconds, UTC.</summary>
    public const string TimeColumn = "time";

    /// <summary>Name of the entity column: VARCHAR.</summary>
    public const string EntityColumn = "entity";

    /// <summary>Relative path of a series file, e.g. <c>series/hardware/node.parquet</c>.</summary>
    public static string SeriesFile(Layer layer, EntityKind entityKind) => $"{SeriesFolder}/{Word(layer)}/{Word(entityKind)}.parquet";

    /// <summary>Relative path of a file of hidden state, e.g. <c>truth/node.parquet</c>.</summary>
    public static string TruthFile(EntityKind entityKind) => $"{TruthFolder}/{Word(entityKind)}.parquet";

    /// <summary>How an enumeration's value is spelt on disk: lower case.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Reads what <see cref="Word"/> wrote.</summary>
    public static bool TryParse<T>(string? word, out T value)
        where T : struct, Enum
    {
        value = default;
        return word is not null && !char.IsDigit(word.FirstOrDefault()) && Enum.TryParse(word, ignoreCase: true, out value)
            && string.Equals(Word(value), word, StringComparison.Ordinal);
    }

    /// <summary>All spellings of an enumeration, for messages.</summary>
    public static IReadOnlyList<string> Words<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Word)];
}
