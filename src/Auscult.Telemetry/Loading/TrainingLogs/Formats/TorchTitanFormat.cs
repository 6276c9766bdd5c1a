using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>
/// torchtitan: <c>[rank0]:[titan] 2025-06-01 12:00:00,123 - root - INFO - step: 10  loss: 8.1  grad_norm: 1.2  memory: 7.1GiB(7.5%)
/// tps: 1,234  tflops: 10.2  mfu: 3.1%</c>, with or without colours; older versions say <c>wps</c>.
/// </summary>
internal sealed class TorchTitanFormat : LogFormat
{
    private byte[] _plain = new byte[512];

    /// <inheritdoc/>
    public override string Name => "torchtitan";

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        if (line.IndexOf((byte)0x1b) >= 0)
            line = WithoutColours(line);
        if (line.IndexOf("INFO - "u8) is < 0 and var missing && missing < 0)
            return;
        if (line.IndexOf("step:"u8) >= 0 && line.IndexOf("loss:"u8) >= 0)
            ReadStep(line, reader, record);
        else if (line.IndexOf("Saving the checkpoint"u8) >= 0)
            record.Kind = LogLine.CheckpointStart;
        else if (line.IndexOf("Finished saving the checkpoint"u8) >= 0)
            record.Kind = LogLine.CheckpointEnd;
        else
            return;
        record.Rank = LogText.RankOf(line);
        record.Micros = line.IndexOf("20"u8) is >= 0 and < 40 and var at ? LogText.Moment(line[at..]) : null;
    }

    private static void ReadStep(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        record.Step = LogText.Whole(line, "step:"u8, reader);
        if (line.IndexOf("validate"u8) >= 0)
        {
            record.Kind = LogLine.Evaluation;
            Add(record, "evaluation_loss", LogText.Number(line, "loss:"u8, reader));
            return;
        }
        record.Kind = LogLine.Step;
        Add(record, "loss", LogText.Number(line, " loss:"u8, reader));
        Add(record, "grad_norm", LogText.Number(line, "grad_norm:"u8, reader));
        Add(record, "memory_peak_reserved_bytes", Memory(line, reader) * (1L << 30));
        Add(record, "tokens_per_second", Thousands(line, " tps:"u8, reader) ?? Thousands(line, " wps:"u8, reader));
        Add(record, "model_flops_per_second", Thousands(line, " tflops:"u8, reader) * 1e12);
        Add(record, "model_flops_utilization_ratio", LogText.Number(line, " mfu:"u8, reader, "%"u8) / 100);
    }

    private static void Add(LogRecord record, string name, double? value)
    {
        if (value is { } number)
            record.Add(name, number);
    }

    private static double? Memory(ReadOnlySpan<byte> line, LineReader reader)
    {
        if (!LogText.TryWord(line, "memory:"u8, out var word))
            return null;
        var end = word.IndexOf("GiB"u8);
        return LogText.TryNumber(end < 0 ? word : word[..end], out var value) ? value : throw LogText.NoNumber(reader, "memory"u8, word);
    }

    /// <summary>A number with commas between thousands, as in <c>tps: 1,234</c>.</summary>
    private static double? Thousands(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label, LineReader reader)
    {
        var at = line.IndexOf(label);
        if (at < 0)
            return null;
        var text = line[(at + label.Length)..].TrimStart((byte)' ');
        Span<byte> digits = stackalloc byte[32];
        var count = 0;
        foreach (var character in text)
        {
            if (character == ',')
                continue;
            if (character == ' ' || count == digits.Length)
                break;
            digits[count++] = character;
        }
        return LogText.TryNumber(digits[..count], out var value) ? value : throw LogText.NoNumber(reader, label, digits[..count]);
    }

    /// <summary>The line without escape sequences for colours.</summary>
    private ReadOnlySpan<byte> WithoutColours(ReadOnlySpan<byte> line)
    {
        if (_plain.Length < line.Length)
            _plain = new byte[line.Length];
        var count = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != 0x1b)
            {
                _plain[count++] = line[i];
                continue;
            }
            while (i < line.Length && line[i] != 'm')
                i++;
        }
        return _plain.AsSpan(0, count);
    }
}
