using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>Puts the lines of one rank's log on the clock: samples, phases, restarts.</summary>
/// <param name="rank">The rank.</param>
/// <param name="run">Name of the run, which begins the ids of its labels.</param>
/// <param name="clock">The run's clock.</param>
/// <param name="signals">Finds where figures go.</param>
/// <param name="builder">Takes labels and events.</param>
internal sealed class LogRank(Entity rank, string run, LogClock clock, LogSignals signals, DatasetBuilder builder)
{
    private readonly BenignPhases _phases = new(rank.Id, run);
    private readonly Dictionary<(string Name, int Expert), LogTarget> _targets = [];
    private long? _step;
    private long _interval = 1;
    private long? _row;

    /// <summary>Time of the rank's first and last row; null before the first.</summary>
    public (long First, long Last)? Span { get; private set; }

    /// <summary>Takes a line.</summary>
    /// <exception cref="Foundation.InputException">Its time or its step time cannot be true.</exception>
    public void Take(LogRecord record, LineReader? reader)
    {
        switch (record.Kind)
        {
            case LogLine.Clock:
                clock.Set(record.Micros ?? 0);
                break;
            case LogLine.Step:
                TakeStep(record, reader);
                break;
            case LogLine.Detail or LogLine.Evaluation:
                TakeFigures(record, reader);
                break;
            case LogLine.Event:
                AddEvent(TimeOf(record, reader), record.Event, record.Step is { } step ? $"step {step}" : "");
                break;
            case not LogLine.Other:
                TakePhase(record, reader);
                break;
        }
    }

    /// <summary>Ends phases that are under way when the run ends.</summary>
    public void Finish(DateTimeOffset end) =>
        builder.Incidents.AddRange(_phases.Finish(end).Select(incident => incident with { Recording = "" }));

    private void TakeStep(LogRecord record, LineReader? reader)
    {
        if (record.Step is < 0)
            throw reader!.Error($"step {record.Step} is negative");
        var isSame = _row is not null && record.Step is not null && record.Step == _step
            && (record.Micros is null || record.Micros == _row);
        if (!isSame)
        {
            var went = record.Step - _step;
            if (went is > 0)
                _interval = went.Value;
            _row = clock.Step(record.Micros, record.StepSeconds, _interval, reader);
            if (went is < 0)
                AddEvent(_row.Value, "restart", $"from step {_step} back to step {record.Step}");
            _step = record.Step ?? _step;
        }
        AddRow(_row!.Value, record, TrainingPhase.Train, null);
        if (record.Step is { } step)
            AddOnce(_row.Value, "steps_total", step);
        if (record.StepSeconds is { } seconds)
            AddOnce(_row.Value, "step_seconds", seconds);
    }

    /// <summary>Figures beside a step: they stand in the row of the step, or in one of their own where the line has its own time.</summary>
    private void TakeFigures(LogRecord record, LineReader? reader)
    {
        if (record.Kind == LogLine.Detail && _row is null && record.Micros is null)
            return;
        var time = record.Micros is null ? _row ?? clock.Now : TimeOf(record, reader);
        if (record.Kind == LogLine.Detail)
        {
            AddValues(time, record);
            return;
        }
        // An evaluation whose time is told ended here; otherwise it lasts until the next step.
        if (record.Seconds is { } seconds and > 0 && double.IsFinite(seconds))
        {
            Phase(time, TrainingPhase.Evaluation, null);
            time = record.Micros is null ? clock.Step(null, seconds, 1, reader) : time;
            AddRow(time, record, TrainingPhase.Train, null);
            Phase(time, TrainingPhase.Train, record);
        }
        else
            AddRow(time, record, TrainingPhase.Evaluation, null);
    }

    private void TakePhase(LogRecord record, LineReader? reader)
    {
        var phase = record.Kind switch
        {
            LogLine.EvaluationStart or LogLine.EvaluationEnd => TrainingPhase.Evaluation,
            LogLine.CheckpointStart or LogLine.CheckpointEnd => TrainingPhase.Checkpoint,
            _ => TrainingPhase.WarmUp,
        };
        var ends = record.Kind is LogLine.EvaluationEnd or LogLine.CheckpointEnd or LogLine.WarmUpEnd;
        var time = record.Micros is null && ends && record.Seconds is { } seconds
            ? clock.Step(null, seconds, 1, reader)
            : TimeOf(record, reader);
        if (ends && record.Seconds is { } took)
            Add(time, new LogValue(phase == TrainingPhase.Evaluation ? "evaluation_seconds" : "checkpoint_seconds", took));
        if (!ends && phase == TrainingPhase.Checkpoint)
            AddEvent(time, "checkpoint", record.Step is { } step ? $"step {step}" : "");
        AddRow(time, record, ends ? TrainingPhase.Train : phase, record);
    }

    private long TimeOf(LogRecord record, LineReader? reader) =>
        record.Micros is { } told ? clock.At(told, reader) : clock.Now;

    private void AddRow(long time, LogRecord record, TrainingPhase phase, LogRecord? ended)
    {
        Phase(time, phase, ended, AddValues(time, record));
        AddOnce(time, "phase_state", (int)phase);
    }

    private void Phase(long time, TrainingPhase phase, LogRecord? ended, double? learningRate = null) => builder.Incidents.AddRange(
        _phases.Take(new TrainingTelemetry
        {
            Time = Micros.ToTime(time),
            Phase = phase,
            LearningRate = learningRate,
            EvaluationSeconds = phase == TrainingPhase.Train ? ended?.Seconds : null,
        }).Select(incident => incident with { Recording = "" }));

    /// <returns>The learning rate, where it is among them.</returns>
    private double? AddValues(long time, LogRecord record)
    {
        double? learningRate = null;
        var health = (double?)null;
        foreach (var value in record.Values)
        {
            var target = Add(time, value);
            if (target.TellsHealth)
                health = Math.Max(health ?? 0, double.IsFinite(value.Value) ? 0 : 1);
            if (target.Signal.Name == "learning_rate")
                learningRate = value.Value;
            if (target.Signal.Kind == SignalKind.Event && value.Value > 0)
                AddEvent(time, target.Signal.Name, value.Value.ToString());
        }
        if (health is { } state)
        {
            AddOnce(time, "nonfinite_state", state);
            if (state > 0)
                AddEvent(time, "nonfinite_loss", record.Step is { } step ? $"step {step}" : "");
        }
        return learningRate;
    }

    private LogTarget Add(long time, LogValue value)
    {
        if (!_targets.TryGetValue((value.Name, value.Expert), out var target))
            _targets.Add((value.Name, value.Expert), target = signals.Find(value, rank));
        target.Series.Add(time, double.IsFinite(value.Value) ? target.Resolved.Convert(value.Value) : double.NaN);
        Span = (Math.Min(Span?.First ?? time, time), Math.Max(Span?.Last ?? time, time));
        return target;
    }

    /// <summary>A figure that several lines of one step may tell.</summary>
    private void AddOnce(long time, string name, double value)
    {
        if (!_targets.TryGetValue((name, -1), out var target) || target.Series.LastMicros != time)
            Add(time, new LogValue(name, value));
    }

    private void AddEvent(long time, string kind, string detail) =>
        builder.Events.Add(new OperationalEvent(Micros.ToTime(time), rank.Id, kind, detail));
}
