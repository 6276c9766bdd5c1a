using Auscult.Telemetry.Domain;

namespace Auscult.Bench.Score;

/// <summary>Rows of random values around a level; 1 % are not seen. Sick entities, the first ones, are off in a tenth of their signals.</summary>
internal sealed class MadeUpRows
{
    private const int Drawn = 1 << 20;
    private const float Level = 100;
    private const float SickShift = 15;

    private readonly float[] _drawn;
    private readonly float[] _row;
    private readonly int _signals;
    private readonly Random _random;

    public MadeUpRows(int entities, int signals)
    {
        (_signals, _row, _random) = (signals, new float[entities * signals], new Seeds(1).Generator());
        _drawn = [.. Enumerable.Range(0, Drawn).Select(_ => _random.Next(100) == 0
            ? float.NaN : Level + _random.NextSingle() + _random.NextSingle() + _random.NextSingle())];
    }

    /// <summary>The next row, <c>[entity, signal]</c>; the same memory every time.</summary>
    public ReadOnlyMemory<float> Next(int sick)
    {
        for (var at = 0; at < _row.Length;)
        {
            // Another part of what was drawn for each piece: drawing everything anew would take longer than scoring it.
            var from = _random.Next(Drawn - 1);
            var count = Math.Min(Math.Min(Drawn - from, 4096), _row.Length - at);
            _drawn.AsSpan(from, count).CopyTo(_row.AsSpan(at));
            at += count;
        }
        for (var e = 0; e < sick; e++)
        {
            for (var s = 0; s < _signals; s += 10)
                _row[(e * _signals) + s] += SickShift;
        }
        return _row;
    }
}
