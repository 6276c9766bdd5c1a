using System.Runtime.InteropServices;

namespace Auscult.Simulation.Serving.Metrics;

/// <summary>What a serving engine counts.</summary>
internal sealed class ReplicaMetrics
{
    /// <summary>Requests that came.</summary>
    public long Received { get; set; }

    /// <summary>Requests that got their whole answer.</summary>
    public long Completed { get; set; }

    /// <summary>Requests that were given up or lost.</summary>
    public long Aborted { get; set; }

    /// <summary>Times that a request lost its place in the batch to make room in the cache.</summary>
    public long Preemptions { get; set; }

    /// <summary>Tokens of prompts whose reading ended for the first time.</summary>
    public long PromptTokens { get; set; }

    /// <summary>Tokens generated.</summary>
    public long GenerationTokens { get; set; }

    /// <summary>Tokens of the answers of completed requests.</summary>
    public long CompletedTokens { get; set; }

    /// <summary>Tokens that aborted requests had got.</summary>
    public long AbortedTokens { get; set; }

    /// <summary>Prompt tokens looked up among cached beginnings.</summary>
    public long PrefixQueries { get; set; }

    /// <summary>Prompt tokens found among cached beginnings.</summary>
    public long PrefixHits { get; set; }

    /// <summary>Iterations of the batch.</summary>
    public long Iterations { get; set; }

    /// <summary>Tokens of all iterations.</summary>
    public long IterationTokens { get; set; }

    /// <summary>From arrival to the first token.</summary>
    public LatencyHistogram FirstToken { get; } = new(LatencyHistogram.FirstTokenBounds);

    /// <summary>Time per token of a request after its first.</summary>
    public LatencyHistogram PerToken { get; } = new(LatencyHistogram.TokenBounds);

    /// <summary>Time between two tokens of a request.</summary>
    public LatencyHistogram InterToken { get; } = new(LatencyHistogram.TokenBounds);

    /// <summary>From arrival to the last token.</summary>
    public LatencyHistogram Request { get; } = new(LatencyHistogram.RequestBounds);

    /// <summary>From arrival to the batch.</summary>
    public LatencyHistogram Queue { get; } = new(LatencyHistogram.RequestBounds);

    /// <summary>From the batch to the first token.</summary>
    public LatencyHistogram Prefill { get; } = new(LatencyHistogram.RequestBounds);

    /// <summary>From the first to the last token.</summary>
    public LatencyHistogram Decode { get; } = new(LatencyHistogram.RequestBounds);

    /// <summary>What rates are worked out from.</summary>
    public Counts Count() => new(PromptTokens, GenerationTokens, PrefixQueries, PrefixHits, Iterations, IterationTokens);

    /// <summary>Counts at a moment.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Counts(
        long PromptTokens, long GenerationTokens, long PrefixQueries, long PrefixHits, long Iterations, long IterationTokens);

    /// <summary>Every histogram.</summary>
    public IEnumerable<LatencyHistogram> Histograms => [FirstToken, PerToken, InterToken, Request, Queue, Prefill, Decode];
}
