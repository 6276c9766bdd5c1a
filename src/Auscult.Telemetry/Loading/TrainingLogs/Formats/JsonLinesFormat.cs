using System.Text.Json;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>One flat JSON object per line; numeric keys are figures, and some keys say step, time and rank.</summary>
internal sealed class JsonLinesFormat : LogFormat
{
    /// <inheritdoc/>
    public override string Name => "jsonl";

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        if (line.IsEmpty || line[0] != '{')
            return;
        var text = new Utf8JsonReader(line);
        try
        {
            using var document = line.IndexOf("NaN"u8) >= 0 || line.IndexOf("Infinity"u8) >= 0
                ? JsonDocument.Parse(BareNonFinite.Quote(reader.Text(line)))
                : JsonDocument.ParseValue(ref text);
            foreach (var property in document.RootElement.EnumerateObject())
                JsonFigures.Take(property, record);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw reader.Error("is not a JSON object", remedy: "mend the line, or leave it out with --skip-bad", inner: e);
        }
        if (record.Values.Count == 0 || (record.Step is null && record.Micros is null))
            return;
        var isEvaluation = record.Values.TrueForAll(value => value.Name.Contains("val", StringComparison.Ordinal));
        record.Kind = isEvaluation ? LogLine.Evaluation : LogLine.Step;
        foreach (var value in record.Values)
        {
            if (value.Name is "step_time" or "step_seconds" or "iteration_time" or "iter time (s)")
                record.StepSeconds = value.Value;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Many programs print JSON that is no log: a line that any other format knows is that format's.</remarks>
    public override int Recognise(ReadOnlySpan<byte> line, LineReader reader, LogRecord record) => base.Recognise(line, reader, record) / 2;
}
