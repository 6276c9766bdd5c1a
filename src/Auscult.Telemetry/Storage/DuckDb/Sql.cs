using System.Globalization;

namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>Quoting for the places where DuckDB takes no parameter.</summary>
public static class Sql
{
    /// <summary>A text literal.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A table or column name.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The table function that reads one Parquet file; characters that DuckDB would take for a pattern are escaped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Further arguments, e.g. <c>file_row_number = true</c>.</param>
    public static string Parquet(string path, string? options = null)
    {
        var plain = path.Replace("[", "[[]", StringComparison.Ordinal).Replace("*", "[*]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal);
        return $"read_parquet({Literal(plain)}{(options is null ? "" : $", {options}")})";
    }

    /// <summary>Writes a query's rows to a Parquet file (one row group per 122,880 rows, DuckDB's own grain of parallel reading).</summary>
    public static string CopyToParquet(string query, string path, ParquetCompression? compression = null)
    {
        var (codec, level) = compression ?? ParquetCompression.Default;
        var levelText = level is { } number ? string.Create(CultureInfo.InvariantCulture, $", COMPRESSION_LEVEL {number}") : "";
        return $"COPY ({query}) TO {Literal(path)} (FORMAT parquet, COMPRESSION {codec}{levelText}, ROW_GROUP_SIZE 122880)";
    }
}
