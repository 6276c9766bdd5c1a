namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>What a line of a training log says.</summary>
internal enum LogLine
{
    /// <summary>Nothing that a pattern of the format knows.</summary>
    Other,

    /// <summary>An optimiser step or an average over several.</summary>
    Step,

    /// <summary>A result of an evaluation.</summary>
    Evaluation,

    /// <summary>An evaluation begins.</summary>
    EvaluationStart,

    /// <summary>An evaluation ended.</summary>
    EvaluationEnd,

    /// <summary>A checkpoint is being saved.</summary>
    CheckpointStart,

    /// <summary>A checkpoint is saved.</summary>
    CheckpointEnd,

    /// <summary>Loading, compiling: not yet at the normal pace.</summary>
    WarmUpStart,

    /// <summary>The normal pace begins.</summary>
    WarmUpEnd,

    /// <summary>Further figures of the step that was told last.</summary>
    Detail,

    /// <summary>A moment, and nothing else.</summary>
    Clock,

    /// <summary>Something the program did, with the event's name in <see cref="LogRecord.Event"/>.</summary>
    Event,
}

/// <summary>One value of a line.</summary>
/// <param name="Name">The name the program gives it, or the signal's.</param>
/// <param name="Value">In the unit of that name.</param>
/// <param name="Expert">Position among experts, for a list of one figure per expert; -1 otherwise.</param>
internal readonly record struct LogValue(string Name, double Value, int Expert = -1);

/// <summary>One line of a training log, taken apart. Reused from line to line.</summary>
internal sealed class LogRecord
{
    /// <summary>What the line is.</summary>
    public LogLine Kind { get; set; }

    /// <summary>Global rank of the process that wrote it.</summary>
    public int Rank { get; set; }

    /// <summary>Optimiser steps done, where the line says it.</summary>
    public long? Step { get; set; }

    /// <summary>Microseconds since 1970 UTC, where the line says it.</summary>
    public long? Micros { get; set; }

    /// <summary>Mean wall time of a step since the previous line, in seconds.</summary>
    public double? StepSeconds { get; set; }

    /// <summary>How long the evaluation or the checkpoint took, in seconds.</summary>
    public double? Seconds { get; set; }

    /// <summary>Name of the event.</summary>
    public string Event { get; set; } = "";

    /// <summary>The line's figures.</summary>
    public List<LogValue> Values { get; } = [];

    /// <summary>Makes it empty for the next line.</summary>
    public void Clear()
    {
        (Kind, Rank, Step, Micros, StepSeconds, Seconds, Event) = (LogLine.Other, 0, null, null, null, null, "");
        Values.Clear();
    }

    /// <summary>Adds a figure.</summary>
    public void Add(string name, double value) => Values.Add(new LogValue(name, value));
}
