namespace Auscult.Telemetry.Domain;

/// <summary>The modality a signal belongs to. Layers are ordered from the machine room up to the model.</summary>
public enum Layer
{
    /// <summary>Processors, memory, power, temperature.</summary>
    Hardware,

    /// <summary>Network interfaces, links, switches, collectives.</summary>
    Network,

    /// <summary>Disks, file systems, checkpoints, data loading.</summary>
    Storage,

    /// <summary>The training or serving job itself: step time, loss, throughput, queues.</summary>
    Model,
}

/// <summary>How raw samples of a signal are to be read.</summary>
public enum SignalKind
{
    /// <summary>A level at a moment: temperature, free memory.</summary>
    Gauge,

    /// <summary>A monotone total that may reset: bytes received. Fusion turns it into a rate per second.</summary>
    Counter,

    /// <summary>Occurrences; fusion counts them per step.</summary>
    Event,

    /// <summary>A level that holds until the next sample: link up, training phase.</summary>
    State,
}

/// <summary>How values of several entities combine into one value of their parent.</summary>
public enum Aggregation
{
    /// <summary>Arithmetic mean.</summary>
    Mean,

    /// <summary>Sum (throughputs, counts).</summary>
    Sum,

    /// <summary>Smallest value.</summary>
    Min,

    /// <summary>Largest value (temperatures, queue lengths).</summary>
    Max,

    /// <summary>Latest value.</summary>
    Last,
}

/// <summary>One measured quantity of one kind of entity.</summary>
/// <param name="Name">Lower-case snake case, unit last: <c>cpu_user_ratio</c>, <c>disk_read_bytes_total</c>.</param>
/// <param name="Layer">The modality.</param>
/// <param name="Kind">How raw samples are read.</param>
/// <param name="Unit">SI or base unit: <c>s</c>, <c>bytes</c>, <c>ratio</c>, <c>celsius</c>; empty when unknown.</param>
/// <param name="EntityKind">What the signal is measured on.</param>
/// <param name="Aggregation">How children roll up to their parent.</param>
public sealed record Signal(
    string Name, Layer Layer, SignalKind Kind, string Unit, EntityKind EntityKind, Aggregation Aggregation = Aggregation.Mean);
