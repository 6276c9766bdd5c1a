using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines.Choosing;

/// <summary>
/// Anomalies of the shapes that telemetry has: spikes, shifts of the level, slow drifts, frozen values, noise, and signals that no longer go together
/// (after Goswami et al. 2023, "Unsupervised Model Selection for Time-series Anomaly Detection").
/// </summary>
internal static class SyntheticAnomalies
{
    /// <summary>Fewest rows of a range that an anomaly is put into.</summary>
    public const int FewestRows = 20;

    // One anomaly in so many rows: enough places to compare detectors by, few enough to stay exceptions.
    private const int RowsPerAnomaly = 240;
    private const int ShortestRows = 6;
    private const int LongestRows = 120;

    private const int Kinds = 6;
    private const double LargestShareOfSignals = 0.25;

    /// <summary>How many anomalies a range takes.</summary>
    public static int CountIn(RowRange range) => range.RowCount / Math.Min(RowsPerAnomaly, range.RowCount);

    /// <summary>Puts anomalies into the rows of a range, one per 240 rows. Spikes last 1 to 3 rows, the others 6 to 120, short and long
    /// ones alike, and at most half of a short range.</summary>
    /// <param name="plane">All rows of the entity, <c>[row, signal]</c>; changed.</param>
    /// <param name="labels">Which rows are anomalous; changed.</param>
    /// <param name="range">The rows.</param>
    /// <param name="spreads">How much each signal usually moves; those of 0 are left alone.</param>
    /// <param name="random">Decides everything.</param>
    public static void PutInto(float[] plane, bool[] labels, RowRange range, IReadOnlyList<double> spreads, Random random)
    {
        var moving = Enumerable.Range(0, spreads.Count).Where(signal => spreads[signal] > 0).ToArray();
        var room = Math.Min(RowsPerAnomaly, range.RowCount);
        for (var first = range.FirstRow; moving.Length > 0 && first + room <= range.EndRow; first += room)
        {
            var kind = random.Next(Kinds);
            var length = kind == 0 ? random.Next(1, 4) : (int)(ShortestRows * Math.Pow(Math.Min(LongestRows, room / 2) / (double)ShortestRows, random.NextDouble()));
            var start = first + random.Next(room - length);
            // Values are taken from the range itself, never from rows beyond it.
            var other = range.FirstRow + random.Next(range.RowCount - length);
            random.Shuffle(moving);
            var count = 1 + random.Next(Math.Max(1, (int)(LargestShareOfSignals * moving.Length)));
            for (var row = start; row < start + length; row++)
                labels[row] = true;
            foreach (var signal in moving[..count])
                Change(plane, kind, start, length, other, signal, spreads, random);
        }
    }

    private static void Change(
        float[] plane, int kind, int start, int length, int other, int signal, IReadOnlyList<double> spreads, Random random)
    {
        var width = spreads.Count;
        var size = (random.Next(2) == 0 ? -1 : 1) * (1.5 + (2.5 * random.NextDouble())) * spreads[signal];
        var frozen = plane[(start * width) + signal];
        var copied = Enumerable.Range(0, length).Select(i => plane[((other + i) * width) + signal]).ToArray();
        for (var i = 0; i < length; i++)
        {
            ref var value = ref plane[((start + i) * width) + signal];
            value = kind switch
            {
                0 => value + (float)(2 * size),
                1 => value + (float)size,
                2 => value + (float)(size * (i + 1) / length),
                3 => float.IsNaN(value) ? value : frozen,
                4 => value + (float)(size * ((2 * random.NextDouble()) - 1)),
                _ => float.IsNaN(value) ? value : copied[i],
            };
        }
    }
}
