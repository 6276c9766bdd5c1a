using System.ComponentModel.DataAnnotations;

namespace Auscult.Sweeps.Specification;

/// <summary>How the next trial is chosen.</summary>
public enum SweepMethod
{
    /// <summary>Every combination, in order.</summary>
    Grid,

    /// <summary>Independent draws.</summary>
    Random,

    /// <summary>Tree-structured Parzen estimators.</summary>
    Tpe,

    /// <summary>W&amp;B's word for a model-based search; means <see cref="Tpe"/> here.</summary>
    Bayes,
}

/// <summary>Which way a metric is better.</summary>
public enum MetricGoal
{
    /// <summary>Lower is better.</summary>
    Minimize,

    /// <summary>Higher is better.</summary>
    Maximize,
}

/// <summary>A sweep file: W&amp;B's keys, and what this project adds. See docs/guide/sweeps.md.</summary>
public sealed record SweepConfig : IValidatableObject
{
    /// <summary>Name of the sweep and of its folder; null (the default) is the file's name.</summary>
    public string? Name { get; init; }

    /// <summary>Free text, shown on the page.</summary>
    public string? Description { get; init; }

    /// <summary>How the next trial is chosen.</summary>
    public required SweepMethod Method { get; init; }

    /// <summary>What is judged.</summary>
    public MetricConfig Metric { get; init; } = new();

    /// <summary>Configuration key to what it may be.</summary>
    public required IReadOnlyDictionary<string, ParameterConfig> Parameters { get; init; }

    /// <summary>When a trial is stopped before its end; null (the default): never.</summary>
    public EarlyTerminateConfig? EarlyTerminate { get; init; }

    /// <summary>Number of trials; null (the default) is every combination for a grid, and must be given otherwise.</summary>
    [Range(1, 1_000_000)]
    public int? RunCap { get; init; }

    /// <summary>Overrides of every trial, such as <c>experiment=tiny</c>; default none.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Whether each trial is also judged by <c>auscult evaluate</c>, whose metrics then exist; default false.</summary>
    public bool Evaluate { get; init; }

    /// <summary>Every random choice of the search derives from this; default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Options of the Parzen estimators.</summary>
    public TpeConfig Tpe { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Parameters.Count == 0)
            yield return new ValidationResult("there are no parameters");
        if (Method != SweepMethod.Grid && RunCap is null)
            yield return new ValidationResult($"method {(Method == SweepMethod.Random ? "random" : "tpe")} has no end of its own: give run_cap");
    }
}

/// <summary>The <c>metric</c> of a sweep.</summary>
public sealed record MetricConfig
{
    /// <summary>Name as the tracker has it; default <c>validation/loss</c>.</summary>
    public string Name { get; init; } = "validation/loss";

    /// <summary>Default <c>minimize</c>.</summary>
    public MetricGoal Goal { get; init; } = MetricGoal.Minimize;

    /// <summary>No trial is started once one has reached this; null (the default): nothing is enough.</summary>
    public double? Target { get; init; }

    /// <summary>The value in which lower is better.</summary>
    public double Cost(double value) => Goal == MetricGoal.Minimize ? value : -value;
}

/// <summary>Options of <see cref="Search.TpeSearcher"/>, with Optuna's defaults.</summary>
public sealed record TpeConfig
{
    /// <summary>Random trials before the estimators are asked; default 10.</summary>
    [Range(1, 10_000)]
    public int StartupTrials { get; init; } = 10;

    /// <summary>Candidates drawn from the good trials' estimator; default 24.</summary>
    [Range(1, 10_000)]
    public int EiCandidates { get; init; } = 24;

    /// <summary>Weight of the prior beside one trial; default 1.</summary>
    [Range(1e-6, 1e6)]
    public double PriorWeight { get; init; } = 1;
}
