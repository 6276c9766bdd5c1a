using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>The samples of one signal of one entity, as a source gives them; late and repeated ones are put right at the end.</summary>
public sealed class SampleSeries
{
    private readonly List<long> _times = [];
    private readonly List<double> _values = [];
    private bool _ordered = true;

    /// <summary>Time of the sample added last, microseconds; <see cref="long.MinValue"/> before the first.</summary>
    public long LastMicros { get; private set; } = long.MinValue;

    /// <summary>Number of samples.</summary>
    public int Count => _times.Count;

    /// <summary>The times, microseconds, strictly increasing after <see cref="Settle"/>.</summary>
    internal ReadOnlySpan<long> Times => CollectionsMarshal.AsSpan(_times);

    /// <summary>The values, one per time.</summary>
    internal ReadOnlySpan<double> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>Adds a sample.</summary>
    /// <param name="micros">Microseconds since 1970-01-01 UTC.</param>
    /// <param name="value">In the signal's unit; NaN says "looked, nothing there".</param>
    public void Add(long micros, double value)
    {
        _ordered &= micros > LastMicros;
        _times.Add(micros);
        _values.Add(value);
        LastMicros = micros;
    }

    /// <summary>Sorts by time; of samples of one moment the one added last stays.</summary>
    /// <returns>Samples dropped as repetitions.</returns>
    internal int Settle()
    {
        if (_ordered)
            return 0;
        var order = Enumerable.Range(0, Count).ToArray();
        var keys = _times.ToArray();
        // The position breaks ties, so that "added last" is meant literally.
        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
        var values = _values.ToArray();
        _times.Clear();
        _values.Clear();
        foreach (var position in order)
        {
            if (_times.Count > 0 && _times[^1] == keys[position])
                _values[^1] = values[position];
            else
                Keep(keys[position], values[position]);
        }
        _ordered = true;
        LastMicros = _times[^1];
        return keys.Length - _times.Count;

        void Keep(long time, double value)
        {
            _times.Add(time);
            _values.Add(value);
        }
    }
}
