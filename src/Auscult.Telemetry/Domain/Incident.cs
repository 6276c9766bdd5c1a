namespace Auscult.Telemetry.Domain;

/// <summary>A labelled interval: a fault with its cause, or a benign event that looks like one.</summary>
public sealed record Incident
{
    /// <summary>Unique in its dataset.</summary>
    public required string Id { get; init; }

    /// <summary>Snake-case class: <c>cpu_contention</c>, <c>network_congestion</c>; for benign events <c>checkpoint</c> and the like.</summary>
    public required string FaultClass { get; init; }

    /// <summary>Layer of the cause.</summary>
    public required Layer Layer { get; init; }

    /// <summary>Entity where it started.</summary>
    public required string RootEntity { get; init; }

    /// <summary>Signals that show the cause itself, most telling first; empty when unknown.</summary>
    public IReadOnlyList<string> RootSignals { get; init; } = [];

    /// <summary>Entities that only suffer from it.</summary>
    public IReadOnlyList<string> Victims { get; init; } = [];

    /// <summary>When each of <see cref="Victims"/> began to suffer, in seconds after the onset: one each, or none where that is unknown.</summary>
    public IReadOnlyList<double> VictimDelaySeconds { get; init; } = [];

    /// <summary>First sign before the onset, where one is known.</summary>
    public DateTimeOffset? PrecursorStart { get; init; }

    /// <summary>First affected moment.</summary>
    public required DateTimeOffset Onset { get; init; }

    /// <summary>First moment after the effect.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>0 (barely visible) to 1 (the job stands still); null when unknown.</summary>
    public double? Severity { get; init; }

    /// <summary>Step time that the job lost to it; null when unknown.</summary>
    public double? LostSeconds { get; init; }

    /// <summary>How it spread, from the cause to the last effect; empty when unknown.</summary>
    public IReadOnlyList<CausalLink> CausalChain { get; init; } = [];

    /// <summary>True for labelled negatives: checkpoint, evaluation, warm-up, learning-rate change, planned reboot.</summary>
    public bool IsBenign { get; init; }

    /// <summary>Name of the recording it belongs to.</summary>
    public required string Recording { get; init; }
}

/// <summary>One step of how an incident spread.</summary>
/// <param name="DelaySeconds">When, in seconds after the onset; negative for a precursor.</param>
/// <param name="Entity">Where; an entity id.</param>
/// <param name="Signal">The signal that shows it.</param>
/// <param name="Effect">What happens to it, in a few words: <c>rises</c>, <c>falls to zero</c>, <c>waits for node3/gpu5</c>.</param>
public sealed record CausalLink(double DelaySeconds, string Entity, string Signal, string Effect);

/// <summary>Something the operation of the cluster did: a start, a requeue, a drain, a checkpoint.</summary>
/// <param name="Time">When.</param>
/// <param name="Entity">Where; an entity id.</param>
/// <param name="Kind">Snake-case kind.</param>
/// <param name="Detail">Free text or JSON.</param>
public sealed record OperationalEvent(DateTimeOffset Time, string Entity, string Kind, string Detail);
