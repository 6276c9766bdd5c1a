using Auscult.Simulation.Faults;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Benign;

/// <summary>A stretch of long and unequal sequences: replicas wait for the longest (taxonomy: 21.4 % of slow jobs, S).</summary>
internal sealed class LongSequences(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; 10 minutes (E).</summary>
    public static readonly FaultKind Definition = new(
        "long_sequences", Layer.Model, FaultTarget.Cluster, ["step_seconds", "tokens_per_second"], 600,
        occurrence => new LongSequences(occurrence))
    {
        IsBenign = true,
        Need = FaultNeed.Training,
    };

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        conditions.Job.SequenceSkew.Add(0, block, Onset, End, 0.5 * Severity);
        conditions.Causes.Job.Blame(0, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() => [AtRoot(0, "step_seconds", "rises")];
}

/// <summary>Somebody changes the learning rate: gradient norm and loss shift, no machine notices.</summary>
internal sealed class LearningRateChange(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; it holds for 20 minutes (E).</summary>
    public static readonly FaultKind Definition = new(
        "learning_rate_change", Layer.Model, FaultTarget.Cluster, ["learning_rate", "grad_norm", "loss"], 1200,
        occurrence => new LearningRateChange(occurrence))
    {
        IsBenign = true,
        Need = FaultNeed.Training,
    };

    /// <inheritdoc/>
    public override IEnumerable<FaultEvent> Events => [new(Onset, RootId, "configuration_change", "learning rate")];

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block) =>
        conditions.Job.LearningRate.Multiply(0, block, Onset, End, 1 - (0.9 * Severity));

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() => [AtRoot(0, "learning_rate", "falls")];
}

/// <summary>More requests arrive for a while: queues and latencies rise on healthy machines (serving).</summary>
internal sealed class LoadPeak(Occurrence occurrence) : FaultInstance(occurrence)
{
    /// <summary>The class; 15 minutes (E).</summary>
    public static readonly FaultKind Definition = new(
        "load_peak", Layer.Model, FaultTarget.Cluster, ["requests_running", "requests_waiting", "time_to_first_token_seconds"], 900,
        occurrence => new LoadPeak(occurrence))
    {
        IsBenign = true,
        Need = FaultNeed.Serving,
    };

    /// <inheritdoc/>
    public override void Apply(Conditions conditions, Block block)
    {
        var ramp = Math.Min(120, Duration / 3);
        conditions.Job.RequestRate.Multiply(
            0, block, Onset, End, at => 1 + (2 * Severity * Math.Min(OnsetShape.Ramp(at - Onset, ramp), OnsetShape.Ramp(End - at, ramp))));
        conditions.Causes.Job.Blame(0, block, Onset, End, Number);
    }

    /// <inheritdoc/>
    public override IEnumerable<CausalLink> Chain() => [AtRoot(0, "requests_running", "rises")];
}
