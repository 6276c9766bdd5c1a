using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Realism.Statistics;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>How the power of the nodes of a training behaves.</summary>
public sealed class NodePowerAspect : Aspect
{
    /// <summary>Grid on which power is compared, seconds: the rate of the real recordings.</summary>
    public const double StepSeconds = 2;

    private const int LeastRows = 300;
    private const double Low = 0.6;
    private static readonly int[] Lags = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150];
    private static readonly double[] Periods = [4, 6, 8, 9, 10, 11, 12, 14, 17, 22, 30, 45, 70, 110, 140, 180, 300, 600, 1200];

    /// <inheritdoc/>
    public override string Name => "node_power";

    /// <inheritdoc/>
    public override string Title => "Power of the nodes";

    /// <inheritdoc/>
    public override string About =>
        "Power of every node on a grid of 2 s, over the 99.9th percentile of the node itself, so that only the shape counts; figures are medians "
        + "over the nodes. Spectra are shares of the variance by period.";

    /// <inheritdoc/>
    public override IReadOnlyList<FigureKind> Figures { get; } =
    [
        new("median_level", "median power over the largest", "", FigureScale.Difference,
            "Nodes draw too evenly near their largest power", "Nodes draw too little of their largest power"),
        new("low_share", "share of time below 60 % of the largest power", "", FigureScale.Ratio,
            "Power falls too often", "Power falls too rarely"),
        new("roughness", "change from one sample to the next (deviation over mean)", "", FigureScale.Ratio,
            "Power is too rough from sample to sample", "Power is too smooth from sample to sample"),
        new("acf2", "autocorrelation at 2 s", "", FigureScale.Difference,
            "Samples 2 s apart are too much alike", "Samples 2 s apart are too independent"),
        new("acf10", "autocorrelation at 10 s", "", FigureScale.Difference,
            "Samples 10 s apart are too much alike", "Samples 10 s apart are too independent"),
        new("acf60", "autocorrelation at 60 s", "", FigureScale.Difference,
            "Samples 60 s apart are too much alike", "Samples 60 s apart are too independent"),
        new("fast_share", "variance at periods below 9 s", "", FigureScale.Difference,
            "Too much of the variance is fast", "Too little of the variance is fast"),
        new("step_share", "variance at periods of 9 to 30 s (about a step)", "", FigureScale.Difference,
            "Too much of the variance follows the steps", "Too little of the variance follows the steps"),
        new("slow_share", "variance at periods above 300 s", "", FigureScale.Difference,
            "Power drifts too much", "Power drifts too little"),
        new("node_spread", "spread of mean power between nodes (coefficient of variation)", "", FigureScale.Ratio,
            "Nodes differ too much", "Nodes are too much alike"),
        new("together", "correlation of a node with the mean of the others", "", FigureScale.Difference,
            "Nodes move too much together", "Nodes move too independently"),
        new("ramp", "time from the start to 90 % of the median", "s", FigureScale.Difference,
            "Power rises too slowly at the start", "Power rises too fast at the start"),
        new("pause_level", "power in evaluations and checkpoints over power in training", "", FigureScale.Difference,
            "Power falls too little in evaluations and checkpoints", "Power falls too much in evaluations and checkpoints"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<SampleKind> Samples { get; } =
    [
        new("level", "power over the largest of the node", "of the largest"),
        new("change", "change from one sample to the next over mean power", "of the mean"),
        new("node_mean", "mean power of a node over the mean of all nodes", "of the mean"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CurveKind> Curves { get; } =
    [
        new("autocorrelation", "Autocorrelation of power", "lag in seconds", IsLogarithmic: true),
        new("spectrum", "Share of the variance by period", "period in seconds", IsLogarithmic: true),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<RecordingProfile> Measure(Dataset dataset) =>
        [.. Series(dataset).Select(series => Measure(series, Pauses.Of(dataset, series.Recording)))];

    /// <summary>Power of every node of every recording that is long enough.</summary>
    internal static IEnumerable<NodeSeries> Series(Dataset dataset) =>
        NodeSeries.Of(dataset, SignalOf(dataset), StepSeconds).Where(series => series.Nodes[0].Length >= LeastRows);

    // Power of the whole host where it is measured; otherwise that of its accelerators.
    private static string SignalOf(Dataset dataset) =>
        dataset.Series.Any(info => info.Columns.Contains("node_power_watts", StringComparer.Ordinal)) ? "node_power_watts" : "gpu_power_watts";

    private static RecordingProfile Measure(NodeSeries series, Pauses pauses)
    {
        var nodes = series.Nodes;
        double[][] levels = [.. nodes.Select(values => Scaled(values, Quantiles.Of(values, 0.999)))];
        double[][] changes = [.. nodes.Select(values => Scaled(SeriesStatistics.Differences(values), SeriesStatistics.Mean(values)))];
        double[][] correlations = [.. nodes.Select(values => Lags.Select(lag => SeriesStatistics.Autocorrelation(values, lag)).ToArray())];
        double[][] spectra = [.. nodes.Select(values => Spectrum.Shares(values, StepSeconds, Periods))];
        double[] means = [.. nodes.Select(values => SeriesStatistics.Mean(values))];
        double[] spectrum = [.. Enumerable.Range(0, Periods.Length - 1).Select(band => Median(spectra, shares => shares[band]))];
        double Band(double from, double until) =>
            Median(spectra, shares => shares.Where((_, band) => Periods[band] >= from && Periods[band] < until).Sum());
        double Lag(int lag) => Median(correlations, values => values[Array.IndexOf(Lags, lag)]);
        return new RecordingProfile(series.Recording.Name)
        {
            Figures =
            {
                ["median_level"] = Median(levels, values => Quantiles.Of(values, 0.5)),
                ["low_share"] = Median(levels, values => values.Count(value => value < Low) / (double)values.Length),
                ["roughness"] = Median(changes, values => SeriesStatistics.Deviation(values)),
                ["acf2"] = Lag(1),
                ["acf10"] = Lag(5),
                ["acf60"] = Lag(30),
                ["fast_share"] = Band(0, 9),
                ["step_share"] = Band(9, 30),
                ["slow_share"] = Band(300, double.PositiveInfinity),
                ["node_spread"] = SeriesStatistics.Variation(means),
                ["together"] = Together(nodes),
                ["ramp"] = Median(nodes, values => Array.FindIndex(values, value => value >= 0.9 * Quantiles.Of(values, 0.5)) * StepSeconds),
                ["pause_level"] = Median(nodes, values => InPauses(values, series, pauses)),
            },
            Samples =
            {
                ["level"] = [.. levels.SelectMany(values => values)],
                ["change"] = [.. changes.SelectMany(values => values)],
                ["node_mean"] = Scaled(means, SeriesStatistics.Mean(means)),
            },
            Curves =
            {
                ["autocorrelation"] = new CurvePoints(
                    [.. Lags.Select(lag => lag * StepSeconds)], [.. Lags.Select((_, i) => Median(correlations, values => values[i]))]),
                ["spectrum"] = new CurvePoints([.. Periods.Zip(Periods.Skip(1), (low, high) => Math.Sqrt(low * high))], spectrum),
            },
        };
    }

    private static double Together(double[][] nodes)
    {
        var sum = new double[nodes[0].Length];
        foreach (var values in nodes)
            System.Numerics.Tensors.TensorPrimitives.Add<double>(sum, values, sum);
        return nodes.Length < 2 ? double.NaN : Median(nodes, values =>
        {
            var others = new double[sum.Length];
            System.Numerics.Tensors.TensorPrimitives.Subtract<double>(sum, values, others);
            return SeriesStatistics.Correlation(values, others);
        });
    }

    private static double InPauses(double[] values, NodeSeries series, Pauses pauses)
    {
        var paused = values.Select((value, row) => (Value: value, Paused: pauses.Contains(series.MicrosOf(row)))).ToLookup(pair => pair.Paused, pair => pair.Value);
        return SeriesStatistics.Mean([.. paused[true]]) / SeriesStatistics.Mean([.. paused[false]]);
    }

    private static double[] Scaled(double[] values, double unit) => Array.ConvertAll(values, value => value / unit);

    private static double Median(double[][] series, Func<double[], double> figure) =>
        Quantiles.Of([.. series.Select(figure).Where(double.IsFinite)], 0.5);
}
