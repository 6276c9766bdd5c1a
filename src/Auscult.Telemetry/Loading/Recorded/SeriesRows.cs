using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>Collects single values into a <see cref="SeriesTable"/>; columns appear with their first value.</summary>
internal sealed class SeriesRows
{
    private readonly Dictionary<(long Time, string Entity), int> _rowOf = [];
    private readonly List<(long Time, string Entity)> _rows = [];
    private readonly Dictionary<string, List<double>> _columns = [];

    /// <summary>Sets a value; a second one for the same time, entity and signal replaces the first.</summary>
    public void Set(long timeMicros, string entity, string signal, double value)
    {
        if (!_rowOf.TryGetValue((timeMicros, entity), out var row))
        {
            row = _rows.Count;
            _rowOf.Add((timeMicros, entity), row);
            _rows.Add((timeMicros, entity));
        }
        if (!_columns.TryGetValue(signal, out var column))
            _columns.Add(signal, column = []);
        while (column.Count <= row)
            column.Add(double.NaN);
        column[row] = value;
    }

    /// <summary>Adds every value of a table.</summary>
    public void Add(SeriesTable table)
    {
        for (var row = 0; row < table.RowCount; row++)
        {
            foreach (var column in table.Columns)
            {
                if (!double.IsNaN(column.Values[row]))
                    Set(table.TimesMicros[row], table.Entities[table.EntityIndex[row]], column.Name, column.Values[row]);
            }
        }
    }

    /// <summary>The rows in order of time, columns in order of name.</summary>
    public SeriesTable ToTable()
    {
        var order = Enumerable.Range(0, _rows.Count).OrderBy(row => _rows[row].Time).ThenBy(row => _rows[row].Entity, StringComparer.Ordinal).ToArray();
        var entities = _rows.Select(row => row.Entity).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return new SeriesTable(
            entities,
            [.. order.Select(row => _rows[row].Time)],
            [.. order.Select(row => Array.BinarySearch(entities, _rows[row].Entity, StringComparer.Ordinal))],
            [.. _columns.OrderBy(column => column.Key, StringComparer.Ordinal).Select(column => new SeriesColumn(
                column.Key, [.. order.Select(row => row < column.Value.Count ? column.Value[row] : double.NaN)]))]);
    }
}
