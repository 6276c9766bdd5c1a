using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>
/// nanoGPT: <c>iter 100: loss 3.2345, time 250.12ms, mfu 20.10%</c>, <c>step 250: train loss 2.1, val loss 2.2</c>,
/// <c>saving checkpoint to out</c>.
/// </summary>
internal sealed class NanoGptFormat : LogFormat
{
    /// <inheritdoc/>
    public override string Name => "nanogpt";

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        if (line.StartsWith("iter "u8) && line.IndexOf(": loss "u8) >= 0)
        {
            record.Kind = LogLine.Step;
            record.Step = StepOf(line[5..], reader);
            record.StepSeconds = LogText.Number(line, " time "u8, reader, "ms"u8) / 1e3;
            Add(record, "loss", LogText.Number(line, ": loss "u8, reader));
            if (LogText.Number(line, " mfu "u8, reader, "%"u8) is { } utilization and >= 0)
                record.Add("model_flops_utilization_ratio", utilization / 100);
        }
        else if (line.StartsWith("step "u8) && line.IndexOf(": train loss "u8) >= 0)
        {
            record.Kind = LogLine.Evaluation;
            record.Step = StepOf(line[5..], reader);
            Add(record, "evaluation_loss", LogText.Number(line, "val loss "u8, reader));
        }
        else if (line.StartsWith("saving checkpoint to "u8))
            record.Kind = LogLine.CheckpointStart;
    }

    private static void Add(LogRecord record, string name, double? value)
    {
        if (value is { } number)
            record.Add(name, number);
    }

    private static long StepOf(ReadOnlySpan<byte> text, LineReader reader)
    {
        var colon = text.IndexOf((byte)':');
        return LogText.TryNumber(text[..Math.Max(0, colon)], out var step) && step >= 0 && step < long.MaxValue && step == Math.Floor(step)
            ? (long)step
            : throw LogText.NoNumber(reader, "step"u8, text[..Math.Max(0, colon)]);
    }
}
