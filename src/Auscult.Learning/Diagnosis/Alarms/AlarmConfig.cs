using System.ComponentModel.DataAnnotations;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>How judgements become alarms; <c>configs/alarm/*.yaml</c>. What is null is chosen on validation sites.</summary>
public sealed record AlarmConfig
{
    /// <summary>Conformal p-value at or below which a moment is significant; null chooses it on validation. Default null.</summary>
    [Range(1e-9, 1.0)]
    public double? Level { get; init; }

    /// <summary>Significant moments among <see cref="OfMoments"/> that confirm an alarm; null chooses it on validation. Default null.</summary>
    [Range(1, 100)]
    public int? ConfirmMoments { get; init; }

    /// <summary>Latest moments among which they are counted. Default 4.</summary>
    [Range(1, 100)]
    public int OfMoments { get; init; } = 4;

    /// <summary>Largest number of false alarms per day and 500 accelerators on validation sites when something is chosen. Default 1.</summary>
    [Range(0.0, 1e6)]
    public double FalseAlarmsPerDay { get; init; } = 1;

    /// <summary>
    /// Length of the blocks in seconds whose largest score is one calibration score: neighbouring moments are no independent ones. Default 60.
    /// </summary>
    [Range(1.0, 1e6)]
    public double BlockSeconds { get; init; } = 60;

    /// <summary>Seconds after the end of a fault that count neither as normal nor, for an alarm, as false. Default 60.</summary>
    [Range(0.0, 1e6)]
    public double SettleSeconds { get; init; } = 60;

    /// <summary>Seconds without a significant moment after which an alarm ends. Default 30.</summary>
    [Range(0.0, 1e6)]
    public double HoldSeconds { get; init; } = 30;

    /// <summary>Seconds after the end of an alarm during which the same class or place re-opens it instead of raising another. Default 120.</summary>
    [Range(0.0, 1e6)]
    public double MergeSeconds { get; init; } = 120;

    /// <summary>Seconds after the end of an alarm during which no other is raised. Default 20.</summary>
    [Range(0.0, 1e6)]
    public double RefractorySeconds { get; init; } = 20;

    /// <summary>Seconds from its first moment during which an alarm gathers evidence for class and culprit. Default 90.</summary>
    [Range(1.0, 1e6)]
    public double EvidenceSeconds { get; init; } = 90;

    /// <summary>Largest number of alarms at once; more than one needs entity groups that are significant by themselves. Default 2.</summary>
    [Range(1, 100)]
    public int MaxConcurrent { get; init; } = 2;

    /// <summary>Share of the blame that another place must have to be an incident of its own. Default 0.5.</summary>
    [Range(0.0, 1.0)]
    public double SecondBlame { get; init; } = 0.5;

    /// <summary>Rate of false discoveries among the entities that are named. Default 0.05.</summary>
    [Range(0.0, 1.0)]
    public double DiscoveryRate { get; init; } = 0.05;

    /// <summary>How that rate is held. Default Benjamini-Hochberg.</summary>
    public FalseDiscoveryControl Discovery { get; init; } = FalseDiscoveryControl.BenjaminiHochberg;

    /// <summary>Conformal p-value of how undecided the classes are at or below which the class is called unknown. Default 0.05.</summary>
    [Range(0.0, 1.0)]
    public double UnknownLevel { get; init; } = 0.05;

    /// <summary>Calibrated confidence below which no class is stated. Default 0.3.</summary>
    [Range(0.0, 1.0)]
    public double AbstainBelow { get; init; } = 0.3;

    /// <summary>Seconds after the onset over which known incidents are remembered and confidence is calibrated. Default 30.</summary>
    [Range(1.0, 1e6)]
    public double KnownSeconds { get; init; } = 30;
}
