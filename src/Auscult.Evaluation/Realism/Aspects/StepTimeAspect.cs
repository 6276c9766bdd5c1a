using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Realism.Statistics;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>How regular the steps of a training are.</summary>
/// <param name="title">Heading.</param>
public sealed class StepTimeAspect(string title = "Step time") : Aspect
{
    private const int WarmUpSteps = 10;
    private const int LeastSteps = 60;
    private const int MostLags = 30;
    private const double Slow = 1.5;

    /// <inheritdoc/>
    public override string Name => "step_time";

    /// <inheritdoc/>
    public override string Title => title;

    /// <inheritdoc/>
    public override string About =>
        "Durations of the training steps of one rank, without the first ten of a recording. Slow steps last more than 1.5 times the median.";

    /// <inheritdoc/>
    public override IReadOnlyList<FigureKind> Figures { get; } =
    [
        new("variation", "coefficient of variation", "", FigureScale.Ratio,
            "Simulated steps vary too much", "Simulated steps are too regular"),
        new("quartiles", "central half, relative to the median", "", FigureScale.Ratio,
            "Ordinary steps vary too much", "Ordinary steps are too regular"),
        new("slow_tail", "99th percentile beyond the median, relative", "", FigureScale.Ratio,
            "The slow tail is too long", "The slow tail is too short"),
        new("fast_tail", "1st percentile short of the median, relative", "", FigureScale.Ratio,
            "The fast tail is too long", "The fast tail is too short"),
        new("lag1", "autocorrelation at lag 1", "", FigureScale.Difference,
            "Neighbouring steps are too much alike", "Neighbouring steps are too independent"),
        new("lag10", "autocorrelation at lag 10", "", FigureScale.Difference, "Steps drift too slowly", "Steps keep too little memory"),
        new("slow_share", "share of slow steps", "", FigureScale.Ratio, "There are too many slow steps", "There are too few slow steps"),
        new("after_pause", "first step after an evaluation or checkpoint over the median", "", FigureScale.Difference,
            "The step after a pause is too slow", "The step after a pause is too fast"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<SampleKind> Samples { get; } = [new("relative", "step time over its median", "of the median")];

    /// <inheritdoc/>
    public override IReadOnlyList<CurveKind> Curves { get; } = [new("autocorrelation", "Autocorrelation of step times", "lag in steps")];

    /// <inheritdoc/>
    public override IReadOnlyList<RecordingProfile> Measure(Dataset dataset) =>
        [.. StepSeries.Of(dataset).Select(steps => Measure(steps, Pauses.Of(dataset, steps.Recording))).Where(profile => profile is not null).Select(profile => profile!)];

    private static RecordingProfile? Measure(StepSeries steps, Pauses pauses)
    {
        (long End, double Seconds)[] told =
            [.. steps.EndMicros.Zip(steps.Seconds).Skip(WarmUpSteps).Where(step => step.Second > 0)];
        if (told.Length < LeastSteps)
            return null;
        var seconds = Array.ConvertAll(told, step => step.Seconds);
        var median = Quantiles.Of(seconds, 0.5);
        double[] relative = [.. seconds.Select(value => value / median)];
        double[] afterPause = [.. told.Skip(1).Select((step, i) => (step.Seconds, Paused: pauses.AnyEndIn(told[i].End, step.End)))
            .Where(step => step.Paused).Select(step => step.Seconds / median)];
        return new RecordingProfile(steps.Recording.Name)
        {
            Figures =
            {
                ["variation"] = SeriesStatistics.Variation(seconds),
                ["quartiles"] = SeriesStatistics.RelativeQuartiles(seconds),
                ["slow_tail"] = Quantiles.Of(relative, 0.99) - 1,
                ["fast_tail"] = 1 - Quantiles.Of(relative, 0.01),
                ["lag1"] = SeriesStatistics.Autocorrelation(seconds, 1),
                ["lag10"] = SeriesStatistics.Autocorrelation(seconds, 10),
                ["slow_share"] = relative.Count(value => value > Slow) / (double)relative.Length,
                ["after_pause"] = Quantiles.Of(afterPause, 0.5),
            },
            Samples = { ["relative"] = relative },
            Curves =
            {
                ["autocorrelation"] = new CurvePoints(
                    [.. Enumerable.Range(1, MostLags).Select(lag => (double)lag)],
                    [.. Enumerable.Range(1, MostLags).Select(lag => SeriesStatistics.Autocorrelation(seconds, lag))]),
            },
        };
    }
}
