using Spectre.Console;

namespace Auscult.Cli.Hosting;

/// <summary>A column: its header (may have two lines) and whether it holds text, which stands on the left, or figures.</summary>
internal sealed record WideColumn(string Header, bool IsText = false);

/// <summary>
/// A titled table whose cells are never wrapped. Columns that do not fit the console's width follow in further blocks under the same
/// rows, each with the first columns again, so that every line can be read and searched alone.
/// </summary>
/// <param name="title">One line above the table.</param>
/// <param name="keys">How many first columns name a row.</param>
/// <param name="columns">All columns.</param>
internal sealed class WideTable(string title, int keys, IReadOnlyList<WideColumn> columns)
{
    // What the border draws between two columns, and at both ends beyond that.
    private const int Between = 3;
    private const int Ends = 1;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with one cell per column.</summary>
    public void AddRow(params IEnumerable<string> cells)
    {
        string[] row = [.. cells];
        if (row.Length != columns.Count)
            throw new ArgumentException($"a row of {row.Length} cells in a table of {columns.Count} columns", nameof(cells));
        _rows.Add(row);
    }

    /// <summary>Writes title and blocks.</summary>
    public void WriteTo(IAnsiConsole console)
    {
        console.WriteLine(title);
        foreach (var block in Blocks(console.Profile.Width))
            console.Write(Table(block));
    }

    /// <summary>The columns of each block, keys included.</summary>
    private IEnumerable<int[]> Blocks(int width)
    {
        var names = Enumerable.Range(0, keys).ToArray();
        var free = width - Ends - names.Sum(WidthOf);
        var block = new List<int>();
        for (var (column, left) = (keys, free); column < columns.Count; column++)
        {
            if (block.Count > 0 && WidthOf(column) > left)
            {
                yield return [.. names, .. block];
                block.Clear();
                left = free;
            }
            block.Add(column);
            left -= WidthOf(column);
        }
        yield return [.. names, .. block];
    }

    private int WidthOf(int column) =>
        Between + Math.Max(columns[column].Header.Split('\n').Max(line => line.Length), _rows.Select(row => row[column].Length).DefaultIfEmpty().Max());

    private Table Table(int[] block)
    {
        var table = new Table().Border(TableBorder.Simple).LeftAligned();
        foreach (var column in block)
        {
            var header = new TableColumn(Markup.Escape(columns[column].Header)).NoWrap();
            table.AddColumn(columns[column].IsText ? header : header.RightAligned());
        }
        foreach (var row in _rows)
            table.AddRow([.. block.Select(column => Markup.Escape(row[column]))]);
        return table;
    }
}
