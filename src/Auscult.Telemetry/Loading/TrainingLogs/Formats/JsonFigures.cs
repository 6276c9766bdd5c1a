using System.Text.Json;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>What a property of a flat JSON object says in a training log.</summary>
internal static class JsonFigures
{
    /// <summary>Takes a number, a time, a rank, a step, or a list with one figure per expert; anything else says nothing.</summary>
    public static void Take(JsonProperty property, LogRecord record)
    {
        var value = property.Value;
        switch (property.Name)
        {
            case "step" or "_step" or "global_step" or "iteration" or "iter":
                record.Step = Number(value) is { } step && Math.Abs(step) < 1e18 ? (long)step : null;
                break;
            case "time" or "timestamp" or "_timestamp" or "ts" or "time_ms" or "datetime" or "date":
                record.Micros = Moment(value);
                break;
            case "rank" or "global_rank":
                record.Rank = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var rank) && rank >= 0 ? rank : 0;
                break;
            default:
                if (Number(value) is { } number)
                    record.Add(property.Name, number);
                else if (value.ValueKind == JsonValueKind.Array && property.Name.Contains("exp", StringComparison.Ordinal))
                    TakeExperts(property.Name, value, record);
                break;
        }
    }

    /// <summary>A number, or one of the words that stand for a number that is not finite.</summary>
    public static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) => number,
        JsonValueKind.String => value.GetString() switch
        {
            "NaN" or "nan" => double.NaN,
            "Infinity" or "inf" => double.PositiveInfinity,
            "-Infinity" or "-inf" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };

    /// <summary>A moment as a text or as seconds, milliseconds, microseconds or nanoseconds since 1970; null when it is none.</summary>
    public static long? Moment(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return TimeText.Parse(value.GetString()!, TimeFormat.Iso);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number))
            return null;
        // The four units of this era are at least a factor of 100 apart.
        return Math.Abs(number) switch
        {
            < 1e11m => (long)(number * Micros.PerSecond),
            < 1e14m => (long)(number * 1_000),
            < 1e17m => (long)number,
            < 1e20m => (long)(number / 1_000),
            _ => null,
        };
    }

    private static void TakeExperts(string name, JsonElement list, LogRecord record)
    {
        var position = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (Number(item) is { } number)
                record.Values.Add(new LogValue(name, number, position));
            position++;
        }
    }
}
