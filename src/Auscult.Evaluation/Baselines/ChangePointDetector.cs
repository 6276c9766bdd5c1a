using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// Bayesian online change points of every signal on its own (Adams and MacKay 2007): a signal's contribution is how far its level since the
/// last change, the mean over all run lengths, lies from the training median, in deviations.
/// </summary>
/// <remarks>The probability of a change alone finds the borders of an incident and not its rows.</remarks>
public sealed class ChangePointDetector : SignalErrorDetector
{
    private const int MaxRuns = 96;
    private const double MeanRunLength = 500;
    private static readonly ChangePointPrior Prior = new(Mean: 0, Kappa: 0.1, Alpha: 1, Beta: 0.1);

    /// <inheritdoc/>
    public override string Name => "change-points";

    /// <inheritdoc/>
    private protected override void Learn(IReadOnlyList<RowRange> ranges, Func<RowRange, float[]> read, int width)
    {
        // The scale of the rows is all that is learned.
    }

    /// <inheritdoc/>
    private protected override void Errors(float[] rows, int width, Span<float> errors)
    {
        var levels = new float[rows.Length];
        Parallel.For(0, width, signal =>
        {
            var runs = new RunLengths(Prior, MeanRunLength, MaxRuns);
            for (var i = signal; i < rows.Length; i += width)
            {
                runs.Observe(rows[i]);
                levels[i] = (float)Math.Abs(runs.Level());
            }
        });
        levels.CopyTo(errors);
    }
}
