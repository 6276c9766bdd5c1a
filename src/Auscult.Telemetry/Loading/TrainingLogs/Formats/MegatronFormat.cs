using System.Text;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>
/// Megatron-LM: <c>iteration 10/ 1000 | elapsed time per iteration (ms): 2711.1 | lm loss: 1.2E+01 | ... |</c>, timers, validation losses,
/// checkpoints; times of day where the version prints them.
/// </summary>
internal class MegatronFormat : LogFormat
{
    private readonly Dictionary<string, string> _timers = new(StringComparer.Ordinal)
    {
        ["forward"] = "forward_seconds",
        ["forward-compute"] = "forward_seconds",
        ["backward"] = "backward_seconds",
        ["backward-compute"] = "backward_seconds",
        ["optimizer"] = "optimizer_seconds",
        ["batch generator"] = "data_wait_seconds",
        ["batch-generator"] = "data_wait_seconds",
    };

    private readonly Dictionary<int, string> _cells = [];

    /// <inheritdoc/>
    public override string Name => "megatron";

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        if (line.IndexOf((byte)'|') >= 0)
            ReadBars(line, reader, record);
        else if (line.IndexOf("checkpoint at iteration"u8) >= 0)
            ReadCheckpoint(line, reader, record);
        else if (line.IndexOf("datetime: "u8) is >= 0 and var at && LogText.Moment(line[(at + 10)..]) is { } moment)
            (record.Kind, record.Micros) = (LogLine.Clock, moment);
    }

    private static void ReadCheckpoint(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        if (line.IndexOf("successfully saved checkpoint"u8) >= 0)
            record.Kind = LogLine.CheckpointEnd;
        else if (line.IndexOf("saving checkpoint at iteration"u8) >= 0)
            record.Kind = LogLine.CheckpointStart;
        else
            return;
        record.Step = LogText.Whole(line, "checkpoint at iteration"u8, reader);
        record.Rank = LogText.RankOf(line);
    }

    private void ReadBars(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        if (line.IndexOf("elapsed time per iteration"u8) >= 0)
            ReadIteration(line, reader, record);
        else if (line.IndexOf("validation loss at"u8) is >= 0 and var at)
        {
            record.Kind = LogLine.Evaluation;
            record.Step = LogText.Whole(line[at..], "iteration"u8, reader);
            ReadCells(line, reader, record, milliseconds: false);
        }
        else if (line.IndexOf("time (ms)"u8) >= 0)
        {
            record.Kind = LogLine.Detail;
            ReadCells(line, reader, record, milliseconds: true);
        }
        record.Rank = LogText.RankOf(line);
    }

    private void ReadIteration(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        record.Kind = LogLine.Step;
        record.Step = LogText.Whole(line, "iteration "u8, reader) ?? throw reader.Error("has no iteration number", "iteration");
        record.StepSeconds = LogText.Number(line, "elapsed time per iteration (ms):"u8, reader) / 1e3;
        // Newer versions begin the line with the moment in brackets.
        if (line.IndexOf("iteration "u8) is > 20 and var at && line[..at].LastIndexOf((byte)'[') is >= 0 and var bracket)
            record.Micros = LogText.Moment(line[(bracket + 1)..]);
        ReadCells(line, reader, record, milliseconds: false);
    }

    /// <summary>Every <c>name: value</c> between two bars.</summary>
    private void ReadCells(ReadOnlySpan<byte> line, LineReader reader, LogRecord record, bool milliseconds)
    {
        foreach (var range in line.Split((byte)'|'))
        {
            var cell = line[range];
            var colon = cell.LastIndexOf((byte)':');
            if (colon < 0)
                continue;
            var label = cell[..colon].Trim((byte)' ');
            var text = cell[(colon + 1)..].Trim((byte)' ');
            if (cell.IndexOf("iteration "u8) >= 0 || label.StartsWith("elapsed time"u8) || text.IsEmpty)
                continue;
            if (!LogText.TryNumber(text, out var value))
                throw LogText.NoNumber(reader, label, text);
            AddCell(record, NameOf(label), value, milliseconds);
        }
    }

    private void AddCell(LogRecord record, string name, double value, bool milliseconds)
    {
        if (!milliseconds)
            record.Add(name, value);
        else if (_timers.TryGetValue(name, out var signal))
            record.Add(signal, value / 1e3);
        else if (name is "save-checkpoint" or "save checkpoint")
            (record.Kind, record.Seconds) = (LogLine.CheckpointEnd, value / 1e3);
    }

    /// <summary>Labels repeat from line to line: one string each.</summary>
    private string NameOf(ReadOnlySpan<byte> label)
    {
        var hash = default(HashCode);
        hash.AddBytes(label);
        var key = hash.ToHashCode();
        if (_cells.TryGetValue(key, out var known) && Matches(known, label))
            return known;
        return _cells[key] = Encoding.UTF8.GetString(label);
    }

    private static bool Matches(string known, ReadOnlySpan<byte> label) => Ascii.Equals(label, known);
}
