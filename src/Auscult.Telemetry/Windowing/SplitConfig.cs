using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Auscult.Telemetry.Windowing;

/// <summary>By what a frame is divided into train, validation and test.</summary>
public enum SplitKind
{
    /// <summary>As the dataset prescribes in its manifest.</summary>
    Native,

    /// <summary>The past trains, the future tests.</summary>
    Time,

    /// <summary>One fold of several, whole recordings.</summary>
    Recording,

    /// <summary>One fold of several, occurrences of incidents with the normal rows around them.</summary>
    Incident,

    /// <summary>One fold of several, whole entities.</summary>
    Entity,

    /// <summary>One fold of several, whole groups of peers such as the nodes of a leaf: no entity of a test group trains.</summary>
    Topology,
}

/// <summary>Which rows train, validate and test.</summary>
public sealed record SplitConfig
{
    /// <summary>By what to divide. Default: native.</summary>
    public SplitKind Kind { get; init; }

    /// <summary>For <c>time</c>: share of rows that train. Default 0.6.</summary>
    [Range(0.0, 1.0)]
    public double TrainShare { get; init; } = 0.6;

    /// <summary>
    /// Share of rows that validate. For <c>time</c> it is a share of all rows and follows the training rows; for the others it is taken from
    /// the end of the training rows when the split prescribes no validation rows. Default 0.1.
    /// </summary>
    [Range(0.0, 1.0)]
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>
    /// Rows left out at every border between two parts of one recording. Default 1: the rate of a step uses the sample that ends the step,
    /// which lies in the next row.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int GuardRows { get; init; } = 1;

    /// <summary>For every kind but <c>native</c> and <c>time</c>: number of folds. Default 4.</summary>
    [Range(2, int.MaxValue)]
    public int NumFolds { get; init; } = 4;

    /// <summary>For every kind but <c>native</c> and <c>time</c>: the fold that tests, from 0. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Fold { get; init; }

    /// <summary>For <c>topology</c>: kind of the groups that are held out, such as <c>leaf</c> or <c>dp</c>. Default null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? GroupKind { get; init; }
}
