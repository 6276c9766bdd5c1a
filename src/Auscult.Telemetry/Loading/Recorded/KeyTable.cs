using System.Text;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>
/// Maps keys of a kernel table to signals: <see cref="Begin"/>, <see cref="Add"/> for every key met, <see cref="Finish"/>. Several
/// keys may name one signal: their values are added.
/// </summary>
internal sealed class KeyTable
{
    private readonly (byte[] Key, int Slot, double Scale)[] _keys;
    private readonly int[] _signals;
    private readonly double[] _sums;

    /// <param name="keys">Key in the file, signal name, factor from the file's unit to the signal's.</param>
    public KeyTable(params ReadOnlySpan<(string Key, string Signal, double Scale)> keys)
    {
        var signals = new List<int>();
        _keys = new (byte[], int, double)[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var signal = RecordedSignals.IndexOf(keys[i].Signal);
            if (!signals.Contains(signal))
                signals.Add(signal);
            _keys[i] = (Encoding.ASCII.GetBytes(keys[i].Key), signals.IndexOf(signal), keys[i].Scale);
        }
        _signals = [.. signals];
        _sums = new double[_signals.Length];
    }

    /// <summary>Forgets the last tick.</summary>
    public void Begin() => Array.Fill(_sums, double.NaN);

    /// <summary>Adds to the signal that a key belongs to; an unknown key or NaN is passed over.</summary>
    public void Add(ReadOnlySpan<byte> key, double value)
    {
        foreach (var (known, slot, scale) in _keys)
        {
            if (key.SequenceEqual(known) && !double.IsNaN(value))
                _sums[slot] = (double.IsNaN(_sums[slot]) ? 0 : _sums[slot]) + (value * scale);
        }
    }

    /// <summary>Sets every signal that was added to.</summary>
    public void Finish(SampleRow row)
    {
        for (var i = 0; i < _signals.Length; i++)
            row.Set(_signals[i], _sums[i]);
    }
}
