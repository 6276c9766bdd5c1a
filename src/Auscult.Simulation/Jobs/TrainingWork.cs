using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// What a step of a training has to do: operations, bytes and memory, by the formulas of Megatron-LM's parallelism, and how long healthy
/// machines take. Bytes are what one rank sends; a rank receives as many. m micro-batches, b sequences of s tokens, hidden size h, L
/// layers, 16-bit activations, n ranks in a group.
/// <list type="bullet">
/// <item>operations per token: 6 x active parameters + 6 x L x h x s (causal attention);</item>
/// <item>tensor-parallel all-reduce: 4 per layer and micro-batch (two forward, two backward), each 2(n-1)/n x b s h x 2 bytes;</item>
/// <item>expert-parallel all-to-all: 4 per layer and micro-batch (dispatch and combine, both ways), each (n-1)/n x k x b s h / tp x 2
/// bytes;</item>
/// <item>pipeline: activations forward and their gradients backward, each b s h / tp x 2 bytes per micro-batch and neighbour;</item>
/// <item>data-parallel all-reduce: 2(n-1)/n x the rank's parameters x 4 bytes (32-bit sums), experts over the replicas that hold
/// them.</item>
/// </list>
/// </summary>
internal sealed class TrainingWork
{
    private const string Section = "simulation.training";
    private const double ActivationBytes = 2;
    private const double GradientBytes = 4;

    /// <summary>Share of a link's bandwidth that a collective reaches.</summary>
    public const double LinkEfficiency = 0.8;

    /// <summary>
    /// Bytes that the optimiser moves per parameter: 32-bit weight and two moments read and written, 32-bit gradient read.
    /// </summary>
    private const double OptimizerBytes = 28;

    private readonly double[] _computeSeconds;
    private readonly double[] _residentBytes;
    private readonly double[] _activationBytes;

    private TrainingWork(TrainingJobConfig job, ParallelLayout parallel, MachineRoomConfig room)
    {
        var model = job.Model;
        var accelerator = room.Accelerator;
        var (tensor, stages, data, expert) = (parallel.Tensor, parallel.Pipeline, parallel.Data, parallel.Expert);
        var layers = (double)model.Layers / stages;
        var tokens = (double)model.MicroBatchSize * model.SequenceLength;
        var expertParameters = job.Experts > 0 ? model.Parameters * model.ExpertShare : 0;
        var dense = model.Parameters - expertParameters;
        var active = dense + (job.Experts > 0 ? expertParameters * job.ExpertsPerToken / job.Experts : 0);
        MicroBatches = job.MicroBatches;
        SamplesPerStep = (long)model.MicroBatchSize * job.MicroBatches * data;
        TokensPerStep = SamplesPerStep * model.SequenceLength;
        ExpertOperationShare = (active - dense) / active;
        FlopsPerStep = TokensPerStep * ((6 * active) + (6.0 * model.Layers * model.HiddenSize * model.SequenceLength));
        var peakSeconds = FlopsPerStep / (parallel.Ranks * accelerator.FlopsPerSecond);
        var compute = job.ComputeTime?.TotalSeconds ?? (peakSeconds / job.Efficiency);
        if (compute < peakSeconds)
        {
            throw new InputException(
                $"{Section}.compute_time_seconds={compute:0.###} is shorter than the {peakSeconds:0.###} s that the model's "
                + "operations take at the accelerators' peak",
                remedy: "raise it, or leave it out to have it computed");
        }
        var weight = stages / (stages + model.LastStageExtra);
        _computeSeconds = [.. Enumerable.Range(0, stages).Select(s =>
            compute / job.MicroBatches * weight * (s == stages - 1 ? 1 + model.LastStageExtra : 1))];

        var activation = tokens * model.HiddenSize * ActivationBytes;
        TensorBytes = layers * 4 * (2.0 * (tensor - 1) / tensor) * activation;
        AllToAllBytes = expert > 1 ? layers * 4 * ((expert - 1.0) / expert) * job.ExpertsPerToken * activation / tensor : 0;
        SendBytes = activation / tensor;
        var (denseShard, expertShard) = (dense / (tensor * stages), expertParameters / (tensor * stages * expert));
        var holders = data / expert;
        GradientExchangeBytes = GradientBytes * ((2.0 * (data - 1) / data * denseShard) + (2.0 * (holders - 1) / holders * expertShard));
        OptimizerSeconds = (denseShard + expertShard) * OptimizerBytes / accelerator.MemoryBytesPerSecond;

        // Weights in 16 bits and gradients in 32 stay whole, the optimiser's 12 bytes are divided among the replicas (ZeRO 1).
        var resident = ((denseShard + expertShard) * (2 + GradientBytes)) + (12 * ((denseShard / data) + (expertShard / holders)));
        // 34 s b h bytes per layer without recomputation, divided by tensor and sequence parallelism (Korthikanti et al. 2022, table 2).
        var perMicroBatch = 34 * tokens * model.HiddenSize * layers / tensor;
        _residentBytes = [.. Enumerable.Repeat(resident, stages)];
        _activationBytes = [.. Enumerable.Range(0, stages).Select(s => perMicroBatch * Math.Min(stages - s, job.MicroBatches))];
        var tensorSeconds = TensorBytes / (accelerator.NvlinkBytesPerSecond * LinkEfficiency);
        StepSeconds = _computeSeconds.Sum() + ((job.MicroBatches - 1) * _computeSeconds.Max())
            + ((job.MicroBatches + stages - 1) * tensorSeconds);
        CheckpointBytes = job.CheckpointBytes ?? (14 * model.Parameters);
        Check(job, parallel, room);
    }

