using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.TrainingLogs.Formats;

/// <summary>
/// MLPerf logging: <c>:::MLLOG {"time_ms": ..., "event_type": ..., "key": ..., "value": ..., "metadata": {...}}</c>. Step times and losses
/// are in <c>tracked_stats</c>; evaluation and initialisation are phases.
/// </summary>
/// <remarks>The metadata's step counts samples or tokens; optimiser steps are the step times counted.</remarks>
/// <param name="names">What figures are called here that a benchmark calls otherwise; null: as they are.</param>
internal sealed class MllogFormat(IReadOnlyDictionary<string, string>? names = null) : LogFormat
{
    private long _step;

    /// <inheritdoc/>
    public override string Name => "mllog";

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        if (MllogLine.Parse(line, reader) is not { } entry)
            return;
        record.Micros = entry.Micros;
        switch (entry.Key)
        {
            case "tracked_stats":
                ReadStatistics(entry, record);
                break;
            case "eval_accuracy" or "eval_loss" or "eval_error" when entry.Value is { } score:
                record.Kind = LogLine.Evaluation;
                record.Add(NameOf(entry.Key), score);
                break;
            case "eval_start":
                record.Kind = LogLine.EvaluationStart;
                break;
            case "eval_stop":
                record.Kind = LogLine.EvaluationEnd;
                break;
            case "init_start":
                record.Kind = LogLine.WarmUpStart;
                break;
            case "init_stop":
                record.Kind = LogLine.WarmUpEnd;
                break;
            case "run_start" or "run_stop" or "block_start" or "block_stop":
                (record.Kind, record.Event) = (LogLine.Event, entry.Key);
                break;
        }
    }

    private void ReadStatistics(MllogLine entry, LogRecord record)
    {
        record.Kind = LogLine.Detail;
        foreach (var (name, value) in entry.Statistics)
        {
            if (name.StartsWith("train_step_tim", StringComparison.Ordinal))
            {
                (record.Kind, record.StepSeconds, record.Step) = (LogLine.Step, value, ++_step);
                if (entry.Step is { } consumed)
                    record.Add(NameOf("samples_total"), consumed);
            }
            else
                record.Add(NameOf(name), value);
        }
    }

    private string NameOf(string name) => names?.GetValueOrDefault(name) ?? name;
}
