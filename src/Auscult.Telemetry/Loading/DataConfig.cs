namespace Auscult.Telemetry.Loading;

/// <summary>The <c>data:</c> section: which dataset to use. Keys that the chosen source does not know are refused.</summary>
public sealed record DataConfig
{
    /// <summary>Name of the source, see <see cref="DatasetSources.Names"/>: <c>folder</c>, <c>smd</c>, <c>dbsherlock</c>, <c>csv</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Where the data are: the dataset folder, the folder of the published files, or the CSV file.</summary>
    public required string Root { get; init; }

    /// <summary>Source <c>smd</c>: which machine, e.g. <c>machine-1-2</c>.</summary>
    public string? Machine { get; init; }

    /// <summary>Source <c>csv</c>: the mapping file (docs/guide/datasets.md).</summary>
    public string? Mapping { get; init; }
}
