using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Loading.TrainingLogs.Formats;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>The pattern sets by name, and which of them a file is written in.</summary>
internal static class LogFormats
{
    /// <summary>Lines of one format that settle the question.</summary>
    private const int Enough = 20;

    /// <summary>Lines looked at; logs begin with the text of the program and its settings.</summary>
    private const int MaxLines = 200_000;

    private static readonly Dictionary<string, Func<LogFormat>> Known = new(StringComparer.Ordinal)
    {
        ["megatron"] = () => new MegatronFormat(),
        ["deepspeed"] = () => new DeepSpeedFormat(),
        ["nanogpt"] = () => new NanoGptFormat(),
        ["modded_nanogpt"] = () => new ModdedNanoGptFormat(),
        ["huggingface"] = () => new HuggingFaceFormat(),
        ["torchtitan"] = () => new TorchTitanFormat(),
        ["mllog"] = () => new MllogFormat(),
        ["auscult"] = () => new TelemetryFormat(),
        ["jsonl"] = () => new JsonLinesFormat(),
    };

    /// <summary>Every name that <c>data.format</c> may be, <c>auto</c> first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", .. Known.Keys];

    /// <summary>The format of a name.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static LogFormat Create(string name) => Known.TryGetValue(name, out var create)
        ? create()
        : throw new InputException($"data.format: '{name}' is unknown", remedy: NearestName.Suggest(name, Names));

    /// <summary>The format with the most recognised lines among the first ones; where two know the same lines, the plainer one.</summary>
    /// <exception cref="InputException">No format knows any line.</exception>
    public static LogFormat Detect(string file, CancellationToken cancellation = default)
    {
        using var reader = LineReader.Open(file, cancellation);
        var formats = Known.Values.Select(create => create()).ToArray();
        var scores = new int[formats.Length];
        var record = new LogRecord();
        while (reader.Line < MaxLines && scores.Max() < 2 * Enough && TryRead(reader, out var line))
        {
            for (var i = 0; i < formats.Length; i++)
            {
                record.Clear();
                scores[i] += formats[i].Recognise(line, reader, record);
            }
        }
        var best = Array.IndexOf(scores, scores.Max());
        return scores[best] > 0
            ? Create(formats[best].Name)
            : throw new InputException(
                "has no line of a known training log", file,
                remedy: $"give data.format={string.Join('|', Known.Keys)}, or is it another kind of file?");
    }

    private static bool TryRead(LineReader reader, out ReadOnlySpan<byte> line)
    {
        try
        {
            return reader.TryRead(out line);
        }
        catch (InputException)
        {
            // A truncated file may still tell what it is; reading it will report the damage.
            line = default;
            return false;
        }
    }
}
