using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Realism.Statistics;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>The shape of loss curves and their noise.</summary>
public sealed class LossAspect : Aspect
{
    private const int LeastSteps = 400;
    private const int SmoothingSteps = 51;
    private const int MostLags = 20;
    private const int NumPoints = 40;

    /// <inheritdoc/>
    public override string Name => "loss";

    /// <inheritdoc/>
    public override string Title => "Loss curves";

    /// <inheritdoc/>
    public override string About =>
        "Training loss per step. Shape: floor + scale · step^-exponent over steps even in the logarithm. Noise: what remains of the later three "
        + "quarters without their running median over 51 steps, over the loss itself.";

    /// <inheritdoc/>
    public override IReadOnlyList<FigureKind> Figures { get; } =
    [
        new("exponent", "exponent of the power law", "", FigureScale.Ratio, "The loss falls too steeply", "The loss falls too slowly"),
        new("residual", "residual of the power law, relative", "", FigureScale.Ratio,
            "The curve is too far from a power law", "The curve is too perfect a power law"),
        new("fall", "loss at the end over loss at one percent of the run", "", FigureScale.Difference,
            "The loss falls too little", "The loss falls too much"),
        new("noise", "noise over level", "", FigureScale.Ratio, "The loss is too noisy", "The loss is too quiet"),
        new("noise_trend", "noise of the last quarter over noise of the second", "", FigureScale.Ratio,
            "Noise shrinks too little over the run", "Noise shrinks too much over the run"),
        new("noise_lag1", "autocorrelation of the noise at lag 1", "", FigureScale.Difference,
            "Noise is too sticky", "Noise is too independent"),
        new("noise_tail", "99th percentile of the size of the noise over its median", "", FigureScale.Ratio,
            "Noise has too heavy tails", "Noise has too light tails"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<SampleKind> Samples { get; } = [new("noise", "noise of the loss over its level", "of the loss")];

    /// <inheritdoc/>
    public override IReadOnlyList<CurveKind> Curves { get; } =
    [
        new("shape", "Loss over the loss at the end", "share of the run", IsLogarithmic: true),
        new("noise_autocorrelation", "Autocorrelation of the noise", "lag in steps"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<RecordingProfile> Measure(Dataset dataset) =>
        [.. StepSeries.Of(dataset).Select(Measure).Where(profile => profile is not null).Select(profile => profile!)];

    private static RecordingProfile? Measure(StepSeries steps)
    {
        double[] loss = [.. steps.Loss.Where(value => value > 0)];
        if (loss.Length < LeastSteps)
            return null;
        var fit = PowerLaw.Fit([.. Enumerable.Range(1, loss.Length).Select(step => (double)step)], loss);
        var noise = SeriesStatistics.WithoutMovingMedian(loss, SmoothingSteps);
        for (var i = 0; i < noise.Length; i++)
            noise[i] /= loss[i] - noise[i];
        var quarter = loss.Length / 4;
        var late = noise.AsSpan(quarter);
        var size = Array.ConvertAll(late.ToArray(), Math.Abs);
        var end = Quantiles.Of(loss.AsSpan(^Math.Min(quarter, 100)..), 0.5);
        return new RecordingProfile(steps.Recording.Name)
        {
            Figures =
            {
                ["exponent"] = fit.Exponent,
                ["residual"] = fit.Residual,
                ["fall"] = end / At(loss, 0.01),
                ["noise"] = SeriesStatistics.Deviation(late),
                ["noise_trend"] = SeriesStatistics.Deviation(noise.AsSpan(3 * quarter)) / SeriesStatistics.Deviation(noise.AsSpan(quarter, quarter)),
                ["noise_lag1"] = SeriesStatistics.Autocorrelation(late, 1),
                ["noise_tail"] = Quantiles.Of(size, 0.99) / Quantiles.Of(size, 0.5),
            },
            Samples = { ["noise"] = late.ToArray() },
            Curves =
            {
                ["shape"] = Curve(NumPoints, i => Math.Pow(10, -2.5 * (NumPoints - 1 - i) / (NumPoints - 1)), share => At(loss, share) / end),
                ["noise_autocorrelation"] = Curve(MostLags, i => i + 1.0, lag => SeriesStatistics.Autocorrelation(noise.AsSpan(quarter), (int)lag)),
            },
        };
    }

    private static CurvePoints Curve(int count, Func<int, double> x, Func<double, double> y)
    {
        double[] points = [.. Enumerable.Range(0, count).Select(x)];
        return new CurvePoints(points, Array.ConvertAll(points, point => y(point)));
    }

    // Median of the five percent around a share of the run, at least one step.
    private static double At(double[] loss, double share)
    {
        var centre = (int)(share * (loss.Length - 1));
        var reach = (int)Math.Min(centre * 0.05, Math.Min(centre, loss.Length - 1 - centre));
        return Quantiles.Of(loss.AsSpan(centre - reach, (2 * reach) + 1), 0.5);
    }
}
