using System.Text.Json;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>One entry of MLPerf's log.</summary>
/// <param name="Micros">When, microseconds since 1970 UTC.</param>
/// <param name="Key">What.</param>
/// <param name="Value">The value where it is one number.</param>
/// <param name="Statistics">The values where they are an object of numbers.</param>
/// <param name="Step">Samples or tokens consumed, from the metadata.</param>
internal sealed record MllogLine(
    long Micros, string Key, double? Value, IReadOnlyList<KeyValuePair<string, double>> Statistics, double? Step)
{
    /// <summary>Takes a line apart; null when it is none of MLPerf's.</summary>
    /// <exception cref="Auscult.Foundation.InputException">It is one and cannot be read.</exception>
    public static MllogLine? Parse(ReadOnlySpan<byte> line, LineReader reader)
    {
        var at = line.IndexOf(":::MLLOG "u8);
        if (at < 0)
            return null;
        var text = new Utf8JsonReader(line[(at + 9)..]);
        try
        {
            using var document = JsonDocument.ParseValue(ref text);
            return Read(document.RootElement, reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw reader.Error("the entry is not a JSON object", remedy: "is the line cut off?", inner: e);
        }
    }

    private static MllogLine Read(JsonElement root, LineReader reader)
    {
        if (!root.TryGetProperty("time_ms", out var time))
            throw reader.Error("is missing", "time_ms", "mend the line, or leave it out with --skip-bad");
        if (!root.TryGetProperty("key", out var key))
            throw reader.Error("is missing", "key", "mend the line, or leave it out with --skip-bad");
        if (JsonFigures.Number(time) is not { } milliseconds || !TimeText.IsPlausible((long)(milliseconds * 1e3)))
            throw reader.Error($"'{time}' is not a time in milliseconds", "time_ms");
        var value = root.TryGetProperty("value", out var given) ? given : default;
        return new MllogLine(
            (long)(milliseconds * 1e3), key.GetString() ?? "", JsonFigures.Number(value),
            value.ValueKind == JsonValueKind.Object
                ? [.. value.EnumerateObject().Where(pair => JsonFigures.Number(pair.Value) is not null)
                    .Select(pair => KeyValuePair.Create(pair.Name, JsonFigures.Number(pair.Value)!.Value))]
                : [],
            StepOf(root));
    }

    private static double? StepOf(JsonElement root)
    {
        if (!root.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
            return null;
        return metadata.TryGetProperty("step", out var step) || metadata.TryGetProperty("samples_count", out step)
            ? JsonFigures.Number(step) : null;
    }
}
