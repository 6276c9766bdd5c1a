using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Loading.LlmInferenceTraces;

/// <summary>One request of a trace.</summary>
/// <param name="Micros">When it arrived, microseconds since 1970-01-01 UTC.</param>
/// <param name="InputTokens">Length of the prompt.</param>
/// <param name="OutputTokens">Length of the answer.</param>
/// <param name="ReusedTokens">Prompt tokens whose block an earlier request had; NaN where the trace does not tell.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Request(long Micros, double InputTokens, double OutputTokens, double ReusedTokens);
