using System.ComponentModel.DataAnnotations;

namespace Auscult.Retraining.Checks;

/// <summary>When new data are refused or called drifted, by what the champion was judged on.</summary>
public sealed record CheckConfig
{
    /// <summary>Share of a layer's usual signals that may be gone. Default 0.5: fields come and go with an exporter's upgrade.</summary>
    [Range(0.0, 1.0)]
    public double MaxVanished { get; init; } = 0.5;

    /// <summary>Share of a layer's signals that always moved and may rest at one value. Default 0.5.</summary>
    [Range(0.0, 1.0)]
    public double MaxConstant { get; init; } = 0.5;

    /// <summary>Share of the usual samples of a layer that has to be there. Default 0.5.</summary>
    [Range(0.0, 1.0)]
    public double MinCoverage { get; init; } = 0.5;

    /// <summary>Share of a layer's signals whose usual values may lie <see cref="UnitFactor"/> outside of what was ever seen. Default 0.25.</summary>
    [Range(0.0, 1.0)]
    public double MaxOffScale { get; init; } = 0.25;

    /// <summary>Factor that no change of load explains: bytes for megabytes, seconds for milliseconds. Default 30.</summary>
    [Range(2.0, 1e12)]
    public double UnitFactor { get; init; } = 30;

    /// <summary>Share of the time that labelled faults may cover. Default 0.8.</summary>
    [Range(0.0, 1.0)]
    public double MaxFaultTime { get; init; } = 0.8;

    /// <summary>Labelled faults of classes that the champion knows from which on labels are tried against shuffled ones. Default 8.</summary>
    [Range(3, 1_000_000)]
    public int MinLabels { get; init; } = 8;

    /// <summary>P-value above which labels tell no more than shuffled ones and are refused. Default 0.05.</summary>
    [Range(0.0001, 1.0)]
    public double LabelLevel { get; init; } = 0.05;

    /// <summary>P-value at or below which features, scores or confidence have drifted. Default 0.01.</summary>
    [Range(0.0001, 0.5)]
    public double DriftLevel { get; init; } = 0.01;

    /// <summary>Random deals of recordings, or of labels, that a statistic is compared with. Default 999.</summary>
    [Range(99, 1_000_000)]
    public int Draws { get; init; } = 999;
}
