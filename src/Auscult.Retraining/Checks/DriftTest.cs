using Auscult.Telemetry.Domain;

namespace Auscult.Retraining.Checks;

/// <summary>How far new data lie from those that the champion was made from.</summary>
/// <param name="What">A layer, <c>embedding</c>, <c>score</c> or <c>confidence</c>.</param>
/// <param name="Distance">Energy distance of standardised features; 0 for equal distributions.</param>
/// <param name="Threshold">Distance that the champion's own recordings have from one another at the level that was asked for.</param>
/// <param name="P">How often some of the champion's own recordings lie as far from the others.</param>
/// <param name="IsDrift">Whether P is at or below the level.</param>
public sealed record Drift(string What, double Distance, double Threshold, double P, bool IsDrift);

/// <summary>
/// A two-sample test by the energy distance (Székely and Rizzo 2013) between recordings, because moments of one recording are not independent: as many of
/// the champion's own recordings as there are new ones, drawn at random, give the distances that mean nothing.
/// </summary>
internal static class DriftTest
{
    private const double SmallestDeviation = 1e-6;

    // With fewer the champion's own data do not tell what is usual.
    private const int FewestRecordings = 4;

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
        int[] own = [.. Enumerable.Range(0, usual.Length)];
        var seen = Energy(between, [.. Enumerable.Range(usual.Length, fresh.Length)], own);
        // More new recordings than half of the usual ones: the null has as many as can be spared.
        var drawn = Math.Min(fresh.Length, usual.Length / 2);
        var random = seeds.Generator();
        var nothing = new double[config.Draws];
        for (var draw = 0; draw < nothing.Length; draw++)
        {
            random.Shuffle(own);
            nothing[draw] = Energy(between, own.AsSpan(0, drawn), own.AsSpan(drawn));
        }
        Array.Sort(nothing);
        var p = (1.0 + nothing.Count(distance => distance >= seen)) / (1 + nothing.Length);
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
