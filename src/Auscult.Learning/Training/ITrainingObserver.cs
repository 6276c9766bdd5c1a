using Auscult.Telemetry.Loading.TrainingLogs;

namespace Auscult.Learning.Training;

/// <summary>What one optimiser step did and what it cost.</summary>
/// <param name="Step">Steps done so far, this one included.</param>
/// <param name="Loss">Training loss before the update.</param>
/// <param name="GradNorm">Norm of the gradient before clipping.</param>
/// <param name="LearningRate">Rate the update used.</param>
/// <param name="Elapsed">
/// Wall time from the end of the last step to the end of this one, evaluation and checkpoints between them included.
/// </param>
/// <param name="Duration">Wall time of the step alone, from asking for its batch to the end of the update.</param>
/// <param name="DataWait">Part of it spent waiting for the batch.</param>
/// <param name="Windows">Windows in the batch.</param>
/// <param name="Tokens">Tokens in the batch: windows times layers times patches.</param>
public sealed record StepReport(
    long Step, double Loss, double GradNorm, double LearningRate, TimeSpan Elapsed, TimeSpan Duration, TimeSpan DataWait, int Windows, long Tokens)
{
    /// <summary>Share of the step spent waiting for the loader, 0 to 1.</summary>
    public double LoaderWaitRatio => DataWait / TimeSpan.FromTicks(Math.Max(Duration.Ticks, 1));

    /// <summary>Windows per second over this step.</summary>
    public double WindowsPerSecond => Windows / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>Tokens per second over this step.</summary>
    public double TokensPerSecond => Tokens / Math.Max(Elapsed.TotalSeconds, 1e-9);
}

/// <summary>What an evaluation phase found.</summary>
/// <param name="Step">Steps done so far.</param>
/// <param name="Loss">Mean loss over the validation windows, with masks that never change.</param>
/// <param name="IsBest">Whether it is the smallest so far.</param>
public sealed record ValidationReport(long Step, double Loss, bool IsBest);

/// <summary>Watches a training run. All calls come from the training thread.</summary>
public interface ITrainingObserver
{
    /// <summary>A step is done.</summary>
    void OnStep(StepReport report)
    {
    }

    /// <summary>A phase other than training begins; the result is disposed at its end.</summary>
    IDisposable? OnPhase(TrainingPhase phase, long step) => null;

    /// <summary>An evaluation phase is done.</summary>
    void OnValidation(ValidationReport report)
    {
    }

    /// <summary>A checkpoint is on the disk.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="step">Steps done so far.</param>
    void OnCheckpoint(string folder, long step)
    {
    }

    /// <summary>Something the user should know, in one line.</summary>
    void OnWarning(string message)
    {
    }
}
