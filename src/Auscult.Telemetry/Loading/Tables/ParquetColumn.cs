using System.Globalization;
using System.Text;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>One column of the current chunk of a Parquet file.</summary>
/// <param name="type">DuckDB's name of the column's type.</param>
/// <param name="position">Position in the query.</param>
internal sealed class ParquetColumn(string type, int position)
{
    private static readonly HashSet<string> Integers = new(StringComparer.Ordinal)
    {
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER",
    };

    private readonly bool _isTime = type is "DATE" || SeriesParquet.TimestampTypes.Split('|').Contains(type, StringComparer.Ordinal);
    private readonly bool _isInteger = Integers.Contains(type);
    private readonly bool _isNumber = SeriesParquet.IsNumeric(type);
    private double[] _numbers = [];
    private long[] _integers = [];
    private ulong[] _present = [];
    private byte[][] _texts = [];

    /// <summary>Whether values are read as text.</summary>
    public bool IsText => !_isTime && !_isNumber;

    /// <summary>What the query asks for.</summary>
    public string Expression(string name) =>
        _isTime ? $"epoch_us({name}::TIMESTAMP)" : _isInteger ? $"{name}::BIGINT" : _isNumber ? $"{name}::DOUBLE" : $"{name}::VARCHAR";

    /// <summary>Copies the values of a chunk.</summary>
    public void Take(DataChunk chunk)
    {
        var view = chunk.Column(position);
        _present = view.Validity.ToArray();
        if (_isTime || _isInteger)
            _integers = view.Values<long>().ToArray();
        else if (_isNumber)
            _numbers = view.Values<double>().ToArray();
        else
        {
            _texts = new byte[chunk.RowCount][];
            for (var row = 0; row < _texts.Length; row++)
                _texts[row] = view.IsValid(row) ? view.Utf8(row).ToArray() : [];
        }
    }

    /// <summary>The value as text; empty where it is missing.</summary>
    public ReadOnlySpan<byte> Bytes(int row) => IsText ? _texts[row]
        : !IsPresent(row) ? []
        : _isTime && TimeText.IsPlausible(_integers[row])
            ? Encoding.UTF8.GetBytes(Storage.Micros.ToTime(_integers[row]).ToString("O", CultureInfo.InvariantCulture))
        : Encoding.UTF8.GetBytes(_isInteger || _isTime ? _integers[row].ToString(CultureInfo.InvariantCulture) : _numbers[row].ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The value as number; NaN where it is missing. A time counts as seconds since 1970.</summary>
    public double Number(int row) => !IsPresent(row) ? double.NaN
        : _isTime ? (double)_integers[row] / Storage.Micros.PerSecond
        : _isInteger ? _integers[row] : _numbers[row];

    /// <summary>The value as time; null where it is missing or cannot be one.</summary>
    /// <param name="row">The row.</param>
    /// <param name="format">The unit of a number; means nothing to a column of times.</param>
    public long? Micros(int row, TimeFormat format) => !IsPresent(row) ? null
        : _isTime ? _integers[row]
        : _isInteger ? TimeText.Scale(_integers[row], format)
        : TimeText.TryParse(Bytes(row), format, out var micros) ? micros : null;

    private bool IsPresent(int row) => _present.Length == 0 || (_present[row >> 6] & (1UL << (row & 63))) != 0;
}
