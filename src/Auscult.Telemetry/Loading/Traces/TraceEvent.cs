namespace Auscult.Telemetry.Loading.Traces;

/// <summary>One event of a Chrome trace. Reused from event to event.</summary>
internal sealed class TraceEvent
{
    /// <summary>What happened.</summary>
    public string Name { get; set; } = "";

    /// <summary>The writer's category, <c>kernel</c> or <c>user_annotation</c> in Kineto's traces.</summary>
    public string Category { get; set; } = "";

    /// <summary>Kind of event: <c>X</c> has a duration, <c>M</c> names a process or thread.</summary>
    public string Phase { get; set; } = "";

    /// <summary>Process, as a number or a text.</summary>
    public string Process { get; set; } = "";

    /// <summary>Thread, as a number or a text.</summary>
    public string Thread { get; set; } = "";

    /// <summary>Beginning, microseconds on the trace's clock; null where it is missing.</summary>
    public double? Start { get; set; }

    /// <summary>Duration in microseconds; null where it is missing.</summary>
    public double? Duration { get; set; }

    /// <summary>Training step, from <c>args.step</c>; null where the event names none.</summary>
    public long? Step { get; set; }

    /// <summary>What <c>args.name</c> says of a process or thread.</summary>
    public string Label { get; set; } = "";

    /// <summary>Makes it empty for the next event.</summary>
    public void Clear()
    {
        (Name, Category, Phase, Process, Thread, Label) = ("", "", "", "", "", "");
        (Start, Duration, Step) = (null, null, null);
    }
}
