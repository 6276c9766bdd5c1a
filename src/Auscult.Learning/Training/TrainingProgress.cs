using Auscult.Learning.Checkpoints;

namespace Auscult.Learning.Training;

/// <summary>How far a run is.</summary>
internal sealed record TrainingProgress
{
    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>Seconds spent, over all sessions.</summary>
    public double TrainedSeconds { get; init; }

    /// <summary>Smallest validation loss.</summary>
    public double? BestLoss { get; init; }

    /// <summary>Evaluation phases since then.</summary>
    public int EvaluationsSinceBest { get; init; }

    /// <summary>Step of the last evaluation phase; -1 before the first.</summary>
    public long LastEvaluation { get; init; } = -1;

    public static TrainingProgress From(TrainingState state) => new()
    {
        Step = state.Step,
        TrainedSeconds = state.TrainedSeconds,
        BestLoss = state.BestLoss,
        EvaluationsSinceBest = state.EvaluationsSinceBest,
    };
}

/// <summary>Times of one session of a run.</summary>
internal sealed class SessionClock(TimeProvider clock, double earlierSeconds)
{
    private readonly long _began = clock.GetTimestamp();
    private long _lap = clock.GetTimestamp();
    private long _checkpoint = clock.GetTimestamp();

    /// <summary>Seconds spent training, earlier sessions included.</summary>
    public double TotalSeconds => earlierSeconds + clock.GetElapsedTime(_began).TotalSeconds;

    /// <summary>Whether a limit in seconds, when there is one, is reached.</summary>
    public bool Exceeds(double limit) => limit > 0 && TotalSeconds >= limit;

    /// <summary>Whether the last checkpoint is older than an interval, when there is one.</summary>
    public bool IsCheckpointDue(double interval) => interval > 0 && clock.GetElapsedTime(_checkpoint).TotalSeconds >= interval;

    /// <summary>A checkpoint was saved now.</summary>
    public void CheckpointSaved() => _checkpoint = clock.GetTimestamp();

    /// <summary>Time since the last call.</summary>
    public TimeSpan Lap()
    {
        var elapsed = clock.GetElapsedTime(_lap);
        _lap = clock.GetTimestamp();
        return elapsed;
    }
}

/// <summary>What the steps of a session cost, all together.</summary>
public sealed class Throughput
{
    /// <summary>Steps of this session.</summary>
    public long Steps { get; private set; }

    /// <summary>Windows seen.</summary>
    public long Windows { get; private set; }

    /// <summary>Tokens seen.</summary>
    public long Tokens { get; private set; }

    /// <summary>Seconds in steps, evaluation and checkpoints.</summary>
    public double Seconds { get; private set; }

    /// <summary>Seconds the trainer stood still for data.</summary>
    public double DataWaitSeconds { get; private set; }

    /// <summary>Windows per second.</summary>
    public double WindowsPerSecond => Seconds > 0 ? Windows / Seconds : 0;

    /// <summary>Tokens per second.</summary>
    public double TokensPerSecond => Seconds > 0 ? Tokens / Seconds : 0;

    /// <summary>Seconds in steps alone.</summary>
    public double StepSeconds { get; private set; }

    /// <summary>Share of the steps' time spent waiting for the loader, 0 to 1.</summary>
    public double LoaderWaitRatio => StepSeconds > 0 ? DataWaitSeconds / StepSeconds : 0;

    internal void Add(StepReport report)
    {
        Steps++;
        Windows += report.Windows;
        Tokens += report.Tokens;
        Seconds += report.Elapsed.TotalSeconds;
        StepSeconds += report.Duration.TotalSeconds;
        DataWaitSeconds += report.DataWait.TotalSeconds;
    }
}
