namespace Auscult.Telemetry.Windowing;

/// <summary>How a <see cref="WindowLoader{TBatch}"/> works.</summary>
public sealed record WindowLoaderConfig
{
    /// <summary>Elements of the sampler in a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Worker threads; 0 takes one per processor. Batches do not depend on it. Default 0.</summary>
    public int NumWorkers { get; init; }

    /// <summary>
    /// Batches prepared ahead of the one in use; the ring has one buffer more. With 0 a batch is prepared when it is asked for. Default 2.
    /// </summary>
    public int PrefetchBatches { get; init; } = 2;

    /// <summary>Whether the elements at the end of an epoch that fill no batch are left out. Default false.</summary>
    public bool DropLast { get; init; }

    /// <summary>
    /// The elements of each batch that this loader gives, when several processes share them; null gives all. Needs <see cref="DropLast"/>.
    /// Default null.
    /// </summary>
    public BatchShare? Share { get; init; }

    /// <summary>Epochs; null goes on for ever. Default null.</summary>
    public int? NumEpochs { get; init; }
}
