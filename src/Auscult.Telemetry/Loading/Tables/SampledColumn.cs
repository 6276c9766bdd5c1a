using System.Text;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>A column of a <see cref="TableSample"/>.</summary>
internal sealed class SampledColumn(string name, IReadOnlyList<string>? missing)
{
    // Nine of ten: one damaged row must not change what a column is.
    private const double Most = 0.9;

    private readonly MissingNumbers _missing = new(missing);
    private readonly List<string> _values = [];
    private readonly List<double> _numbers = [];
    private int _times;

    public string Name { get; } = name;

    /// <summary>Number of rows with a value.</summary>
    public int Count => _values.Count;

    public int DistinctCount => _values.Distinct(StringComparer.Ordinal).Count();

    /// <summary>Whether at least half of the values are numbers: the others are then errors to be told. A column without a value may be
    /// one.</summary>
    public bool IsNumeric => _numbers.Count * 2 >= _values.Count;

    public bool IsIsoTime => _values.Count > 0 && _times >= Most * _values.Count;

    public void Add(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        if (!_missing.TryRead(bytes, out var number))
            _values.Add(value);
        else if (!double.IsNaN(number))
        {
            _values.Add(value);
            _numbers.Add(number);
        }
        if (IsoTime.TryParse(bytes, out _))
            _times++;
    }

    public bool IsCalled(string name) => string.Equals(name, Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The unit in which most numbers are plausible times; null where none is.</summary>
    public TimeFormat? Unit()
    {
        TimeFormat[] units = [TimeFormat.Seconds, TimeFormat.Milliseconds, TimeFormat.Microseconds, TimeFormat.Nanoseconds];
        return IsNumeric && _numbers.Count > 0
            ? units.Select(unit => (TimeFormat?)unit).FirstOrDefault(unit => _numbers.Count(number => IsPlausible(number, unit!.Value)) >= Most * _numbers.Count)
            : null;
    }

    private static bool IsPlausible(double number, TimeFormat unit)
    {
        var perMicrosecond = unit switch { TimeFormat.Seconds => 1e-6, TimeFormat.Milliseconds => 1e-3, TimeFormat.Nanoseconds => 1e3, _ => 1 };
        var micros = number / perMicrosecond;
        return Math.Abs(micros) < long.MaxValue / 2d && TimeText.IsPlausible((long)micros);
    }
}
