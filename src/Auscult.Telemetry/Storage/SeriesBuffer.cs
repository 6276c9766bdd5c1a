using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Storage;

/// <summary>Collects chunks of (time, entity, values...) into the arrays of a <see cref="SeriesTable"/>.</summary>
internal sealed class SeriesBuffer(IReadOnlyList<string> columns, int rowCount, string file)
{
    private readonly long[] _times = new long[rowCount];
    private readonly int[] _entityIndex = new int[rowCount];
    private readonly double[][] _values = [.. columns.Select(_ => new double[rowCount])];
    private readonly List<string> _entities = [];
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private int _filled;

    public void Add(DataChunk chunk, IReadOnlyList<(string Name, DuckDbType Type)> types)
    {
        var times = chunk.Column(0);
        RequirePresent(times, chunk.RowCount, DatasetLayout.TimeColumn);
        times.Values<long>().CopyTo(_times.AsSpan(_filled));
        AddEntities(chunk.Column(1), chunk.RowCount);
        for (var i = 0; i < _values.Length; i++)
        {
            var view = chunk.Column(i + 2);
            var target = _values[i].AsSpan(_filled, chunk.RowCount);
            if (types[i + 2].Type == DuckDbType.Float)
            {
                var source = view.Values<float>();
                for (var row = 0; row < target.Length; row++)
                    target[row] = source[row];
            }
            else
            {
                view.Values<double>().CopyTo(target);
            }
            ClearMissing(view, target);
        }
        _filled += chunk.RowCount;
    }

    /// <exception cref="InputException">An entity's rows are not in strictly increasing time order.</exception>
    public SeriesTable ToTable()
    {
        var table = new SeriesTable(_entities, _times, _entityIndex, [.. columns.Select((name, i) => new SeriesColumn(name, _values[i]))]);
        if (table.FirstUnorderedRow() is >= 0 and var row)
            throw Unordered(table, row, file);
        return table;
    }

    /// <summary>The complaint about row <paramref name="row"/> of the file, counted from 0.</summary>
    public static InputException Unordered(string entity, long timeMicros, long row, string file) => new(
        $"'{entity}' at {Micros.ToTime(timeMicros):O} repeats or precedes an earlier row of the same entity",
        file, row + 1, DatasetLayout.TimeColumn, "sort the rows by time and drop duplicates");

    public static InputException Unordered(SeriesTable table, int row, string file) =>
        Unordered(table.Entities[table.EntityIndex[row]], table.TimesMicros[row], row, file);

    private static void ClearMissing(VectorView view, Span<double> target)
    {
        for (var word = 0; word < view.Validity.Length; word++)
        {
            var missing = ~view.Validity[word];
            for (var row = word * 64; missing != 0 && row < target.Length; row++, missing >>= 1)
            {
                if ((missing & 1) != 0)
                    target[row] = double.NaN;
            }
        }
    }

    private void AddEntities(VectorView entities, int count)
    {
        RequirePresent(entities, count, DatasetLayout.EntityColumn);
        var lookup = _indexOf.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[256];
        for (var row = 0; row < count; row++)
        {
            var utf8 = entities.Utf8(row);
            var text = utf8.Length <= buffer.Length ? buffer[..Encoding.UTF8.GetChars(utf8, buffer)] : Encoding.UTF8.GetString(utf8).ToCharArray();
            if (!lookup.TryGetValue(text, out var index))
            {
                index = _entities.Count;
                _entities.Add(text.ToString());
                _indexOf.Add(_entities[index], index);
            }
            _entityIndex[_filled + row] = index;
        }
    }

    private void RequirePresent(VectorView view, int count, string column)
    {
        if (view.Validity.IsEmpty)
            return;
        for (var row = 0; row < count; row++)
        {
            if (!view.IsValid(row))
                throw new InputException("is empty", file, _filled + row + 1, column, "every row needs a time and an entity");
        }
    }
}
