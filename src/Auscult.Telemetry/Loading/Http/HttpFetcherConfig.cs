namespace Auscult.Telemetry.Loading.Http;

/// <summary>How often and how long an address is asked.</summary>
public sealed record HttpFetcherConfig
{
    /// <summary>Longest time of one request, body included. Default 60 s.</summary>
    public double TimeoutSeconds { get; init; } = 60;

    /// <summary>How often an address is asked before it is given up. Default 6.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>Pause before the second attempt; every further one is twice as long, with jitter. Default 0.5 s.</summary>
    public double BackoffSeconds { get; init; } = 0.5;

    /// <summary>Longest pause, also when the server asks for a longer one with <c>Retry-After</c>. Default 30 s.</summary>
    public double MaxBackoffSeconds { get; init; } = 30;

    /// <summary>What the answer should be, as in <c>Accept</c>.</summary>
    public string Accept { get; init; } = "*/*";
}
