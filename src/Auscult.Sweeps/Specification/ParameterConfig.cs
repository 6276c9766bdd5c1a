using System.ComponentModel.DataAnnotations;

namespace Auscult.Sweeps.Specification;

/// <summary>W&amp;B's distributions that have bounds.</summary>
public enum ParameterDistribution
{
    /// <summary>Always <c>value</c>.</summary>
    Constant,

    /// <summary>One of <c>values</c>, with <c>probabilities</c> when given.</summary>
    Categorical,

    /// <summary>Whole numbers from <c>min</c> to <c>max</c>, both included.</summary>
    IntUniform,

    /// <summary>Numbers between <c>min</c> and <c>max</c>.</summary>
    Uniform,

    /// <summary>Multiples of <c>q</c> between <c>min</c> and <c>max</c>.</summary>
    QUniform,

    /// <summary>Between exp(<c>min</c>) and exp(<c>max</c>), uniform in the logarithm.</summary>
    LogUniform,

    /// <summary>Between <c>min</c> and <c>max</c>, uniform in the logarithm.</summary>
    LogUniformValues,

    /// <summary>Multiples of <c>q</c> between exp(<c>min</c>) and exp(<c>max</c>), uniform in the logarithm.</summary>
    QLogUniform,

    /// <summary>Multiples of <c>q</c> between <c>min</c> and <c>max</c>, uniform in the logarithm.</summary>
    QLogUniformValues,
}

/// <summary>What one configuration key may be. Without <c>distribution</c> it follows from the other keys, as in W&amp;B.</summary>
public sealed record ParameterConfig : IValidatableObject
{
    /// <summary>The distribution; null (the default) is told by the other keys.</summary>
    public ParameterDistribution? Distribution { get; init; }

    /// <summary>The only value.</summary>
    public string? Value { get; init; }

    /// <summary>All values.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Weight of each of <see cref="Values"/>; null (the default): all alike. They need not sum to 1.</summary>
    public IReadOnlyList<double>? Probabilities { get; init; }

    /// <summary>Lower bound, itself included.</summary>
    public double? Min { get; init; }

    /// <summary>Upper bound, itself included.</summary>
    public double? Max { get; init; }

    /// <summary>Step of the <c>q_</c> distributions; default 1.</summary>
    public double? Q { get; init; }

    /// <summary>The distribution, told by the keys where it is not given.</summary>
    public ParameterDistribution Kind => Distribution ?? (Value, Values, Q, Min, Max) switch
    {
        ({ }, _, _, _, _) => ParameterDistribution.Constant,
        (_, { }, _, _, _) => ParameterDistribution.Categorical,
        (_, _, { }, _, _) => ParameterDistribution.QUniform,
        (_, _, _, { } min, { } max) when double.IsInteger(min) && double.IsInteger(max) => ParameterDistribution.IntUniform,
        _ => ParameterDistribution.Uniform,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Problem() is { } problem ? [new ValidationResult(problem)] : [];

    private string? Problem() => Kind switch
    {
        ParameterDistribution.Constant => Value is null ? "a constant needs 'value'" : null,
        ParameterDistribution.Categorical => ProblemOfChoices(),
        _ => ProblemOfRange(),
    };

    private string? ProblemOfChoices()
    {
        if (Values is not { Count: > 0 })
            return "a categorical parameter needs 'values: [..]'";
        if (Values.Any(value => value is null))
            return "one of 'values' is empty";
        if (Values.Distinct(StringComparer.Ordinal).Count() != Values.Count)
            return "'values' has one value twice";
        return Probabilities is { } weights && (weights.Count != Values.Count || weights.Any(w => !(w >= 0)) || !(weights.Sum() > 0))
            ? "'probabilities' must have one number for each of 'values', none below 0 and not all 0"
            : null;
    }

    private string? ProblemOfRange()
    {
        if (Min is not { } min || Max is not { } max)
            return "'value', 'values', or 'min' and 'max' must be given";
        if (!(min <= max) || !double.IsFinite(min) || !double.IsFinite(max))
            return "'min' must not be above 'max', and both must be finite";
        if (Value is not null || Values is not null || Probabilities is not null)
            return "'min' and 'max' do not go with 'value', 'values' or 'probabilities'";
        if (Kind is ParameterDistribution.LogUniformValues or ParameterDistribution.QLogUniformValues && min <= 0)
            return "a logarithmic distribution needs a 'min' above 0";
        if (Kind == ParameterDistribution.IntUniform && (!double.IsInteger(min) || !double.IsInteger(max)))
            return "'min' and 'max' of int_uniform must be whole numbers";
        if (Q is { } q && !(q > 0 && double.IsFinite(q)))
            return "'q' must be above 0";
        if (Q is not null && Kind is ParameterDistribution.Uniform or ParameterDistribution.LogUniform or ParameterDistribution.LogUniformValues)
            return "'q' belongs to the q_ distributions";
        return Space.NumericParameter.Of("", this).IsEmpty ? "no multiple of 'q' lies between 'min' and 'max'" : null;
    }
}
