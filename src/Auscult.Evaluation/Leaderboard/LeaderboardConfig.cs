using System.ComponentModel.DataAnnotations;

namespace Auscult.Evaluation.Leaderboard;

/// <summary>What a table compares.</summary>
public enum TableKind
{
    /// <summary>Detectors by VUS-PR.</summary>
    Detection,

    /// <summary>Classifiers of root causes by macro F1.</summary>
    Causes,

    /// <summary>Rankings of signals by how high the root signals stand.</summary>
    Signals,

    /// <summary>Detectors by whether they find events that were left out, and at which node.</summary>
    Events,
}

/// <summary>What the intervals of a detection table resample.</summary>
public enum ResampledUnit
{
    /// <summary>Whole series: says how a figure would vary with other machines.</summary>
    Series,

    /// <summary>Faults with the rows around them, within each series: for tables of a few series.</summary>
    Incidents,
}

/// <summary>One table of the leaderboard; <c>configs/leaderboard/*.yaml</c>.</summary>
public sealed record LeaderboardConfig : IValidatableObject
{
    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>What it compares.</summary>
    public required TableKind Kind { get; init; }

    /// <summary>What a reader must know of the data and the protocol, a sentence or two.</summary>
    public string About { get; init; } = "";

    /// <summary>The experiment that every system starts from; null starts from the defaults. Default null.</summary>
    public string? Experiment { get; init; }

    /// <summary>Rows of the breakdown: name to the overrides that choose its data. With one system it is called what it likes.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Systems { get; init; }

    /// <summary>Detection: <c>own</c> or <c>tsb-ad</c>. Causes: <c>recording</c> or <c>occurrence</c>. Default own.</summary>
    public string Protocol { get; init; } = "own";

    /// <summary>Names of the methods, controls included.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The method that the others are compared with, pair by pair.</summary>
    public required string Reference { get; init; }

    /// <summary>Methods that draw random numbers and are therefore run with <see cref="NumSeeds"/> seeds. Default none.</summary>
    public IReadOnlyList<string> Draws { get; init; } = [];

    /// <summary>Seeds of a method that draws. Default 3.</summary>
    [Range(3, 100)]
    public int NumSeeds { get; init; } = 3;

    /// <summary>
    /// Versions of methods, 1 where none is given: raise one when the method's code changed, and its cells are measured anew.
    /// </summary>
    public IReadOnlyDictionary<string, int> Versions { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Detection: what the intervals resample. Default series.</summary>
    public ResampledUnit Resample { get; init; }

    /// <summary>Resamples of every bootstrap. Default 1000.</summary>
    [Range(20, 100_000)]
    public int NumResamples { get; init; } = Metrics.Bootstrap.DefaultResamples;

    /// <summary>What is left out, with the reason that the table prints.</summary>
    public IReadOnlyList<SkipRule> Skip { get; init; } = [];

    /// <summary>Figures that must equal published ones; null where there are none. Default null.</summary>
    public IdentityConfig? Identity { get; init; }

    /// <summary>Kind <c>events</c>.</summary>
    public EventConfig Events { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Systems.Count == 0)
            yield return new ValidationResult("systems names none");
        (string What, IReadOnlyList<string> Names)[] named =
            [("reference", [Reference]), ("draws", Draws), ("versions", [.. Versions.Keys]), ("skip", [.. Skip.Select(rule => rule.Method)])];
        foreach (var (what, names) in named)
        {
            if (names.FirstOrDefault(name => !Methods.Contains(name, StringComparer.Ordinal)) is { } unknown)
                yield return new ValidationResult($"{what} names '{unknown}', which is not among the methods");
        }
    }
}

/// <summary>A method that is not run on some systems; all conditions must hold.</summary>
public sealed record SkipRule
{
    /// <summary>Which method.</summary>
    public required string Method { get; init; }

    /// <summary>Why; printed below the table.</summary>
    public required string Reason { get; init; }

    /// <summary>Only on these systems; empty: on all. Default empty.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>Only where the frame has more rows, all entities together. Default 0.</summary>
    public int AboveRows { get; init; }

    /// <summary>Only where the frame has more signals. Default 0.</summary>
    public int AboveSignals { get; init; }

    /// <summary>Whether the rule applies.</summary>
    public bool Applies(string method, string system, long rows, int signals) =>
        method == Method
        && (Systems.Count == 0 || Systems.Contains(system, StringComparer.Ordinal)) && rows > AboveRows && signals > AboveSignals;
}

/// <summary>A method that must reproduce a published column.</summary>
public sealed record IdentityConfig
{
    /// <summary>Name of the method here.</summary>
    public required string Method { get; init; }

    /// <summary>Name of the published column.</summary>
    public required string Published { get; init; }

    /// <summary>Systems where it must.</summary>
    public required IReadOnlyList<string> Systems { get; init; }

    /// <summary>Decimals that must be equal. Default 4.</summary>
    [Range(1, 10)]
    public int Decimals { get; init; } = 4;
}

/// <summary>How events are found and placed.</summary>
public sealed record EventConfig
{
    /// <summary>Alarms per hour over all nodes that the threshold may raise in training rows. Default 3.</summary>
    [Range(0.0, 3600.0)]
    public double FalseAlarmsPerHour { get; init; } = 3;

    /// <summary>Seconds after the onset within which an event is placed at a node; the next onset ends it. Default 60.</summary>
    [Range(1.0, 86400.0)]
    public double RankSeconds { get; init; } = 60;

    /// <summary>Rows between training and test rows. Default 6.</summary>
    [Range(0, int.MaxValue)]
    public int GuardRows { get; init; } = 6;
}
