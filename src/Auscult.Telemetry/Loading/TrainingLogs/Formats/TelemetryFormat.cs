using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>The project's own telemetry lines (<see cref="TrainingTelemetry"/>): every line has a time, and phases are told.</summary>
internal sealed class TelemetryFormat : LogFormat
{
    /// <inheritdoc/>
    public override string Name => "auscult";

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        if (line.IsEmpty || line[0] != '{')
            return;
        if (!TrainingTelemetryFormat.TryParse(line.ToArray(), out var sample, out var problem))
            throw reader.Error(problem, remedy: "mend the line, or leave it out with --skip-bad");
        (record.Rank, record.Step) = (sample.Rank, sample.Step);
        (record.Micros, record.StepSeconds) = (Micros.From(sample.Time), sample.StepSeconds);
        record.Seconds = sample.CheckpointSeconds ?? sample.EvaluationSeconds;
        record.Kind = KindOf(sample);
        Add(record, "step_seconds", record.Kind == LogLine.Step ? null : sample.StepSeconds);
        Add(record, "loss", sample.Loss);
        Add(record, "grad_norm", sample.GradNorm);
        Add(record, "tokens_per_second", sample.TokensPerSecond);
        Add(record, "learning_rate", sample.LearningRate);
        Add(record, "data_wait_seconds", sample.DataWaitSeconds);
        foreach (var (key, value) in sample.Extra)
            record.Add(key, value);
    }

    /// <inheritdoc/>
    public override int Recognise(ReadOnlySpan<byte> line, LineReader reader, LogRecord record) =>
        line.IndexOf("\"time\""u8) >= 0 && (line.IndexOf("\"phase\""u8) >= 0 || line.IndexOf("\"step_seconds\""u8) >= 0)
            ? base.Recognise(line, reader, record) : 0;

    private static LogLine KindOf(TrainingTelemetry sample) => sample switch
    {
        { CheckpointSeconds: not null } => LogLine.CheckpointEnd,
        { EvaluationSeconds: not null } => LogLine.EvaluationEnd,
        { Phase: TrainingPhase.Checkpoint } => LogLine.CheckpointStart,
        { Phase: TrainingPhase.Evaluation } => LogLine.EvaluationStart,
        { Phase: TrainingPhase.WarmUp } => LogLine.WarmUpStart,
        _ => LogLine.Step,
    };

    private static void Add(LogRecord record, string name, double? value)
    {
        if (value is { } number)
            record.Add(name, number);
    }
}
