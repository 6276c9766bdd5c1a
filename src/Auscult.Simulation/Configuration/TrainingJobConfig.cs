using System.ComponentModel.DataAnnotations;

namespace Auscult.Simulation.Configuration;

/// <summary>A synchronous training over all or some of the accelerators.</summary>
public sealed record TrainingJobConfig
{
    /// <summary>Ranks that share every matrix product; they lie in one host. Default 8.</summary>
    [Range(1, 16)]
    public int TensorParallel { get; init; } = 8;

    /// <summary>Stages of the pipeline. Default 1.</summary>
    [Range(1, 256)]
    public int PipelineParallel { get; init; } = 1;

    /// <summary>Replicas of the model. Null: as many as the accelerators allow.</summary>
    [Range(1, 65536)]
    public int? DataParallel { get; init; }

    /// <summary>Data-parallel ranks that share the experts; divides <see cref="DataParallel"/>. 1: no experts. Default 1.</summary>
    [Range(1, 4096)]
    public int ExpertParallel { get; init; } = 1;

    /// <summary>Experts of a layer; a multiple of <see cref="ExpertParallel"/>. 0: a dense model. Default 0.</summary>
    [Range(0, 4096)]
    public int Experts { get; init; }

    /// <summary>Experts a token is sent to. Default 2.</summary>
    [Range(1, 64)]
    public int ExpertsPerToken { get; init; } = 2;

    /// <summary>Micro-batches of a step. Default 16.</summary>
    [Range(1, 4096)]
    public int MicroBatches { get; init; } = 16;

    /// <summary>Time that a healthy step computes, without waiting and gradient exchange. Default 4 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "00:10:00")]
    public TimeSpan ComputeTime { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Time that a healthy gradient exchange is visible (what backward does not hide). Default 0.4 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan GradientExchangeTime { get; init; } = TimeSpan.FromSeconds(0.4);

    /// <summary>Parameters of the model. Default 7e9.</summary>
    [Range(1e6, 1e14)]
    public double Parameters { get; init; } = 7e9;

    /// <summary>Tokens of a step, all replicas together. Default 4,194,304.</summary>
    [Range(1, int.MaxValue)]
    public int TokensPerStep { get; init; } = 1 << 22;

    /// <summary>Steps from one checkpoint to the next; 0: none. Default 100.</summary>
    [Range(0, int.MaxValue)]
    public int CheckpointSteps { get; init; } = 100;

    /// <summary>Steps from one evaluation to the next; 0: none. Default 500.</summary>
    [Range(0, int.MaxValue)]
    public int EvaluationSteps { get; init; } = 500;

    /// <summary>Time from a hang to its detection by the collectives' timeout. Default 600 s (taxonomy: 10-minute default of DLRover, R).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "02:00:00")]
    public TimeSpan HangTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Time from the end of a crashed process to the next step. Default 721 s (taxonomy: worker re-initialisation, S).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan RestartTime { get; init; } = TimeSpan.FromSeconds(721);
}
