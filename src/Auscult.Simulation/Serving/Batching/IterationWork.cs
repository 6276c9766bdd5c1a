using System.Runtime.InteropServices;

namespace Auscult.Simulation.Serving.Batching;

/// <summary>What one iteration of a replica has to do.</summary>
/// <param name="DecodeTokens">Requests that get a token.</param>
/// <param name="PromptTokens">Tokens of prompts that are read.</param>
/// <param name="CacheTokens">Tokens in the cache that the decoding requests attend to.</param>
/// <param name="PromptPairs">Pairs of tokens that attend to each other in the prompts that are read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IterationWork(int DecodeTokens, int PromptTokens, long CacheTokens, double PromptPairs)
{
    /// <summary>Tokens of the iteration.</summary>
    public int Tokens => DecodeTokens + PromptTokens;
}
