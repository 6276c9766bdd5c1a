using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.RootCause;

/// <summary>Other intervals in place of an example's true one: controls, and what a detector found.</summary>
public static class Intervals
{
    private const int MinRows = 2;

    /// <summary>
    /// Fault-free rows only: the later half of the context plays the fault, the earlier half its context. A classifier that still
    /// tells the classes apart has learned something about the recording, not about the fault. Null when the context is too short.
    /// </summary>
    public static IncidentExample? BeforeFault(IncidentExample example)
    {
        var half = example.Context.RowCount / 2;
        return half < MinRows ? null : example with
        {
            Context = example.Context with { RowCount = example.Context.RowCount - half },
            Fault = example.Context with { FirstRow = example.Context.EndRow - half, RowCount = half },
        };
    }

    /// <summary>
    /// When and how long only: position of the onset in the recording, position in the whole frame, logarithm of the length. What these
    /// alone tell apart is the schedule of the recording, not a fault.
    /// </summary>
    public static ExampleFeatures TimeAndLength(FrameSchema schema) => example =>
    {
        var segment = schema.SegmentOf(example.Fault.FirstRow);
        return
        [
            (double)(example.Fault.FirstRow - segment.FirstRow) / segment.RowCount,
            (double)example.Fault.FirstRow / schema.RowCount,
            Math.Log(example.Fault.RowCount),
        ];
    };

    /// <summary>
    /// The example at the alarm that overlaps its fault most, with the rows before that alarm as context; null when no alarm overlaps
    /// it, or when too few rows precede the alarm.
    /// </summary>
    /// <param name="example">The example at its true interval.</param>
    /// <param name="alarms">Runs of rows above the threshold.</param>
    /// <param name="schema">Keeps the context within the recording.</param>
    public static IncidentExample? AsDetected(IncidentExample example, IReadOnlyList<RowRange> alarms, FrameSchema schema)
    {
        var overlapping = alarms.Where(alarm => alarm.Overlaps(example.Fault)).ToArray();
        if (overlapping.Length == 0)
            return null;
        var found = overlapping.MaxBy(alarm =>
            Math.Min(alarm.EndRow, example.Fault.EndRow) - Math.Max(alarm.FirstRow, example.Fault.FirstRow));
        var earliest = Math.Max(schema.SegmentOf(found.FirstRow).FirstRow, found.FirstRow - example.Context.RowCount);
        return found.FirstRow - earliest < MinRows ? null : example with
        {
            Fault = found,
            Context = new RowRange(found.Entity, earliest, found.FirstRow - earliest),
        };
    }
}