    /// <summary>Micro-batches of a step and replica.</summary>
    public int MicroBatches { get; }

    /// <summary>Sequences of a step.</summary>
    public long SamplesPerStep { get; }

    /// <summary>Tokens of a step, all replicas together.</summary>
    public long TokensPerStep { get; }

    /// <summary>Floating-point operations of a step, all ranks together.</summary>
    public double FlopsPerStep { get; }

    /// <summary>Share of the operations that experts do.</summary>
    public double ExpertOperationShare { get; }

    /// <summary>Tensor-parallel bytes a rank sends per micro-batch.</summary>
    public double TensorBytes { get; }

    /// <summary>Expert-parallel bytes a rank sends per micro-batch when all experts are equally busy.</summary>
    public double AllToAllBytes { get; }

    /// <summary>Bytes a rank sends to one pipeline neighbour per micro-batch.</summary>
    public double SendBytes { get; }

    /// <summary>Bytes a rank sends in the gradient exchange of a step.</summary>
    public double GradientExchangeBytes { get; }

    /// <summary>Time of the optimiser's update.</summary>
    public double OptimizerSeconds { get; }

    /// <summary>
    /// Time of a healthy step in computing, tensor-parallel exchange and the pipeline's bubble; the exchanges with other hosts come on top.
    /// </summary>
    public double StepSeconds { get; }

    /// <summary>Bytes of a checkpoint, all ranks together.</summary>
    public double CheckpointBytes { get; }

    /// <summary>Time in which a healthy rank of a stage computes one micro-batch, forward and backward.</summary>
    public double ComputeSeconds(int stage) => _computeSeconds[stage];

    /// <summary>Bytes of memory for weights, gradients and the optimiser.</summary>
    public double ResidentBytes(int stage) => _residentBytes[stage];

    /// <summary>Most bytes of activations, when all experts are equally busy.</summary>
    public double ActivationPeakBytes(int stage) => _activationBytes[stage];

    /// <summary>Checks the configuration and computes the work.</summary>
    /// <exception cref="InputException">The configuration cannot be; the message names the key.</exception>
    public static TrainingWork Of(TrainingJobConfig job, ParallelLayout parallel, MachineRoomConfig room) => new(job, parallel, room);

    private void Check(TrainingJobConfig job, ParallelLayout parallel, MachineRoomConfig room)
    {
        var memory = room.Accelerator.MemoryBytes;
        if (job.Model.Layers < parallel.Pipeline)
        {
            throw new InputException(
                $"{Section}.model.layers={job.Model.Layers} are fewer than pipeline_parallel={parallel.Pipeline} stages");
        }
        var need = ResidentBytes(0) + ActivationPeakBytes(0);
        if (need > memory)
        {
            throw new InputException(
                $"{Section}.model.parameters={job.Model.Parameters:g3} need {need / 1e9:0} GB on an accelerator, "
                + $"which has {memory / 1e9:0} GB",
                remedy: "raise tensor_parallel, pipeline_parallel or expert_parallel, or lower micro_batch_size or sequence_length");
        }
        if (CheckpointBytes > memory * parallel.Ranks)
        {
            throw new InputException(
                $"{Section}.checkpoint_bytes={CheckpointBytes:g3} is more than the memory of the {parallel.Ranks} "
                + "accelerators it comes from");
        }
        if (job.Imbalance.SequenceSkew < 0)
            throw new InputException($"{Section}.imbalance.sequence_skew={job.Imbalance.SequenceSkew} is below 0");
        if (job.Routing.CapacityFactor is > 0 and < 1)
        {
            throw new InputException(
                $"{Section}.routing.capacity_factor={job.Routing.CapacityFactor} drops tokens of balanced experts",
                remedy: "give at least 1, or 0");
        }
        if (job.Schedule.WarmUpSteps > job.Schedule.TotalSteps)
        {
            throw new InputException(
                $"{Section}.schedule.warm_up_steps={job.Schedule.WarmUpSteps} exceeds total_steps={job.Schedule.TotalSteps}");
        }
    }
}
