using System.Buffers.Text;
using System.Text;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>
/// Hugging Face Trainer's standard output: Python dictionaries such as <c>{'loss': 2.3, 'learning_rate': 5e-05, 'epoch': 0.1}</c>. They
/// name no step; the progress bar before them does (<c>50/500 [00:12&lt;01:50, 4.05it/s]</c>), otherwise the lines are counted.
/// </summary>
internal sealed class HuggingFaceFormat : LogFormat
{
    private long _step;
    private double _seconds;
    private bool _hasBar;
    private bool _counts;

    /// <inheritdoc/>
    public override string Name => "huggingface";

    /// <inheritdoc/>
    public override string? Remark => _counts ? "the log names no steps: its lines are counted instead" : null;

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        var start = line.IndexOf("{'"u8);
        var (step, seconds) = Bar(start < 0 ? line : line[..start]);
        if (step is { } shown)
        {
            (record.StepSeconds, _hasBar) = ((seconds - _seconds) / Math.Max(1, shown - _step), true);
            (_step, _seconds) = (shown, seconds);
        }
        if (start < 0 || line.IndexOf("': "u8) < 0 || line.IndexOf("'epoch'"u8) < 0)
        {
            record.StepSeconds = null;
            return;
        }
        record.Kind = line.IndexOf("'eval_"u8) >= 0 ? LogLine.Evaluation : line.IndexOf("'loss'"u8) >= 0 ? LogLine.Step : LogLine.Other;
        if (record.Kind == LogLine.Other)
            return;
        if (record.Kind == LogLine.Step && !_hasBar)
            (_step, _counts) = (_step + 1, true);
        record.Step = _step;
        if (record.StepSeconds <= 0)
            record.StepSeconds = null;
        ReadPairs(line[start..], reader, record);
    }

    private static void ReadPairs(ReadOnlySpan<byte> text, LineReader reader, LogRecord record)
    {
        text = text[1..];
        while (text.IndexOf("': "u8) is > 0 and var colon)
        {
            var key = text[(text[..colon].LastIndexOf((byte)'\'') + 1)..colon];
            text = text[(colon + 3)..];
            var end = text.IndexOfAny(",}"u8);
            if (end < 0)
                throw reader.Error("the dictionary ends too early", Encoding.UTF8.GetString(key), "is the line cut off?");
            var value = text[..end].Trim(" '"u8);
            if (LogText.TryNumber(value, out var number))
                record.Add(reader.Text(key), number);
            else if (key.EndsWith("loss"u8) || key.SequenceEqual("learning_rate"u8) || key.SequenceEqual("grad_norm"u8))
                throw LogText.NoNumber(reader, key, value);
            if (key.SequenceEqual("eval_runtime"u8))
                record.Seconds = number;
            text = text[(end + 1)..];
        }
    }

    /// <summary>Step and seconds of the last progress bar in a text.</summary>
    private static (long? Step, double Seconds) Bar(ReadOnlySpan<byte> text)
    {
        var less = text.LastIndexOf((byte)'<');
        if (less < 0 || text[..less].LastIndexOf(" ["u8) is not (>= 0 and var bracket))
            return (null, 0);
        var slash = text[..bracket].LastIndexOf((byte)'/');
        if (slash < 0)
            return (null, 0);
        var count = text[(text[..slash].LastIndexOf((byte)' ') + 1)..slash];
        if (!Utf8Parser.TryParse(count, out long step, out var used) || used != count.Length)
            return (null, 0);
        var seconds = 0.0;
        foreach (var range in text[(bracket + 2)..less].Split((byte)':'))
        {
            if (!LogText.TryNumber(text[(bracket + 2)..less][range], out var part))
                return (null, 0);
            seconds = (seconds * 60) + part;
        }
        return (step, seconds);
    }
}
