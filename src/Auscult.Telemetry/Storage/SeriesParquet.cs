using System.Globalization;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>Reads <c>series/&lt;layer&gt;/&lt;entity_kind&gt;.parquet</c>.</summary>
internal static class SeriesParquet
{
    internal const string TimestampTypes = "TIMESTAMP|TIMESTAMP WITH TIME ZONE|TIMESTAMP_NS|TIMESTAMP_MS|TIMESTAMP_S";

    private static readonly HashSet<string> NumericTypes = new(StringComparer.Ordinal)
    {
        "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE",
    };

    public static SeriesInfo Describe(ParquetFile file, Layer layer, EntityKind kind, DatasetManifest manifest)
    {
        file.Require(DatasetLayout.TimeColumn, TimestampTypes);
        file.Require(DatasetLayout.EntityColumn, "VARCHAR");
        var listed = manifest.Signals.Where(signal => signal.Layer == layer && signal.EntityKind == kind)
            .Select(signal => signal.Name).ToHashSet(StringComparer.Ordinal);
        var columns = new List<string>();
        var unread = new List<string>();
        foreach (var (name, type) in file.Types)
        {
            if (name is DatasetLayout.TimeColumn or DatasetLayout.EntityColumn)
                continue;
            if (IsNumeric(type))
                columns.Add(name);
            else if (listed.Contains(name))
                throw new InputException($"signal has type {type}", file.Name, column: name, remedy: "expected FLOAT or DOUBLE");
            else
                unread.Add(name);
        }
        return new SeriesInfo(layer, kind, columns, file.CountRows(), unread);
    }

    public static SeriesTable Read(DuckDbConnection connection, ParquetFile file, SeriesInfo info, SeriesFilter? filter)
    {
        var names = filter?.Columns is { } wanted ? Checked(wanted, info.Columns, file.Name) : info.Columns;
        var condition = Condition(filter);
        return ParquetFile.Guard(file.Path, () =>
        {
            using var count = connection.Query($"SELECT count(*) FROM {Sql.Parquet(file.Path)}{condition}");
            var target = new SeriesBuffer(names, checked((int)count.Scalar()), file.Name);
            var values = names.Select(name => file.Types[name] is "FLOAT" or "DOUBLE" ? Sql.Name(name) : $"{Sql.Name(name)}::DOUBLE");
            using var statement = connection.Prepare(
                $"SELECT {string.Join(", ", ["time::TIMESTAMP", "entity", .. values])} FROM {Sql.Parquet(file.Path)}{condition}");
            using var result = statement.Stream();
            foreach (var chunk in result.Chunks())
                target.Add(chunk, result.Columns);
            return target.ToTable();
        });
    }

    /// <exception cref="InputException">The column is missing or holds no numbers.</exception>
    internal static void RequireNumeric(ParquetFile file, string column)
    {
        if (!file.Types.TryGetValue(column, out var type) || !IsNumeric(type))
            file.Require(column, "DOUBLE|FLOAT|BIGINT");
    }

    internal static bool IsNumeric(string type) => NumericTypes.Contains(type) || type.StartsWith("DECIMAL(", StringComparison.Ordinal);

    /// <summary>The wanted columns, all of them known.</summary>
    internal static List<string> Checked(IReadOnlyCollection<string> wanted, IReadOnlyList<string> known, string file)
    {
        foreach (var name in wanted)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                throw new InputException($"column '{name}' is missing", file, remedy: NearestName.Suggest(name, known.ToArray()));
        }
        return [.. wanted];
    }

    /// <summary>The WHERE clause of a filter over columns <c>time</c> and <c>entity</c>.</summary>
    internal static string Condition(SeriesFilter? filter)
    {
        var parts = new List<string>();
        if (filter?.Entities is { } entities)
            parts.Add(entities.Count == 0 ? "false" : $"entity IN ({string.Join(", ", entities.Select(Sql.Literal))})");
        if (filter?.From is { } from)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"time::TIMESTAMP >= make_timestamp({Micros.From(from)})"));
        if (filter?.Until is { } until)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"time::TIMESTAMP < make_timestamp({Micros.From(until)})"));
        return parts.Count == 0 ? "" : $" WHERE {string.Join(" AND ", parts)}";
    }
}
