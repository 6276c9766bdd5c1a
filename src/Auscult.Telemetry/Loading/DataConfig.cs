using System.ComponentModel.DataAnnotations;

namespace Auscult.Telemetry.Loading;

/// <summary>The <c>data:</c> section: which dataset to use. Keys that the chosen source does not know are refused.</summary>
public sealed record DataConfig
{
    /// <summary>Name of the source, see <see cref="DatasetSources.Names"/>: <c>folder</c>, <c>smd</c>, <c>prometheus</c>, ...</summary>
    public required string Source { get; init; }

    /// <summary>Where the data are: a dataset folder, a folder of published files, a file, a pattern of files, or an address.</summary>
    public required string Root { get; init; }

    /// <summary>Whether records that cannot be read are skipped, counted and listed; otherwise the first one ends the import. Default false.</summary>
    public bool SkipBad { get; init; }

    /// <summary>Source <c>smd</c>: which machine, e.g. <c>machine-1-2</c>.</summary>
    public string? Machine { get; init; }

    /// <summary>Sources <c>csv</c> and <c>table</c>: the mapping file (docs/guide/sources/table.md).</summary>
    public string? Mapping { get; init; }

    /// <summary>Sources with several layouts or dialects: which one; <c>auto</c> or absent finds it out.</summary>
    public string? Format { get; init; }

    /// <summary>Sources that hold several datasets: which one.</summary>
    public string? Part { get; init; }

    /// <summary>Sources whose files do not say where they were taken: the node's name.</summary>
    public string? Node { get; init; }

    /// <summary>Sources whose times do not say their zone: <c>Europe/Berlin</c> or <c>+02:00</c>; UTC when absent.</summary>
    public string? TimeZone { get; init; }

    /// <summary>First moment to take, ISO 8601, UTC unless it says otherwise.</summary>
    public string? From { get; init; }

    /// <summary>First moment to leave out, ISO 8601.</summary>
    public string? Until { get; init; }

    /// <summary>Sampling step to ask for or to assume, in seconds.</summary>
    [Range(0.001, double.MaxValue)]
    public double? StepSeconds { get; init; }

    /// <summary>Source <c>prometheus</c>: series selectors, as in its query language; empty: every series.</summary>
    public IReadOnlyList<string>? Match { get; init; }
}
