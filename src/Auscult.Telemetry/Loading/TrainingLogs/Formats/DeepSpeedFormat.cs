using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>
/// DeepSpeed, alone or below Megatron: <c>steps: 1 loss: 12.79 iter time (s): 150.4 samples/sec: 6.8</c>,
/// <c>[2021-05-27 19:51:55,061] ... step=1, skipped=0, lr=[1.8e-05]</c>, throughput, overflows, checkpoints.
/// </summary>
internal sealed class DeepSpeedFormat : MegatronFormat
{
    /// <inheritdoc/>
    public override string Name => "deepspeed";

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        if (line.IndexOf("iter time (s):"u8) >= 0)
            ReadStep(line, reader, record);
        else if (line.IndexOf("[Rank 0]"u8) >= 0 && line.IndexOf("step="u8) >= 0 && line.IndexOf("lr=["u8) >= 0)
            ReadLearningRate(line, reader, record);
        else if (line.IndexOf("CurrSamplesPerSec="u8) >= 0)
            ReadThroughput(line, reader, record);
        else if (line.IndexOf("OVERFLOW!"u8) >= 0)
            (record.Kind, record.Event, record.Micros) = (LogLine.Event, "skipped_step", MomentOf(line));
        else if (line.IndexOf("Saving model checkpoint"u8) >= 0)
            (record.Kind, record.Micros) = (LogLine.CheckpointStart, MomentOf(line));
        else if (line.IndexOf("is ready now!"u8) >= 0 && line.IndexOf("Checkpoint "u8) >= 0)
            (record.Kind, record.Micros) = (LogLine.CheckpointEnd, MomentOf(line));
        else
            base.Read(line, reader, record);
    }

    private static void ReadStep(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        record.Kind = LogLine.Step;
        record.Rank = LogText.RankOf(line);
        record.Step = LogText.Whole(line, "steps:"u8, reader) ?? throw reader.Error("has no step number", "steps");
        record.StepSeconds = LogText.Number(line, "iter time (s):"u8, reader);
        if (LogText.Number(line, " loss:"u8, reader) is { } loss)
            record.Add("loss", loss);
        if (LogText.Number(line, "samples/sec:"u8, reader) is { } rate)
            record.Add("samples_per_second", rate);
    }

    private static void ReadLearningRate(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        // Step 0 tells what the optimiser starts from; no step is done then.
        record.Step = LogText.Whole(line, " step="u8, reader);
        record.Micros = MomentOf(line);
        record.Kind = record.Step > 0 ? LogLine.Step : LogLine.Clock;
        if (LogText.Number(line, "lr=["u8, reader) is { } rate)
            record.Add("learning_rate", rate);
    }

    private static void ReadThroughput(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        record.Kind = LogLine.Detail;
        record.Micros = MomentOf(line);
        if (LogText.Number(line, "CurrSamplesPerSec="u8, reader) is { } rate)
            record.Add("samples_per_second", rate);
        if (LogText.Number(line, " MemAllocated="u8, reader, "GB"u8) is { } memory)
            record.Add("memory_allocated_bytes", memory * (1L << 30));
    }

    private static long? MomentOf(ReadOnlySpan<byte> line) =>
        line.IndexOf("[20"u8) is >= 0 and var at ? LogText.Moment(line[(at + 1)..]) : null;
}
