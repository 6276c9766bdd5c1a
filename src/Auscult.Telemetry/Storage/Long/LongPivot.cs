using System.Globalization;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage.Long;

/// <summary>Reads a long table as a wide one.</summary>
internal static class LongPivot
{
    public static SeriesTable Read(DuckDbConnection connection, ParquetFile file, LongColumns columns, SeriesInfo info, SeriesFilter filter)
    {
        var names = filter.Columns is { } wanted ? SeriesParquet.Checked(wanted, info.Columns, file.Name) : info.Columns;
        // Of several values of one moment the last one in the file counts.
        var cells = names.Select(name => $"arg_max(value, row) FILTER (signal = {Sql.Literal(name)})");
        var source = string.Create(CultureInfo.InvariantCulture, $"""
            (SELECT {Sql.Name(columns.Time)}::TIMESTAMP AS time, {Sql.Name(columns.Entity)} AS entity, {Sql.Name(columns.Signal)} AS signal,
            {Sql.Name(columns.Value)}::DOUBLE AS value, file_row_number AS row FROM {Sql.Parquet(file.Path, "file_row_number = true")})
            """);
        var condition = SeriesParquet.Condition(filter);
        var signals = string.Join(", ", info.Columns.Select(Sql.Literal));
        condition = $"{(condition.Length == 0 ? " WHERE" : $"{condition} AND")} signal IN ({signals})";
        return ParquetFile.Guard(file.Path, () =>
        {
            using var count = connection.Query($"SELECT count(*) FROM (SELECT DISTINCT time, entity FROM {source}{condition})");
            var target = new SeriesBuffer(names, checked((int)count.Scalar()), file.Name);
            using var statement = connection.Prepare(
                $"SELECT {string.Join(", ", ["time", "entity", .. cells])} FROM {source}{condition} GROUP BY ALL ORDER BY entity, time");
            using var result = statement.Stream();
            foreach (var chunk in result.Chunks())
                target.Add(chunk, result.Columns);
            return target.ToTable();
        });
    }
}
