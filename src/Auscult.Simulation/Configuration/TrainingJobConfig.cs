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

    /// <summary>
    /// Data-parallel ranks that share the experts; divides <see cref="DataParallel"/>. 1: every replica has all. Default 1.
    /// </summary>
    [Range(1, 4096)]
    public int ExpertParallel { get; init; } = 1;

    /// <summary>Experts of a layer; a multiple of <see cref="ExpertParallel"/>. 0: a dense model. Default 0.</summary>
    [Range(0, 4096)]
    public int Experts { get; init; }

    /// <summary>Experts a token is sent to. Default 2.</summary>
    [Range(1, 64)]
    public int ExpertsPerToken { get; init; } = 2;

    /// <summary>Micro-batches of a step and replica. Default 16.</summary>
    [Range(1, 4096)]
    public int MicroBatches { get; init; } = 16;

    /// <summary>
    /// Time in which a healthy rank computes in a step, mean over the stages, without communication. Null: from the operations of the
    /// model, the accelerator and <see cref="Efficiency"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "00:10:00")]
    public TimeSpan? ComputeTime { get; init; }

    /// <summary>
    /// Share of the accelerator's peak that its matrix products reach. Default 0.6 (docs/guide/simulate.md: 55 % of a whole step, R).
    /// </summary>
    [Range(0.01, 1.0)]
    public double Efficiency { get; init; } = 0.6;

    /// <summary>
    /// Time that a healthy gradient exchange is visible, what backward does not hide. Null: from the bytes, the links and
    /// <see cref="GradientOverlap"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan? GradientExchangeTime { get; init; }

    /// <summary>Share of the gradient exchange that backward hides. Default 0.6.</summary>
    [Range(0.0, 1.0)]
    public double GradientOverlap { get; init; } = 0.6;

    /// <summary>The model and its batches.</summary>
    public ModelConfig Model { get; init; } = new();

    /// <summary>How tokens go to experts.</summary>
    public ExpertRoutingConfig Routing { get; init; } = new();

    /// <summary>Where the batches come from.</summary>
    public LoaderConfig Loader { get; init; } = new();

    /// <summary>Learning rate and length of the training.</summary>
    public ScheduleConfig Schedule { get; init; } = new();

    /// <summary>What makes healthy steps differ.</summary>
    public ImbalanceConfig Imbalance { get; init; } = new();

    /// <summary>Steps from one checkpoint to the next; 0: none. Default 100.</summary>
    [Range(0, int.MaxValue)]
    public int CheckpointSteps { get; init; } = 100;

    /// <summary>Bytes of a checkpoint. Null: 14 per parameter (weights in 16 bits, weights and two moments in 32 bits).</summary>
    [Range(1.0, 1e16)]
    public double? CheckpointBytes { get; init; }

    /// <summary>Whether a checkpoint is copied to the hosts' memory and written while the training goes on. Default false.</summary>
    public bool AsynchronousCheckpoint { get; init; }

    /// <summary>Steps from one evaluation to the next; 0: none. Default 500.</summary>
    [Range(0, int.MaxValue)]
    public int EvaluationSteps { get; init; } = 500;

    /// <summary>Batches of an evaluation, each as large as a step's. Default 8.</summary>
    [Range(1, 100_000)]
    public int EvaluationBatches { get; init; } = 8;

    /// <summary>
    /// Time from a hang to its detection by the collectives' timeout. Default 600 s (taxonomy: 10-minute default of DLRover, R).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "02:00:00")]
    public TimeSpan HangTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Time from the exit of a process until the launcher ends the others. Default 8 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ExitNoticeTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Time from the end of a crashed process to the next step. Default 721 s (taxonomy: worker re-initialisation, S).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan RestartTime { get; init; } = TimeSpan.FromSeconds(721);

    /// <summary>Added to <see cref="RestartTime"/> when the host was lost. Default 450 s (taxonomy: cold image, S).</summary>
    [Range(typeof(TimeSpan), "00:00:00", "06:00:00")]
    public TimeSpan ColdImageTime { get; init; } = TimeSpan.FromSeconds(450);
}
