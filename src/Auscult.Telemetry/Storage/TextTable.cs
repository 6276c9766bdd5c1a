using System.Globalization;
using System.Text;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>Writes a Parquet file whose columns are all VARCHAR.</summary>
internal static class TextTable
{
    /// <param name="connection">A connection; the call registers a table function in its database.</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">One text per column; null is NULL.</param>
    /// <exception cref="DuckDbException">The file cannot be written.</exception>
    public static void Write(DuckDbConnection connection, string path, IReadOnlyList<string> columns, IEnumerable<string?[]> rows)
    {
        using var next = rows.GetEnumerator();
        var name = string.Create(CultureInfo.InvariantCulture, $"texts_{Guid.NewGuid():N}");
        var source = RowSource.Register(connection, name, [.. columns.Select(column => (column, DuckDbType.Varchar))], chunk =>
        {
            var row = 0;
            for (; row < WritableChunk.Capacity && next.MoveNext(); row++)
            {
                for (var column = 0; column < columns.Count; column++)
                {
                    if (next.Current[column] is { } text)
                        chunk.SetText(column, row, Encoding.UTF8.GetBytes(text));
                    else
                        chunk.Validity(column)[row >> 6] &= ~(1UL << (row & 63));
                }
            }
            return row;
        });
        source.Execute(connection, Sql.CopyToParquet($"FROM {name}()", path));
    }
}
