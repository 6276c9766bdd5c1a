namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>What a training process is doing.</summary>
public enum TrainingPhase
{
    /// <summary>Optimiser steps.</summary>
    Train,

    /// <summary>Scoring held-out data.</summary>
    Evaluation,

    /// <summary>Saving a checkpoint.</summary>
    Checkpoint,

    /// <summary>Loading, compiling, filling caches: not yet at its normal pace.</summary>
    WarmUp,
}

/// <summary>
/// One line of a training telemetry file: JSON objects with snake-case keys, one per line, as written by
/// <c>auscult train --telemetry FILE</c> or by any other training program.
/// </summary>
/// <remarks>
/// <c>{"time":"2026-01-31T12:00:00.25Z","rank":0,"step":17,"phase":"train","step_seconds":0.21,"loss":0.93}</c>.
/// <c>time</c> is RFC 3339 or seconds since 1970; everything but <c>time</c> may be missing. A number that is not finite is written as the
/// string <c>"NaN"</c>, <c>"Infinity"</c> or <c>"-Infinity"</c>. Further numeric keys are kept in <see cref="Extra"/>.
/// </remarks>
public sealed record TrainingTelemetry
{
    /// <summary>When the line was written, UTC. Left at its default, the writer stamps it.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Global rank of the process.</summary>
    public int Rank { get; init; }

    /// <summary>Optimiser steps done so far.</summary>
    public long? Step { get; init; }

    /// <summary>What the process is doing.</summary>
    public TrainingPhase Phase { get; init; }

    /// <summary>Wall time of the last step, from one step's end to the next, in seconds.</summary>
    public double? StepSeconds { get; init; }

    /// <summary>Training loss of the last step.</summary>
    public double? Loss { get; init; }

    /// <summary>Norm of the gradient before clipping.</summary>
    public double? GradNorm { get; init; }

    /// <summary>Tokens per second over the last step.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Learning rate of the last step.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Part of <see cref="StepSeconds"/> spent waiting for the batch.</summary>
    public double? DataWaitSeconds { get; init; }

    /// <summary>Time the checkpoint took; on the line that ends <see cref="TrainingPhase.Checkpoint"/>.</summary>
    public double? CheckpointSeconds { get; init; }

    /// <summary>Time the evaluation took; on the line that ends <see cref="TrainingPhase.Evaluation"/>.</summary>
    public double? EvaluationSeconds { get; init; }

    /// <summary>Further numbers of the line, by key.</summary>
    public IReadOnlyDictionary<string, double> Extra { get; init; } = new Dictionary<string, double>();
}
