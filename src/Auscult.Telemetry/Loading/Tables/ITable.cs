using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>A file of rows with named columns, read row by row.</summary>
internal interface ITable : IDisposable
{
    /// <summary>The file, for messages.</summary>
    string File { get; }

    /// <summary>The columns, in file order.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Says which columns will be asked for, by name; called once, before the first row.</summary>
    void Select(IReadOnlyCollection<string> columns);

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <exception cref="InputException">The row, or the rest of the file, cannot be read; the next call goes on behind it.</exception>
    bool Read();

    /// <summary>The UTF-8 text of a column; empty where the row has none.</summary>
    ReadOnlySpan<byte> Bytes(int column);

    /// <summary>The text of a column; empty where the row has none.</summary>
    /// <exception cref="InputException">It is not UTF-8.</exception>
    string Text(int column);

    /// <summary>The number of a column; NaN where it is missing.</summary>
    /// <exception cref="InputException">It is text, or not finite.</exception>
    double Number(int column);

    /// <summary>Microseconds since 1970-01-01 UTC of a column.</summary>
    /// <returns>False when it is not a time.</returns>
    bool TryTime(int column, TimeFormat format, out long micros);

    /// <summary>An error at a column of the current row.</summary>
    InputException Error(int column, string problem, string? remedy = null);
}

/// <summary>What every table offers.</summary>
internal static class TableColumns
{
    /// <summary>The position of a named column.</summary>
    /// <exception cref="InputException">There is none; names the nearest.</exception>
    public static int Require(this ITable table, string column)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (string.Equals(table.Columns[i], column, StringComparison.Ordinal))
                return i;
        }
        throw new InputException($"column '{column}' is missing", table.File, 1, remedy: NearestName.Suggest(column, [.. table.Columns]));
    }
}
