using Auscult.Notebook.Rich;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;

namespace Auscult.Notebook.Views;

/// <summary>Pictures of a fused frame as it is, before anything is learned.</summary>
public static class SignalViews
{
    // The first and the last row of a recording often lack a rate.
    private const double Complete = 0.99;

    /// <summary>One signal of one entity over a recording, in minutes since its start, with the labelled faults shaded.</summary>
    /// <param name="dataset">Has the labels.</param>
    /// <param name="frame">Has the values.</param>
    /// <param name="recording">Name of the recording.</param>
    /// <param name="signal">Name of the signal; a counter shows as its rate.</param>
    /// <param name="entity">Index of the entity. Default the first.</param>
    /// <exception cref="ArgumentException">There is no such recording or signal.</exception>
    public static Plot OverTime(Dataset dataset, Frame frame, string recording, string signal, int entity = 0)
    {
        var schema = frame.Schema;
        var segment = schema.SegmentOf(recording) ?? throw new ArgumentException($"the frame has no recording '{recording}'", nameof(recording));
        var index = schema.SignalIndexOf(signal);
        if (index < 0)
            throw new ArgumentException($"the frame has no signal '{signal}'", nameof(signal));
        var rows = frame.Rows(entity, segment.FirstRow, segment.RowCount);
        var values = new double[segment.RowCount];
        for (var row = 0; row < values.Length; row++)
            values[row] = rows[(row * schema.Signals.Count) + index];
        var info = schema.Signals[index];
        var plot = new Plot($"{info.Name} of {schema.Entities[entity].Id}, {recording}")
            .Line("", Enumerable.Range(0, values.Length).Select(row => row * schema.Step.TotalMinutes), values)
            .Axes("minutes since the recording began", info.Unit).Height(170);
        foreach (var incident in dataset.Incidents.Where(i => !i.IsBenign && i.Recording == recording))
            plot.Band((incident.Onset - segment.Start).TotalMinutes, (incident.End - segment.Start).TotalMinutes, incident.FaultClass);
        return plot;
    }

    /// <summary>How much was seen of the signals that were not seen all the time, as a heat map: signals by recordings, 0 to 1.</summary>
    public static HeatMap Coverage(Frame frame)
    {
        var schema = frame.Schema;
        var rows = Enumerable.Range(0, schema.Signals.Count)
            .Select(s => (Signal: schema.Signals[s], Shares: schema.Segments.Select(segment => Share(frame, segment, s)).ToArray()))
            .Where(row => row.Shares.Min() < Complete).ToArray();
        return new HeatMap(
                $"Share of moments at which a signal was seen; the other {schema.Signals.Count - rows.Length} signals were always seen",
                rows.Select(row => $"{row.Signal.Name} ({row.Signal.Layer.ToString().ToLowerInvariant()})"), rows.Select(row => row.Shares))
            .ColumnNames(schema.Segments.Select(segment => segment.Recording)).Colours(0, 1, "of the time");
    }

    private static double Share(Frame frame, FrameSegment segment, int signal)
    {
        var (seen, width) = (0L, frame.Schema.Signals.Count);
        for (var entity = 0; entity < frame.Schema.Entities.Count; entity++)
        {
            var rows = frame.Rows(entity, segment.FirstRow, segment.RowCount);
            for (var i = signal; i < rows.Length; i += width)
                seen += float.IsNaN(rows[i]) ? 0 : 1;
        }
        return (double)seen / (frame.Schema.Entities.Count * (long)segment.RowCount);
    }
}
