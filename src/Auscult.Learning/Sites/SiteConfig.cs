using System.ComponentModel.DataAnnotations;

namespace Auscult.Learning.Sites;

/// <summary>How a site is compared with its own past and its members with each other; <c>configs/site/*.yaml</c>.</summary>
public sealed record SiteConfig
{
    /// <summary>Step of the grid in seconds; null takes the dataset's own step. Default null.</summary>
    [Range(0.001, double.MaxValue)]
    public double? StepSeconds { get; init; }

    /// <summary>Patterns (<c>*</c> matches anything) of signals to leave out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Seconds between two moments that are judged. Default 5.</summary>
    [Range(0.001, 1e6)]
    public double StrideSeconds { get; init; } = 5;

    /// <summary>Length of "now" in seconds: what is compared with the past. Default 10.</summary>
    [Range(0.001, 1e6)]
    public double NowSeconds { get; init; } = 10;

    /// <summary>Length of the past in seconds. Default 300.</summary>
    [Range(0.001, 1e7)]
    public double PastSeconds { get; init; } = 300;

    /// <summary>
    /// Seconds between the end of the past and now, so that a fault does not become its own normality at once. Default 30.
    /// </summary>
    [Range(0.0, 1e7)]
    public double GapSeconds { get; init; } = 30;

    /// <summary>Shortest past in seconds that counts. Default 60.</summary>
    [Range(0.0, 1e7)]
    public double MinPastSeconds { get; init; } = 60;

    /// <summary>Seconds for which medians and spreads of the past are kept before they are taken anew. Default 15.</summary>
    [Range(0.001, 1e6)]
    public double RefreshSeconds { get; init; } = 15;

    /// <summary>Smallest spread of a signal's past, as a share of its spread over all sites that were learned from. Default 0.5.</summary>
    [Range(1e-6, 1e6)]
    public double SpreadFloor { get; init; } = 0.5;

    /// <summary>Largest magnitude of a shift, in asinh units. Default 10.</summary>
    [Range(0.1, 100)]
    public double Limit { get; init; } = 10;
}
