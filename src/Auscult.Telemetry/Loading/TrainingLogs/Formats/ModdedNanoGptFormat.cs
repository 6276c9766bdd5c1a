using System.Globalization;
using System.Text;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>
/// modded-nanogpt: <c>step:1/5100 train_loss:15.99 train_time:23767ms step_avg:nanms</c>, and the log files of llm.c:
/// <c>s:10 trl:9.93 lr:0.000009 norm:3.85</c> with <c>tel:</c> for a test loss.
/// </summary>
/// <remarks>
/// <c>train_time</c> runs on from step to step without evaluations and is set back after the first ten steps: its differences are the step
/// times, and after it was set back the value itself is one.
/// </remarks>
internal sealed class ModdedNanoGptFormat : LogFormat
{
    private double? _trainSeconds;
    private long _step;

    /// <inheritdoc/>
    public override string Name => "modded_nanogpt";

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        if (line.StartsWith("step:"u8) && line.IndexOf("_loss:"u8) >= 0)
            ReadStep(line, reader, record);
        else if (line.StartsWith("s:"u8))
            ReadShort(line, reader, record);
        else if (_trainSeconds is null && line.Length >= 24 && line[19] == ' ' && line[13] == ':')
            record.Micros = SystemDate(line, record);
    }

    private static void ReadShort(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        record.Step = LogText.Whole(line, "s:"u8, reader);
        if (LogText.Number(line, " trl:"u8, reader) is { } loss)
        {
            record.Kind = LogLine.Step;
            record.Add("loss", loss);
            if (LogText.Number(line, " lr:"u8, reader) is { } rate)
                record.Add("learning_rate", rate);
            if (LogText.Number(line, " norm:"u8, reader) is { } norm)
                record.Add("grad_norm", norm);
        }
        else if (LogText.Number(line, " tel:"u8, reader) is { } test)
        {
            record.Kind = LogLine.Evaluation;
            record.Add("evaluation_loss", test);
        }
    }

    private void ReadStep(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        record.Step = LogText.Whole(line, "step:"u8, reader);
        if (LogText.Number(line, " val_loss:"u8, reader) is { } validation)
        {
            record.Kind = LogLine.Evaluation;
            record.Add("evaluation_loss", validation);
            return;
        }
        if (LogText.Number(line, " train_loss:"u8, reader) is not { } loss)
            return;
        record.Kind = LogLine.Step;
        record.Add("loss", loss);
        if (LogText.Number(line, " train_time:"u8, reader, "ms"u8) / 1e3 is not { } seconds)
            return;
        var passed = _trainSeconds is { } before && seconds >= before ? seconds - before : seconds;
        record.StepSeconds = passed / Math.Max(1, record.Step!.Value - _step);
        (_trainSeconds, _step) = (seconds, record.Step.Value);
    }

    /// <summary><c>Wed Oct  9 18:10:50 2024</c>, which nvidia-smi prints above its table.</summary>
    private static long? SystemDate(ReadOnlySpan<byte> line, LogRecord record)
    {
        if (!DateTime.TryParseExact(
            Encoding.ASCII.GetString(line[..24]), ["ddd MMM  d HH:mm:ss yyyy", "ddd MMM dd HH:mm:ss yyyy"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return null;
        }
        record.Kind = LogLine.Clock;
        return Micros.From(new DateTimeOffset(time));
    }
}
