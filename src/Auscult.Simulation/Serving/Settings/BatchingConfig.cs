namespace Auscult.Simulation.Serving.Settings;

/// <summary>Continuous batching with chunked prefill, after the scheduler of vLLM.</summary>
public sealed record BatchingConfig
{
    private const string Section = $"{ServingConfig.Section}.batching";

    /// <summary>Most requests in a batch of one replica. Default 256.</summary>
    public int MaxRequests { get; init; } = 256;

    /// <summary>Most tokens of one iteration, prompts and answers together. Default 2,048.</summary>
    public int MaxTokens { get; init; } = 2048;

    /// <summary>Share of the cache that is kept free when a request is admitted. Default 0.01.</summary>
    public double Watermark { get; init; } = 0.01;

    /// <summary>Time of the host per iteration: scheduling, sampling, launching. Default 2 ms (an estimate).</summary>
    public double HostMilliseconds { get; init; } = 2;

    /// <summary>How much the length of an iteration scatters, relative. Default 0.02.</summary>
    public double Jitter { get; init; } = 0.02;

    /// <summary>Whether prompts find the keys and values of equal beginnings. Default true.</summary>
    public bool PrefixCache { get; init; } = true;

    /// <summary>Tokens of beginnings that must be in the cache for every reusable one to be found. Default 200,000.</summary>
    public double PrefixWorkingSetTokens { get; init; } = 200_000;

    internal void Check()
    {
        Settle.Positive(
            Section, (nameof(MaxRequests), MaxRequests), (nameof(MaxTokens), MaxTokens),
            (nameof(PrefixWorkingSetTokens), PrefixWorkingSetTokens));
        Settle.NotNegative(Section, (nameof(HostMilliseconds), HostMilliseconds));
        Settle.Ratio(Section, (nameof(Watermark), Watermark), (nameof(Jitter), Jitter));
        if (MaxTokens < MaxRequests)
        {
            throw Settle.Error(
                Section, nameof(MaxTokens), $"is {MaxTokens}, less than max_requests={MaxRequests}", "every request takes a token");
        }
    }
}
