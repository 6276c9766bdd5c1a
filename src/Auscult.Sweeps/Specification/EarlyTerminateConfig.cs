using System.ComponentModel.DataAnnotations;

namespace Auscult.Sweeps.Specification;

/// <summary>Rules that stop a trial before its end.</summary>
public enum EarlyTerminateType
{
    /// <summary>None.</summary>
    None,

    /// <summary>W&amp;B's word; means <see cref="Asha"/>.</summary>
    Hyperband,

    /// <summary>Asynchronous successive halving.</summary>
    Asha,

    /// <summary>Worse than the median of the finished trials.</summary>
    Median,
}

/// <summary>The <c>early_terminate</c> section. An iteration is one value of the metric.</summary>
public sealed record EarlyTerminateConfig : IValidatableObject
{
    /// <summary>The rule.</summary>
    public required EarlyTerminateType Type { get; init; }

    /// <summary>Iterations before the first halving (the first rung); default 1.</summary>
    [Range(1, int.MaxValue)]
    public int MinIter { get; init; } = 1;

    /// <summary>One of so many trials goes on at a halving, and rungs lie this factor apart; default 3.</summary>
    [Range(2, 1000)]
    public int Eta { get; init; } = 3;

    /// <summary>Iterations of a whole trial; with <see cref="S"/> gives the rungs from above instead of <see cref="MinIter"/>. Default null.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxIter { get; init; }

    /// <summary>Number of rungs below <see cref="MaxIter"/>. Default null.</summary>
    [Range(1, 30)]
    public int? S { get; init; }

    /// <summary>Median: finished trials before any is stopped; default 5.</summary>
    [Range(0, int.MaxValue)]
    public int StartupTrials { get; init; } = 5;

    /// <summary>Median: iterations of a trial before it can be stopped; default 0.</summary>
    [Range(0, int.MaxValue)]
    public int WarmupIter { get; init; }

    /// <summary>Median: iterations between two looks; default 1.</summary>
    [Range(1, int.MaxValue)]
    public int Interval { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => (MaxIter is null) != (S is null)
        ? [new ValidationResult("'max_iter' and 's' go together (or give 'min_iter')")]
        : [];
}
