using Auscult.Evaluation.Realism.Statistics;

namespace Auscult.Evaluation.Realism.Telling;

/// <summary>What the classifier sees of a window.</summary>
internal static class WindowFeatures
{
    private static readonly string[] LevelNames = ["mean", "deviation", "smallest", "largest"];

    private static readonly string[] ShapeNames =
    [
        "skewness", "excess kurtosis", "autocorrelation at lag 1", "autocorrelation at lag 2", "autocorrelation at lag 5", "roughness", "repeated values",
        "smallest, standardised", "largest, standardised", "trend",
    ];

    /// <summary>Names of the features.</summary>
    /// <param name="signals">Signals of the window.</param>
    /// <param name="isStandardised">Whether every window is standardised by itself, so that level and size do not count.</param>
    public static IReadOnlyList<string> Names(IReadOnlyList<string> signals, bool isStandardised)
    {
        var names = signals.SelectMany(signal => (isStandardised ? ShapeNames : LevelNames.Concat(ShapeNames)).Select(name => $"{signal}: {name}"));
        return [.. names, .. Pairs(signals.Count).Select(pair => $"correlation of {signals[pair.First]} and {signals[pair.Second]}")];
    }

    /// <summary>Features of a window <c>[signal][row]</c>, in the order of <see cref="Names"/>; what is undefined is 0.</summary>
    public static double[] Of(IReadOnlyList<double[]> window, bool isStandardised)
    {
        var features = window.SelectMany(values => isStandardised ? Shape(values) : Level(values).Concat(Shape(values)))
            .Concat(Pairs(window.Count).Select(pair => SeriesStatistics.Correlation(window[pair.First], window[pair.Second])));
        return [.. features.Select(value => double.IsFinite(value) ? value : 0)];
    }

    private static double[] Level(double[] values) =>
        [SeriesStatistics.Mean(values), SeriesStatistics.Deviation(values), values.Min(), values.Max()];

    private static double[] Shape(double[] values)
    {
        var (mean, deviation) = (SeriesStatistics.Mean(values), SeriesStatistics.Deviation(values));
        if (!(deviation > 1e-9 * Math.Max(1e-9, Math.Abs(mean))))
            return [0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        var standard = Array.ConvertAll(values, value => (value - mean) / deviation);
        var differences = SeriesStatistics.Differences(standard);
        return
        [
            standard.Average(value => value * value * value), standard.Average(value => value * value * value * value) - 3,
            SeriesStatistics.Autocorrelation(standard, 1), SeriesStatistics.Autocorrelation(standard, 2), SeriesStatistics.Autocorrelation(standard, 5),
            SeriesStatistics.Deviation(differences), differences.Count(value => value == 0) / (double)differences.Length,
            standard.Min(), standard.Max(),
            SeriesStatistics.Correlation(standard, [.. Enumerable.Range(0, standard.Length).Select(row => (double)row)]),
        ];
    }

    private static IEnumerable<(int First, int Second)> Pairs(int count) =>
        Enumerable.Range(0, count).SelectMany(first => Enumerable.Range(first + 1, count - first - 1).Select(second => (first, second)));
}
