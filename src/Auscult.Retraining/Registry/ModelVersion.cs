using Auscult.Retraining.Decision;

namespace Auscult.Retraining.Registry;

/// <summary>What is known of a version; <c>version.json</c> in its folder.</summary>
public sealed record ModelVersion
{
    /// <summary>Number, counted up from 1; that of the attempt that made it.</summary>
    public required int Number { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Made { get; init; }

    /// <summary>The champion that it was to replace; null for the first.</summary>
    public required int? Parent { get; init; }

    /// <summary>Digest of all recordings that it was learned from and judged on.</summary>
    public required string Data { get; init; }

    /// <summary>What was decided of it.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Figures on held-out data.</summary>
    public required Comparison Comparison { get; init; }
}
