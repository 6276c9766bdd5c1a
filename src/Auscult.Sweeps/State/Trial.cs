using System.Text.Json.Serialization;

namespace Auscult.Sweeps.State;

/// <summary>How a trial stands.</summary>
public enum TrialState
{
    /// <summary>Somebody works at it, or did when last heard of.</summary>
    Running,

    /// <summary>Stopped by a signal to the sweep; it will be continued.</summary>
    Interrupted,

    /// <summary>Ended well.</summary>
    Complete,

    /// <summary>Stopped early as not worth its time.</summary>
    Pruned,

    /// <summary>Its program ended with an error, or gave no value.</summary>
    Failed,
}

/// <summary>A measurement of the metric.</summary>
/// <param name="Step">Where on the run's axis.</param>
/// <param name="Value">The metric, as it was logged.</param>
public sealed record TrialReport(long Step, double Value);

/// <summary>One trial, as its events tell it.</summary>
public sealed record Trial
{
    /// <summary>Number, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Key to value.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>How it stands.</summary>
    public TrialState State { get; init; } = TrialState.Running;

    /// <summary>The metric's best value; the last one of a pruned trial; null where there is none.</summary>
    public double? Value { get; init; }

    /// <summary>The metric over time.</summary>
    public IReadOnlyList<TrialReport> Reports { get; init; } = [];

    /// <summary>How often it was started.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Seconds that it ran in all attempts that were seen to their end.</summary>
    public double Seconds { get; init; }

    /// <summary>Why it failed, in one line.</summary>
    public string? Problem { get; init; }

    /// <summary>Id of its tracked run; null where none is known.</summary>
    public string? RunId { get; init; }

    /// <summary>Who works at it.</summary>
    [JsonIgnore]
    public TrialOwner? Owner { get; init; }

    /// <summary>Whether nothing more will happen to it.</summary>
    [JsonIgnore]
    public bool IsOver => State is TrialState.Complete or TrialState.Pruned or TrialState.Failed;
}
