namespace Auscult.Telemetry.Domain;

/// <summary>A metric that no signal of the catalogue stands for; it is kept under its own name.</summary>
/// <param name="Name">The vendor's name.</param>
/// <param name="Nearest">The nearest known name; null when none is near.</param>
public sealed record UnmappedMetric(string Name, string? Nearest);

/// <summary>What an import left behind besides the data.</summary>
public sealed record ImportNote
{
    /// <summary>Name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Records that could not be read and were skipped.</summary>
    public long SkippedRecords { get; init; }

    /// <summary>Samples of a moment that another sample of the same signal and entity had already.</summary>
    public long RepeatedSamples { get; init; }

    /// <summary>Metrics without a signal in the catalogue.</summary>
    public IReadOnlyList<UnmappedMetric> Unmapped { get; init; } = [];

    /// <summary>What the reader of the data should know: a format that was found out, times that were made up, a file that ended early.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
