using Auscult.Foundation;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>The first rows of a table as text, from which its mapping is found out.</summary>
internal sealed class TableSample
{
    private const int Rows = 1_000;

    private TableSample(IReadOnlyList<SampledColumn> columns) => Columns = columns;

    public IReadOnlyList<SampledColumn> Columns { get; }

    /// <summary>Whether at least half of the rows have a value in a column: a key that one row has by accident is no column of the table.</summary>
    public bool IsFilled(SampledColumn column) => column.Count > 0 && column.Count * 2 >= Columns.Max(other => other.Count);

    /// <summary>The columns of these names, in this order of preference, whatever the case.</summary>
    public SampledColumn? Named(IEnumerable<string> names) =>
        names.Select(name => Columns.FirstOrDefault(column => column.IsCalled(name))).FirstOrDefault(column => column is not null);

    /// <exception cref="InputException">The file cannot be opened.</exception>
    public static TableSample Of(string path, TableMapping mapping, CancellationToken cancellation)
    {
        using var table = TableFiles.Open(path, mapping, cancellation);
        table.Select(table.Columns as IReadOnlyCollection<string> ?? [.. table.Columns]);
        var columns = table.Columns.Select(name => new SampledColumn(name, mapping.Missing)).ToArray();
        for (var row = 0; row < Rows; row++)
        {
            try
            {
                if (!table.Read())
                    break;
                for (var i = 0; i < columns.Length; i++)
                    columns[i].Add(table.Text(i));
            }
            catch (InputException)
            {
                // Told by the import, or skipped by it.
            }
        }
        return new TableSample(columns);
    }
}
