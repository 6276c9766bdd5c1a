using System.ComponentModel.DataAnnotations;
using Auscult.Learning.Encoding;

namespace Auscult.Learning.Training;

/// <summary>How training windows are put together to batches; <c>train.sampler</c>.</summary>
public enum TrainingSampler
{
    /// <summary>Every window once an epoch, in a drawn order.</summary>
    Shuffled,

    /// <summary>A batch shows one entity.</summary>
    Entity,

    /// <summary>A batch shows peer groups whole: all members of a group over the same rows, one after another.</summary>
    Group,

    /// <summary>Classes of labelled faults, and windows without one, equally often.</summary>
    Balanced,
}

/// <summary>When the fused optimiser step is used; <c>train.fused_optimizer</c>.</summary>
public enum FusedOptimizer
{
    /// <summary>On CUDA devices, where libtorch has it.</summary>
    Auto,

    /// <summary>Wherever libtorch has it; an error where it has not.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}

/// <summary>How the encoder is trained; <c>configs/train/*.yaml</c>.</summary>
public sealed record TrainingConfig
{
    /// <summary>What is hidden and predicted.</summary>
    public PretrainingConfig Objective { get; init; } = new();

    /// <summary>Whether rows of labelled faults are left out of training; benign events always stay. Default false.</summary>
    public bool ExcludeFaults { get; init; }

    /// <summary>Optimiser steps. Default 600.</summary>
    [Range(1, int.MaxValue)]
    public int MaxSteps { get; init; } = 600;

    /// <summary>Wall-clock limit; 0 means none. Default 0.</summary>
    [Range(0.0, double.MaxValue)]
    public double MaxSeconds { get; init; }

    /// <summary>Windows per optimiser step. Default 64.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Parts a batch is cut into to save memory; divides <see cref="BatchSize"/>. Default 1.</summary>
    [Range(1, int.MaxValue)]
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>Peak learning rate. Default 2e-3.</summary>
    [Range(double.Epsilon, 1e3)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Learning rate at the end of the cosine, as a share of the peak. Default 0.05.</summary>
    [Range(0.0, 1.0)]
    public double FinalLearningRateRatio { get; init; } = 0.05;

    /// <summary>Steps of linear warm-up. Default 50.</summary>
    [Range(0, int.MaxValue)]
    public int WarmupSteps { get; init; } = 50;

    /// <summary>
    /// Steps after which the cosine starts anew at the peak (warm restarts; Loshchilov and Hutter, SGDR, 2017); 0 means one cosine over
    /// the whole run. Default 0.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int RestartSteps { get; init; }

    /// <summary>Decoupled weight decay of matrices; biases, norms, embeddings and substitute tokens have none. Default 0.01.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Largest gradient norm; 0 means no clipping. Default 1.</summary>
    [Range(0.0, double.MaxValue)]
    public double ClipNorm { get; init; } = 1;

    /// <summary>Decay of an exponential moving average of the weights that is used for evaluation; 0 means none. Default 0.</summary>
    [Range(0.0, 0.999999)]
    public double EmaDecay { get; init; }

    /// <summary>Steps between evaluation phases on validation windows; 0 means only at the end. Default 200.</summary>
    [Range(0, int.MaxValue)]
    public int EvaluationSteps { get; init; } = 200;

    /// <summary>Validation windows looked at in an evaluation phase. Default 512.</summary>
    [Range(1, int.MaxValue)]
    public int EvaluationWindows { get; init; } = 512;

    /// <summary>Evaluation phases without improvement after which training stops; 0 means never. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Patience { get; init; }

    /// <summary>Steps between checkpoints; 0 means only at the end. Default 500.</summary>
    [Range(0, int.MaxValue)]
    public int CheckpointSteps { get; init; } = 500;

    /// <summary>Seconds between checkpoints; 0 means by steps only. Default 0.</summary>
    [Range(0.0, double.MaxValue)]
    public double CheckpointSeconds { get; init; }

    /// <summary>Checkpoints kept besides the best one. Default 2.</summary>
    [Range(1, int.MaxValue)]
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>Windows prepared ahead, in batches. Default 2.</summary>
    [Range(0, 64)]
    public int PrefetchBatches { get; init; } = 2;

    /// <summary>How training windows are put together to batches. Default shuffled.</summary>
    public TrainingSampler Sampler { get; init; }

    /// <summary>
    /// Address of the fused frame file on an HTTP server that honours ranges (object storage, any static file server): training windows are
    /// fetched from there instead of from the local file. Empty means local. Default empty.
    /// </summary>
    public string ShardUrl { get; init; } = "";

    /// <summary><c>auto</c> (CUDA when there is one), <c>cpu</c> or <c>cuda</c>. Default auto.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// Type in which the encoder's blocks compute: <c>float32</c> or <c>bfloat16</c>. Weights, gradients, moments, norms, tokenisers and losses
    /// are float32 either way; nothing is cast that this does not name. bfloat16 pays on CUDA devices that have it, not on CPU.
    /// Default float32.
    /// </summary>
    public string Precision { get; init; } = "float32";

    /// <summary>
    /// Whether float32 matrix products on CUDA devices may use TF32, which keeps 10 bits of the mantissa and is several times faster.
    /// Default false.
    /// </summary>
    public bool Tf32 { get; init; }

    /// <summary>Keep only what goes into each block and compute the rest again in the backward pass, to save memory. Default false.</summary>
    public bool ActivationCheckpointing { get; init; }

    /// <summary>
    /// Whether one kernel does the whole optimiser step: <c>auto</c> (on CUDA, where libtorch has it), <c>always</c> or <c>never</c>.
    /// Default auto.
    /// </summary>
    public FusedOptimizer FusedOptimizer { get; init; }

    /// <summary>
    /// Bytes of gradients that go to the other ranks together, when several train; smaller buckets start earlier and cost more calls.
    /// Default 25 MiB, as in PyTorch.
    /// </summary>
    [Range(1024, int.MaxValue)]
    public int BucketBytes { get; init; } = 25 * 1024 * 1024;

    /// <summary>Longest wait for the other ranks, in seconds; a rank that is gone is noticed within seconds. Default 1800.</summary>
    [Range(1.0, 86400.0)]
    public double RankTimeoutSeconds { get; init; } = 1800;

    /// <summary>
    /// Threads of CPU operators; 0: what measured best, see <see cref="Torch.ThreadSettings.Best"/>, unless OMP_NUM_THREADS says otherwise.
    /// Default 0.
    /// </summary>
    [Range(0, 4096)]
    public int NumThreads { get; init; }
}
