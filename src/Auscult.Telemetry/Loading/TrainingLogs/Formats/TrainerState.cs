using System.Text;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>Hugging Face Trainer's <c>trainer_state.json</c>: its <c>log_history</c>, one entry per logged step or evaluation.</summary>
internal static class TrainerState
{
    /// <summary>Whether a file begins like one: it is a single JSON object with this list.</summary>
    public static bool Is(string file)
    {
        if (!file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return false;
        Span<byte> head = stackalloc byte[4096];
        using var stream = File.OpenRead(file);
        var text = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)].TrimStart(" \t\r\n"u8);
        return text.Length > 0 && text[0] == '{' && text.IndexOf("\"log_history\""u8) >= 0;
    }

    /// <summary>The entries in file order. They have no times: the training's run time, where it is told, is spread over its steps.</summary>
    /// <exception cref="InputException">It is not JSON.</exception>
    public static void Read(string file, LogRecord record, Action<LogRecord> take)
    {
        using var document = Parse(file);
        if (!document.RootElement.TryGetProperty("log_history", out var history) || history.ValueKind != JsonValueKind.Array)
            throw new InputException("has no list 'log_history'", file, remedy: "is it a trainer_state.json?");
        var stepSeconds = MeanStepSeconds(history);
        foreach (var entry in history.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object))
        {
            record.Clear();
            record.StepSeconds = stepSeconds;
            foreach (var property in entry.EnumerateObject())
                JsonFigures.Take(property, record);
            var isEvaluation = record.Values.Exists(value => value.Name.StartsWith("eval_", StringComparison.Ordinal));
            var isStep = record.Values.Exists(value => value.Name == "loss");
            record.Kind = isStep ? LogLine.Step : isEvaluation ? LogLine.Evaluation : LogLine.Other;
            record.Seconds = record.Values.Find(value => value.Name == "eval_runtime") is { Name: not null } time ? time.Value : null;
            take(record);
        }
    }

    private static JsonDocument Parse(string file)
    {
        try
        {
            return JsonDocument.Parse(BareNonFinite.Quote(File.ReadAllText(file, new UTF8Encoding(false, throwOnInvalidBytes: true))));
        }
        catch (JsonException e)
        {
            throw new InputException("is not JSON", file, e.LineNumber + 1, remedy: "is the file whole?", inner: e);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException("is not UTF-8 text", file, remedy: "convert the file to UTF-8", inner: e);
        }
    }

    private static double? MeanStepSeconds(JsonElement history)
    {
        foreach (var entry in history.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object
                && entry.TryGetProperty("train_runtime", out var time) && JsonFigures.Number(time) is { } seconds
                && entry.TryGetProperty("step", out var step) && JsonFigures.Number(step) is { } steps and > 0)
            {
                return seconds / steps;
            }
        }
        return null;
    }
}
