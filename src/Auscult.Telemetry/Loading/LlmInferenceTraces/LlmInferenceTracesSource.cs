using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.LlmInferenceTraces;

/// <summary>
/// Request traces of LLM serving as series of load: Azure 2023 (Patel et al., ISCA 2024) and Mooncake (Qin et al., FAST 2025). Each trace
/// is a replica in a recording of its own; there are no labels.
/// </summary>
/// <remarks>
/// A step counts the requests that arrived in it. Requests in flight are an estimate, since no trace has completion times: a request is
/// taken to stay for its prompt at <see cref="PrefillTokensPerSecond"/> and its answer at <see cref="DecodeTokensPerSecond"/>, whatever the
/// load. The reuse of Mooncake's prefixes is what an endless cache would hit: the blocks of 512 tokens at the front of a prompt that
/// earlier requests had.
/// </remarks>
/// <param name="root">The folder with <c>azure2023</c> or <c>mooncake_fast25</c> below it, or one trace file.</param>
/// <param name="part">Which trace: <c>azure_code</c>, <c>azure_conv</c>, <c>mooncake_conversation</c>, <c>mooncake_synthetic</c>; null:
/// all.</param>
/// <param name="step">Length of a step; default 10 s.</param>
public sealed class LlmInferenceTracesSource(string root, string? part = null, TimeSpan? step = null) : IDatasetSource
{
    /// <summary>Name in the registry.</summary>
    public const string Name = "llm_inference_traces";

    /// <summary>Assumed speed of reading a prompt.</summary>
    public const double PrefillTokensPerSecond = 8_000;

    /// <summary>Assumed speed of writing an answer.</summary>
    public const double DecodeTokensPerSecond = 30;

    /// <summary>Mooncake's clock starts at 0; this is where it is put.</summary>
    public static readonly DateTimeOffset MooncakeEpoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const double MaxSteps = 10e6;

    private static readonly (string Part, string File)[] Traces =
    [
        ("azure_code", "azure2023/AzureLLMInferenceTrace_code.csv"),
        ("azure_conv", "azure2023/AzureLLMInferenceTrace_conv.csv"),
        ("mooncake_conversation", "mooncake_fast25/conversation_trace.jsonl"),
        ("mooncake_synthetic", "mooncake_fast25/synthetic_trace.jsonl"),
    ];

    private readonly TimeSpan _step = step ?? TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var traces = Find();
        var builder = new DatasetBuilder(root, context);
        var recordings = new List<Recording>();
        DateTimeOffset? free = null;
        foreach (var (trace, file) in traces)
        {
            var requests = RequestFile.Read(file, context);
            if (requests.Count == 0)
                throw new InputException("there is no request in it", file, remedy: context.Bad.Count > 0 ? $"e.g. {context.Bad.Listed[0]}" : null);
            var load = new LoadSeries(_step, requests);
            if (load.StepCount > MaxSteps)
                throw new InputException($"lasts {load.StepCount:0} steps of {_step.TotalSeconds} s", file, remedy: "use a longer data.step_seconds");
            // Traces of the same hour must not overlap: a later one is moved behind the earlier ones, by whole days.
            var shift = TimeSpan.FromDays(Math.Max(0, Math.Ceiling(((free ?? load.Start) - load.Start).TotalDays)));
            load.AddTo(builder, builder.Entity(trace, EntityKind.Replica), shift);
            recordings.Add(new Recording(trace, load.Start + shift, load.End + shift));
            free = load.End + shift;
        }
        return builder.Build(new DatasetHead
        {
            Name = traces is [var only] ? $"{Name}/{only.Part}" : Name,
            Source = Name,
            Origin = "Azure LLM inference traces 2023 (Patel et al., ISCA 2024), Mooncake FAST25 (Qin et al., FAST 2025); load per step, in-flight estimated",
            Licence = "CC-BY-4.0 (Azure), Apache-2.0 (Mooncake)",
            Step = _step,
            Recordings = recordings,
        });
    }

    private List<(string Part, string File)> Find()
    {
        if (part is not null && !Traces.Any(trace => trace.Part == part))
            throw new InputException($"data.part: '{part}' is unknown", remedy: NearestName.Suggest(part, [.. Traces.Select(trace => trace.Part)]));
        if (File.Exists(root))
            return [(Path.GetFileName(root).Split('.')[0], root)];
        var found = new List<(string, string)>();
        foreach (var (name, file) in Traces.Where(trace => part is null || trace.Part == part))
        {
            var plain = Path.Combine(root, file);
            if (new[] { plain, plain + ".gz" }.FirstOrDefault(File.Exists) is { } there)
                found.Add((name, there));
        }
        return found.Count > 0 ? found : throw new InputException(
            part is null ? "holds no request trace" : $"does not hold the trace '{part}'", root, remedy: $"it must hold files such as {Traces[0].File}");
    }
}
