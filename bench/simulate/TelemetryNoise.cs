using Auscult.Telemetry.Storage;

namespace Auscult.Bench.Simulate;

/// <summary>
/// Blocks of rows that look like telemetry: of every ten columns a power with coloured noise in milliwatts, two temperatures in whole
/// degrees, a clock in steps of 15 MHz, a utilisation in per cent, memory in MiB, a rate with all its digits, an error count that stays
/// 0, a state that seldom changes, and a counter of bytes. A few blocks are drawn once and used in turn, so that time goes into writing.
/// </summary>
internal sealed class TelemetryNoise
{
    private const int Drawn = 8;
    private readonly int _entities;
    private readonly int _ticks;
    private readonly float[][][] _floats;
    private readonly double[][][] _doubles;

    public TelemetryNoise(int entities, int ticks, int columns)
    {
        (_entities, _ticks) = (entities, ticks);
        var random = new Random(1);
        var rows = entities * ticks;
        _floats = [.. Enumerable.Range(0, Drawn).Select(_ => Enumerable.Range(0, columns).Select(_ => new float[rows]).ToArray())];
        _doubles =
        [
            .. Enumerable.Range(0, Drawn).Select(_ => Enumerable.Range(0, columns).Select(c => c % 10 == 9 ? new double[rows] : []).ToArray()),
        ];
        for (var column = 0; column < columns; column++)
        {
            for (var entity = 0; entity < entities; entity++)
            {
                var (noise, total) = (0.0, 1e12 * random.NextDouble());
                for (var i = 0; i < Drawn * ticks; i++)
                {
                    noise = (0.8 * noise) + random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
                    var row = (entity * ticks) + (i % ticks);
                    total += Math.Floor(5e9 * (1 + (0.1 * noise)));
                    _floats[i / ticks][column][row] = Value(column % 10, noise, random);
                    if (column % 10 == 9)
                        _doubles[i / ticks][column][row] = total;
                }
            }
        }
    }

    public void Fill(SeriesBlock block, int number)
    {
        for (var row = 0; row < block.RowCount; row++)
            (block.Entities[row], block.TimesMicros[row]) = (row / _ticks, ((number * (long)_ticks) + (row % _ticks)) * Micros.PerSecond);
        for (var column = 0; column < _floats[0].Length; column++)
        {
            if (column % 10 == 9)
                _doubles[number % Drawn][column].CopyTo(block.Doubles(column));
            else
                _floats[number % Drawn][column].CopyTo(block.Floats(column));
        }
    }

    public int RowCount => _entities * _ticks;

    private static float Value(int kind, double noise, Random random) => kind switch
    {
        0 => (float)(Math.Round((420 + (6 * noise)) * 1000) / 1000),
        1 or 2 => (float)Math.Round(60 + noise),
        3 => (float)(Math.Round((1.755e9 + (4e6 * noise)) / 15e6) * 15e6),
        4 => (float)(Math.Round(Math.Clamp(0.97 + (0.02 * noise), 0, 1) * 100) / 100),
        5 => (float)(Math.Floor((60e9 + (2e8 * noise)) / (1 << 20)) * (1 << 20)),
        6 => (float)(3e10 * (1 + (0.1 * noise))),
        7 => 0,
        _ => random.Next(500) == 0 ? 1 : 0,
    };
}
