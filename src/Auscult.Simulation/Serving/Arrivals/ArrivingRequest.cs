using System.Runtime.InteropServices;

namespace Auscult.Simulation.Serving.Arrivals;

/// <summary>A request as it comes to the router.</summary>
/// <param name="Seconds">When, seconds since the start of the simulation.</param>
/// <param name="PromptTokens">Length of the prompt, at least 1.</param>
/// <param name="OutputTokens">Length that its answer will have, at least 1.</param>
/// <param name="ReusableTokens">Tokens at the front of the prompt that earlier requests had.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArrivingRequest(double Seconds, int PromptTokens, int OutputTokens, int ReusableTokens);

/// <summary>Requests in order of time.</summary>
internal interface IRequestSource
{
    /// <summary>The next request before a moment.</summary>
    /// <param name="until">Seconds; nothing is looked at beyond, so that the load may change there.</param>
    /// <param name="request">The request.</param>
    /// <returns>False if none comes before that moment.</returns>
    bool TryNext(double until, out ArrivingRequest request);

    /// <summary>Changes the load.</summary>
    /// <param name="now">From when on, seconds; not before what was asked for last.</param>
    /// <param name="factor">Rate relative to what is configured; at least 0.</param>
    void SetLoad(double now, double factor);
}
