namespace Auscult.Learning.Training;

/// <summary>
/// Linear warm-up, then a cosine down to a share of the peak, once or with warm restarts. The rate is a function of the step alone: the
/// schedule has no state to save.
/// </summary>
/// <param name="config">Peak, warm-up, length and final share.</param>
public sealed class LearningRateSchedule(TrainingConfig config)
{
    /// <summary>The rate of a zero-based step.</summary>
    public double At(long step)
    {
        if (step < config.WarmupSteps)
            return config.LearningRate * (step + 1) / config.WarmupSteps;
        var since = step - config.WarmupSteps;
        var progress = config.RestartSteps > 0
            ? since % config.RestartSteps / (double)config.RestartSteps
            : Math.Min(1.0, since / (double)Math.Max(1, config.MaxSteps - config.WarmupSteps));
        var final = config.FinalLearningRateRatio;
        return config.LearningRate * (final + ((1 - final) * 0.5 * (1 + Math.Cos(Math.PI * progress))));
    }
}
