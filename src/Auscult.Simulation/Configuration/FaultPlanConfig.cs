using System.ComponentModel.DataAnnotations;

namespace Auscult.Simulation.Configuration;

/// <summary>How faults are drawn.</summary>
public enum FaultRates
{
    /// <summary>None but the listed ones.</summary>
    None,

    /// <summary>Every class equally often: for training sets.</summary>
    Uniform,

    /// <summary>By published frequencies (docs/guide/simulate.md).</summary>
    Published,
}

/// <summary>Which faults happen, where and when.</summary>
public sealed record FaultPlanConfig
{
    /// <summary>How faults are drawn beside the listed ones. Default none.</summary>
    public FaultRates Rates { get; init; }

    /// <summary>Mean time between two drawn faults, all classes and entities together. Default 600 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan MeanInterval { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Shortest time from the end of a drawn fault to the onset of the next; 0: they may overlap. Default 0.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan MinimumGap { get; init; }

    /// <summary>Classes to draw from; empty: all that fit the job.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Faults at given moments.</summary>
    public IReadOnlyList<FaultConfig> Listed { get; init; } = [];
}

/// <summary>Which harmless events that look like faults happen, where and when. Checkpoints and the like come from the job.</summary>
public sealed record BenignPlanConfig
{
    /// <summary>How events are drawn beside the listed ones: none or uniform; nothing is published. Default none.</summary>
    public FaultRates Rates { get; init; }

    /// <summary>Mean time between two drawn events, all classes and entities together. Default 1,200 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan MeanInterval { get; init; } = TimeSpan.FromSeconds(1200);

    /// <summary>Shortest time from the end of a drawn event to the start of the next; 0: they may overlap. Default 0.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan MinimumGap { get; init; }

    /// <summary>Classes to draw from; empty: all that fit the job.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Events at given moments.</summary>
    public IReadOnlyList<FaultConfig> Listed { get; init; } = [];
}

/// <summary>One fault or benign event. What is not given is drawn.</summary>
public sealed record FaultConfig
{
    /// <summary>The class, such as <c>thermal_throttle</c> or, among benign events, <c>planned_reboot</c>.</summary>
    public required string Class { get; init; }

    /// <summary>Where it starts, such as <c>node0002/gpu3</c>; null draws one of the right kind.</summary>
    public string? Entity { get; init; }

    /// <summary>Onset after the start of the simulation.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>How long it lasts; null draws the class's typical time.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>0 (barely visible) to 1 (the job stands still); null draws one.</summary>
    [Range(0.0, 1.0)]
    public double? Severity { get; init; }
}
