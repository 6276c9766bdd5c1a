using Auscult.Simulation.Running;

namespace Auscult.Simulation.Exporting;

/// <summary>The samples of one entity in a block: when they are taken.</summary>
internal readonly ref struct Sampling
{
    /// <summary>The block.</summary>
    public required Block Block { get; init; }

    /// <summary>The tick of every sample, in order.</summary>
    public required ReadOnlySpan<int> Ticks { get; init; }

    /// <summary>How much of its tick has passed, 0 to 1.</summary>
    public required ReadOnlySpan<float> Fractions { get; init; }

    /// <summary>Ticks since the sample before, at most <see cref="LongestGap"/>.</summary>
    public required ReadOnlySpan<byte> Gaps { get; init; }

    /// <summary>Seconds that the exporter took to answer.</summary>
    public required ReadOnlySpan<float> Latencies { get; init; }

    /// <summary>What came of every sample.</summary>
    public required ReadOnlySpan<SampleOutcome> Outcomes { get; init; }

    /// <summary>Longer gaps count as this many ticks.</summary>
    public const int LongestGap = byte.MaxValue;
}

/// <summary>What came of a sample.</summary>
internal enum SampleOutcome : byte
{
    /// <summary>The exporter measured and answered.</summary>
    Answered,

    /// <summary>The exporter answered with what it had.</summary>
    Stale,

    /// <summary>No answer.</summary>
    Failed,
}
