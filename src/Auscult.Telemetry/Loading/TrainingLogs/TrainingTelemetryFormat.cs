using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>The JSON text of <see cref="TrainingTelemetry"/>.</summary>
public static class TrainingTelemetryFormat
{
    private static readonly string[] PhaseNames = ["train", "evaluation", "checkpoint", "warm_up"];

    /// <summary>The phase as written in the file.</summary>
    public static string NameOf(TrainingPhase phase) => PhaseNames[(int)phase];

    /// <summary>
    /// Reads one line. Unknown keys that hold no number, and an unknown phase, are ignored; a line without a readable
    /// <c>time</c> is refused.
    /// </summary>
    /// <param name="line">The line as UTF-8, without its end.</param>
    /// <param name="sample">What it says.</param>
    /// <param name="problem">Why it was refused, in one phrase; empty otherwise.</param>
    public static bool TryParse(ReadOnlyMemory<byte> line, out TrainingTelemetry sample, out string problem)
    {
        sample = new TrainingTelemetry();
        try
        {
            using var document = Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                problem = "not a JSON object";
                return false;
            }
            sample = Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not UTF-8.
            problem = "not JSON";
            return false;
        }
        problem = sample.Time == default ? "no readable 'time'" : "";
        return sample.Time != default;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException) when (line.Span.IndexOf("NaN"u8) >= 0 || line.Span.IndexOf("Infinity"u8) >= 0)
        {
            // Python's json module writes these bare, which no JSON parser takes.
            return JsonDocument.Parse(BareNonFinite.Quote(Encoding.UTF8.GetString(line.Span)));
        }
    }

    private static TrainingTelemetry Read(JsonElement root)
    {
        var sample = new TrainingTelemetry();
        var extra = new Dictionary<string, double>();
        foreach (var property in root.EnumerateObject())
        {
            var value = property.Value;
            sample = property.Name switch
            {
                "time" => sample with { Time = Time(value) },
                "rank" => sample with { Rank = Number(value) is { } rank and >= 0 and < int.MaxValue ? (int)rank : 0 },
                "step" => sample with { Step = Number(value) is { } step && Math.Abs(step) < long.MaxValue ? (long)step : null },
                "phase" => sample with { Phase = Phase(value) },
                "step_seconds" => sample with { StepSeconds = Number(value) },
                "loss" => sample with { Loss = Number(value) },
                "grad_norm" => sample with { GradNorm = Number(value) },
                "tokens_per_second" => sample with { TokensPerSecond = Number(value) },
                "learning_rate" => sample with { LearningRate = Number(value) },
                "data_wait_seconds" => sample with { DataWaitSeconds = Number(value) },
                "checkpoint_seconds" => sample with { CheckpointSeconds = Number(value) },
                "evaluation_seconds" => sample with { EvaluationSeconds = Number(value) },
                _ => Keep(sample, extra, property),
            };
        }
        return extra.Count == 0 ? sample : sample with { Extra = extra };
    }

    private static TrainingTelemetry Keep(TrainingTelemetry sample, Dictionary<string, double> extra, JsonProperty property)
    {
        if (Number(property.Value) is { } number)
            extra[property.Name] = number;
        return sample;
    }

    private static TrainingPhase Phase(JsonElement value)
    {
        var index = value.ValueKind == JsonValueKind.String ? Array.IndexOf(PhaseNames, value.GetString()) : -1;
        return index < 0 ? TrainingPhase.Train : (TrainingPhase)index;
    }

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) => number,
        JsonValueKind.String => value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };

    private static DateTimeOffset Time(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return DateTimeOffset.TryParse(
                value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time : default;
        }
        if (Number(value) is not { } number)
            return default;
        // Seconds, milliseconds, microseconds and nanoseconds of this era are at least a factor of 100 apart.
        var seconds = Math.Abs(number) switch { < 1e11 => number, < 1e14 => number / 1e3, < 1e17 => number / 1e6, _ => number / 1e9 };
        return seconds is > 0 and < 1e11 ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
    }
}
