namespace Auscult.Simulation.Serving.Settings;

/// <summary>
/// The requests: drawn, or replayed from a trace. Drawn requests come at a rate that follows the day, wanders slowly and jumps between
/// bursts and calm; between two of them lies a Gamma-distributed time.
/// </summary>
public sealed record ArrivalConfig
{
    internal const string Section = $"{ServingConfig.Section}.arrivals";

    /// <summary>Mean number of requests per second over the fleet. Default 40.</summary>
    public double RatePerSecond { get; init; } = 40;

    /// <summary>Half the difference between the busiest and the quietest hour, relative to the mean. Default 0.4.</summary>
    public double DailyAmplitude { get; init; } = 0.4;

    /// <summary>Hour of the day with the most requests. Default 15.</summary>
    public double PeakHour { get; init; } = 15;

    /// <summary>Coefficient of variation of the time between requests at a steady rate; 1, the default, is a Poisson process.</summary>
    public double Variation { get; init; } = 1;

    /// <summary>Standard deviation of the logarithm of the rate as it wanders. Default 0.2 (Azure's conversations).</summary>
    public double WanderSigma { get; init; } = 0.2;

    /// <summary>Correlation time of the wandering. Default 300 s.</summary>
    public TimeSpan Wander { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Rate in a burst relative to calm; 1, the default: no bursts.</summary>
    public double BurstFactor { get; init; } = 1;

    /// <summary>Mean length of a burst. Default 10 s.</summary>
    public TimeSpan Burst { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Mean time between bursts. Default 50 s.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>Kinds of requests. Default: the conversations of Azure's trace.</summary>
    public IReadOnlyList<RequestKindConfig> Kinds { get; init; } = RequestKindConfig.Conversation;

    /// <summary>Longest prompt that is drawn. Default 14,000 (the longest of Azure's conversations).</summary>
    public int MaxPromptTokens { get; init; } = 14_000;

    /// <summary>Longest answer that is drawn. Default 2,000.</summary>
    public int MaxOutputTokens { get; init; } = 2_000;

    /// <summary>A trace of requests (Azure 2023 or Mooncake, plain or gzip) to replay instead; begun again at its end.</summary>
    public string? Trace { get; init; }

    /// <summary>How many times faster the trace is replayed. Default 1.</summary>
    public double TraceSpeed { get; init; } = 1;

    /// <summary>A client gives a request up after this time. Default 600 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(600);

    internal void Check(ServedModelConfig model)
    {
        Settle.Positive(Section, (nameof(RatePerSecond), RatePerSecond), (nameof(Variation), Variation), (nameof(BurstFactor), BurstFactor),
            ("wander_seconds", Wander.TotalSeconds), ("burst_seconds", Burst.TotalSeconds), ("calm_seconds", Calm.TotalSeconds),
            (nameof(MaxPromptTokens), MaxPromptTokens), (nameof(MaxOutputTokens), MaxOutputTokens), (nameof(TraceSpeed), TraceSpeed),
            ("timeout_seconds", Timeout.TotalSeconds));
        Settle.NotNegative(Section, (nameof(WanderSigma), WanderSigma), (nameof(PeakHour), PeakHour));
        Settle.Ratio(Section, (nameof(DailyAmplitude), DailyAmplitude));
        if (Trace is null && MaxOutputTokens >= model.MaxContextTokens)
        {
            throw Settle.Error(
                Section, nameof(MaxOutputTokens), $"is {MaxOutputTokens}, no less than model.max_context_tokens={model.MaxContextTokens}");
        }
        if (Kinds.Count == 0)
            throw Settle.Error(Section, nameof(Kinds), "has no kind of request");
        foreach (var kind in Kinds)
            kind.Check($"{Section}.kinds");
    }
}
