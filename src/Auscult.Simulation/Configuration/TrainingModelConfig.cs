using System.ComponentModel.DataAnnotations;

namespace Auscult.Simulation.Configuration;

/// <summary>The model that is trained; it decides operations, bytes and memory.</summary>
public sealed record ModelConfig
{
    /// <summary>Parameters, all experts included. Default 7e9.</summary>
    [Range(1e6, 1e14)]
    public double Parameters { get; init; } = 7e9;

    /// <summary>Share of the parameters that belong to experts; without experts it has no meaning. Default 0.9.</summary>
    [Range(0.0, 0.999)]
    public double ExpertShare { get; init; } = 0.9;

    /// <summary>Layers; at least as many as pipeline stages. Default 32.</summary>
    [Range(1, 10_000)]
    public int Layers { get; init; } = 32;

    /// <summary>Width of a token's activations. Default 4096.</summary>
    [Range(16, 1_000_000)]
    public int HiddenSize { get; init; } = 4096;

    /// <summary>Tokens of a sequence. Default 8192.</summary>
    [Range(1, 10_000_000)]
    public int SequenceLength { get; init; } = 8192;

    /// <summary>Sequences of a micro-batch. Default 1.</summary>
    [Range(1, 4096)]
    public int MicroBatchSize { get; init; } = 1;

    /// <summary>
    /// What the last pipeline stage computes beyond the others (logits and loss), as a share of a stage. Default 0.12 (taxonomy: the last
    /// stage explains 39.3 % of slow jobs, S).
    /// </summary>
    [Range(0.0, 10.0)]
    public double LastStageExtra { get; init; } = 0.12;
}

/// <summary>How tokens go to experts.</summary>
public sealed record ExpertRoutingConfig
{
    /// <summary>Spread of the experts' shares (standard deviation of their logarithm) without balancing. Default 0.25.</summary>
    [Range(0.0, 5.0)]
    public double Skew { get; init; } = 0.25;

    /// <summary>Steps in which an expert's popularity forgets itself (1/e). Default 300.</summary>
    [Range(1.0, 1e6)]
    public double MemorySteps { get; init; } = 300;

    /// <summary>How fast the router's bias pulls an expert back to the mean, per step. Default 0.005.</summary>
    [Range(0.0, 1.0)]
    public double BalanceRate { get; init; } = 0.005;

    /// <summary>Most tokens an expert takes, as a multiple of the mean; further ones are dropped. 0: none are dropped. Default 0.</summary>
    [Range(0.0, 100.0)]
    public double CapacityFactor { get; init; }
}

/// <summary>Where the batches come from.</summary>
public sealed record LoaderConfig
{
    /// <summary>Batches that healthy loaders make while the training uses one. Default 2.</summary>
    [Range(1.0, 100.0)]
    public double Headroom { get; init; } = 2;

    /// <summary>Batches that are made ahead. Default 2.</summary>
    [Range(1, 1000)]
    public int PrefetchBatches { get; init; } = 2;

    /// <summary>Bytes read from the shared storage per token. Default 16.</summary>
    [Range(0.0, 1e9)]
    public double BytesPerToken { get; init; } = 16;
}

/// <summary>Learning rate and length of the training.</summary>
public sealed record ScheduleConfig
{
    /// <summary>Highest learning rate. Default 3e-4.</summary>
    [Range(1e-8, 10.0)]
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Steps in which the learning rate rises to its highest. Default 200.</summary>
    [Range(0, int.MaxValue)]
    public int WarmUpSteps { get; init; } = 200;

    /// <summary>Steps until the learning rate has fallen, as a cosine, to a tenth. Default 50,000.</summary>
    [Range(1, int.MaxValue)]
    public int TotalSteps { get; init; } = 50_000;

    /// <summary>
    /// Tokens that the reported loss is averaged over. Null: those of a step; a program that reports the loss of its own rank has fewer.
    /// </summary>
    [Range(1.0, 1e12)]
    public double? LossTokens { get; init; }

    /// <summary>Step at which the simulation begins, resumed from a checkpoint. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int FirstStep { get; init; }
}

/// <summary>What makes healthy steps differ.</summary>
public sealed record ImbalanceConfig
{
    /// <summary>
    /// Coefficient of variation of a replica's work from step to step, by the lengths of its sequences. Default 0.02 (taxonomy: sequence
    /// lengths explain 21.4 % of slow jobs, S).
    /// </summary>
    [Range(0.0, 10.0)]
    public double SequenceSkew { get; init; } = 0.02;

    /// <summary>Steps between two garbage collections of a rank, on average; ranks are not synchronised. 0: none. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int PauseSteps { get; init; }

    /// <summary>Length of such a pause. Default 0.3 s (taxonomy: 0.1 to 5 s, E).</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan PauseTime { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>Steps after a start that are slower: compilation, first allocations, empty loaders. Default 5.</summary>
    [Range(0, 10_000)]
    public int WarmUpSteps { get; init; } = 5;

    /// <summary>Time that the first of them takes more, in healthy steps; each further one a third of the one before. Default 3.</summary>
    [Range(0.0, 1000.0)]
    public double WarmUpSlowdown { get; init; } = 3;
}
