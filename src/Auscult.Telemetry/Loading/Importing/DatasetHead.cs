using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>What a source knows of its dataset besides samples, entities and labels.</summary>
public sealed record DatasetHead
{
    /// <summary>Short name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the source in the registry.</summary>
    public required string Source { get; init; }

    /// <summary>Where the data come from, in one line.</summary>
    public required string Origin { get; init; }

    /// <summary>SPDX identifier or one line.</summary>
    public required string Licence { get; init; }

    /// <summary>Nominal sampling step; null takes the median over all series of their median sampling intervals.</summary>
    public TimeSpan? Step { get; init; }

    /// <summary>The recordings; empty derives them from the samples: one, or several where nothing came for <see cref="RecordingGap"/>.</summary>
    public IReadOnlyList<Recording> Recordings { get; init; } = [];

    /// <summary>A time without any sample longer than this starts a new recording; null: never.</summary>
    public TimeSpan? RecordingGap { get; init; }

    /// <summary>Split name to recording names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Splits { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Metrics that were kept under their own names (<see cref="SignalResolver.Unmapped"/>).</summary>
    public IReadOnlyList<UnmappedMetric> Unmapped { get; init; } = [];
}
