namespace Auscult.Simulation.Serving.Settings;

/// <summary>Requests of one kind; lengths are lognormal.</summary>
public sealed record RequestKindConfig
{
    /// <summary>How frequent the kind is, relative to the others. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Median tokens of the prompt. Default 600.</summary>
    public double PromptMedian { get; init; } = 600;

    /// <summary>Standard deviation of the logarithm of the prompt's tokens. Default 1.</summary>
    public double PromptSigma { get; init; } = 1;

    /// <summary>Median tokens of the answer. Default 100.</summary>
    public double OutputMedian { get; init; } = 100;

    /// <summary>Standard deviation of the logarithm of the answer's tokens. Default 0.7.</summary>
    public double OutputSigma { get; init; } = 0.7;

    /// <summary>Mean share of the prompt that earlier requests had at its front. Default 0.</summary>
    public double ReuseRatio { get; init; }

    /// <summary>Four kinds fitted to the lengths of Azure's conversations of 2023 by expectation maximisation.</summary>
    internal static readonly IReadOnlyList<RequestKindConfig> Conversation =
    [
        new() { Weight = 0.373, PromptMedian = 620, PromptSigma = 1.24, OutputMedian = 99, OutputSigma = 0.72, ReuseRatio = 0.3 },
        new() { Weight = 0.325, PromptMedian = 1074, PromptSigma = 0.12, OutputMedian = 419, OutputSigma = 0.12, ReuseRatio = 0.3 },
        new() { Weight = 0.224, PromptMedian = 401, PromptSigma = 0.12, OutputMedian = 94, OutputSigma = 0.21, ReuseRatio = 0.3 },
        new() { Weight = 0.078, PromptMedian = 4061, PromptSigma = 0.12, OutputMedian = 54, OutputSigma = 0.38, ReuseRatio = 0.3 },
    ];

    internal void Check(string section)
    {
        Settle.Positive(section, (nameof(Weight), Weight), (nameof(PromptMedian), PromptMedian), (nameof(OutputMedian), OutputMedian));
        Settle.NotNegative(section, (nameof(PromptSigma), PromptSigma), (nameof(OutputSigma), OutputSigma));
        Settle.Ratio(section, (nameof(ReuseRatio), ReuseRatio));
    }
}
