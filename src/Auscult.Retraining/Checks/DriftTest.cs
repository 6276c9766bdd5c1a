using Auscult.Telemetry.Domain;

namespace Auscult.Retraining.Checks;

/// <summary>How far new data lie from those that the champion was made from.</summary>
/// <param name="What">A layer, <c>embedding</c>, <c>score</c> or <c>confidence</c>.</param>
/// <param name="Distance">Energy distance of standardised features; 0 for equal distributions.</param>
/// <param name="Threshold">Distance that two halves of all recordings rarely have when they are dealt at random: at the level that was asked for.</param>
/// <param name="P">How often as many recordings of both, dealt at random, lie as far from the others.</param>
/// <param name="IsDrift">Whether P is at or below the level.</param>
public sealed record Drift(string What, double Distance, double Threshold, double P, bool IsDrift);

/// <summary>
/// A two-sample test by the energy distance (Székely and Rizzo 2013), with whole recordings dealt anew (a permutation test), because moments of one
/// recording are not independent. Features are in standard deviations of the champion's data.
/// </summary>
internal static class DriftTest
{
    // Features are shares and asinh units: what moves less than that rests.
    private const double SmallestDeviation = 0.01;
    private const int FewestRecordings = 3;

    // Equal splits differ by the order of their sums.
    private const double Rounding = 1e-9;

    /// <summary>Tests everything that both have samples of.</summary>
    public static IReadOnlyList<Drift> Of(IReadOnlyList<RecordingProfile> usual, IReadOnlyList<RecordingProfile> fresh, CheckConfig config, Seeds seeds) =>
    [
        .. usual.SelectMany(recording => recording.Samples.Keys).Distinct(StringComparer.Ordinal)
            .Select(what => Of(what, Samples(usual, what), Samples(fresh, what), config, seeds.Child(what))).OfType<Drift>(),
    ];

    /// <summary>Tests one kind of samples; null where there are too few recordings.</summary>
    internal static Drift? Of(string what, float[][][] usual, float[][][] fresh, CheckConfig config, Seeds seeds)
    {
        if (usual.Length < FewestRecordings || fresh.Length == 0)
            return null;
        float[][][] all = [.. Standardised(usual, [.. usual, .. fresh])];
        var between = Distances(all);
        int[] order = [.. Enumerable.Range(0, all.Length)];
        var seen = Energy(between, order.AsSpan(0, usual.Length), order.AsSpan(usual.Length));
        var random = seeds.Generator();
        var nothing = new double[config.Draws];
        for (var draw = 0; draw < nothing.Length; draw++)
        {
            random.Shuffle(order);
            nothing[draw] = Energy(between, order.AsSpan(0, usual.Length), order.AsSpan(usual.Length));
        }
        Array.Sort(nothing);
        var p = (1.0 + nothing.Count(distance => distance >= seen - Rounding)) / (1 + nothing.Length);
        var threshold = nothing[Math.Min(nothing.Length - 1, (int)Math.Ceiling((1 - config.DriftLevel) * nothing.Length))];
        return new Drift(what, seen, threshold, p, p <= config.DriftLevel);
    }

    /// <summary>2 E|X - Y| - E|X - X'| - E|Y - Y'| over recordings, from their mean distances.</summary>
    private static double Energy(double[,] between, ReadOnlySpan<int> first, ReadOnlySpan<int> second) =>
        (2 * Mean(between, first, second)) - Mean(between, first, first) - Mean(between, second, second);

    private static double Mean(double[,] between, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        var sum = 0.0;
        foreach (var row in rows)
        {
            foreach (var column in columns)
                sum += between[row, column];
        }
        return sum / ((double)rows.Length * columns.Length);
    }

    private static double[,] Distances(float[][][] recordings)
    {
        var between = new double[recordings.Length, recordings.Length];
        Parallel.For(0, recordings.Length, i =>
        {
            for (var j = i; j < recordings.Length; j++)
                between[i, j] = between[j, i] = recordings[i].Average(x => recordings[j].Average(y => Distance(x, y)));
        });
        return between;
    }

    private static double Distance(float[] first, float[] second)
    {
        var sum = 0.0;
        for (var i = 0; i < first.Length; i++)
            sum += (first[i] - second[i]) * (double)(first[i] - second[i]);
        return Math.Sqrt(sum);
    }

    private static IEnumerable<float[][]> Standardised(float[][][] usual, float[][][] all)
    {
        float[][] rows = [.. usual.SelectMany(recording => recording)];
        var width = rows[0].Length;
        var (mean, deviation) = (new double[width], new double[width]);
        for (var f = 0; f < width; f++)
        {
            mean[f] = rows.Average(row => (double)row[f]);
            deviation[f] = Math.Max(SmallestDeviation, Math.Sqrt(rows.Average(row => (row[f] - mean[f]) * (row[f] - mean[f]))));
        }
        return all.Select(recording => Array.ConvertAll(recording, row => Array.ConvertAll(
            [.. Enumerable.Range(0, width)], (int f) => (float)((row[f] - mean[f]) / deviation[f]))));
    }

    private static float[][][] Samples(IReadOnlyList<RecordingProfile> recordings, string what) =>
        [.. recordings.Select(recording => recording.Samples.GetValueOrDefault(what)).OfType<float[][]>().Where(rows => rows.Length > 0)];
}
