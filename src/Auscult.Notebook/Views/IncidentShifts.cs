using Auscult.Learning.Heads;
using Auscult.Notebook.Rich;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Windowing;

namespace Auscult.Notebook.Views;

/// <summary>How far the signals of one class of incidents leave their usual place.</summary>
/// <param name="Class">The class.</param>
/// <param name="IsBenign">Whether it is a labelled negative.</param>
/// <param name="Count">Incidents that were looked at.</param>
/// <param name="Shifts">
/// Per signal of the frame, the median over the incidents of: median during the incident minus median of the rows before it, in interquartile
/// ranges of those rows, or in tenths of the signal's standard deviation over all rows where that is more; NaN where too little was seen.
/// </param>
public sealed record IncidentShifts(string Class, bool IsBenign, int Count, IReadOnlyList<double> Shifts)
{
    private const int ContextRows = 60;
    private const int LeastContext = 4;
    // A signal that stood still before counts as if it had wandered by this share of its standard deviation.
    private const double LeastSpread = 0.1;

    /// <summary>The shifts of every class of a dataset, faults first.</summary>
    public static IReadOnlyList<IncidentShifts> Of(Dataset dataset, Frame frame)
    {
        var schema = frame.Schema;
        var deviations = Enumerable.Range(0, schema.Signals.Count).Select(signal => Deviation(frame, signal)).ToArray();
        var benign = dataset.Incidents.Where(i => i.IsBenign).Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
        return [.. IncidentExamples.Within(
                schema, dataset.Topology, dataset.Incidents, RowRange.Everything(schema),
                new IncidentExampleConfig { ContextRows = ContextRows, IncludeBenign = true })
            .GroupBy(example => (example.FaultClass, IsBenign: benign.Contains(example.Id)))
            .OrderBy(group => group.Key.IsBenign).ThenBy(group => group.Key.FaultClass, StringComparer.Ordinal)
            .Select(group => new IncidentShifts(
                group.Key.FaultClass, group.Key.IsBenign, group.Count(),
                [.. deviations.Select((deviation, signal) => Median([.. group.Select(e => Shift(frame, e, signal, deviation)).Where(double.IsFinite)]))]))];
    }

    /// <summary>The signals that move most, as a heat map of classes by signals; colours show the size on an inverse hyperbolic sine.</summary>
    /// <param name="classes">From <see cref="Of"/>.</param>
    /// <param name="frame">Names the signals.</param>
    /// <param name="count">How many signals.</param>
    public static HeatMap Map(IReadOnlyList<IncidentShifts> classes, Frame frame, int count = 16)
    {
        double Size(IncidentShifts one, int signal) => double.IsNaN(one.Shifts[signal]) ? double.NaN : Math.Asinh(Math.Abs(one.Shifts[signal]));
        // Every class names its own strongest signals in turn, so that no class is left without a column.
        var ranked = classes.Select(one => Enumerable.Range(0, one.Shifts.Count).Where(s => double.IsFinite(one.Shifts[s]))
            .OrderByDescending(s => Size(one, s)).ToArray()).ToArray();
        var chosen = Enumerable.Range(0, frame.Schema.Signals.Count).SelectMany(rank => ranked.Where(r => rank < r.Length).Select(r => r[rank]))
            .Distinct().Take(count).Order().ToArray();
        return new HeatMap(
                "How far signals leave their usual place, by class", classes.Select(one => one.IsBenign ? $"{one.Class} (benign)" : one.Class),
                classes.Select(one => chosen.Select(signal => Size(one, signal))))
            .ColumnNames(chosen.Select(signal => frame.Schema.Signals[signal].Name)).Colours(0, 4, "asinh(shift)");
    }

    private static double Shift(Frame frame, IncidentExample example, int signal, double deviation)
    {
        var (before, during) = (example.Context.Seen(frame, signal), example.Fault.Seen(frame, signal));
        if (before.Length < LeastContext || during.Length == 0)
            return double.NaN;
        Array.Sort(before);
        var centre = Median(before);
        var spread = Math.Max(before[before.Length * 3 / 4] - before[before.Length / 4], (LeastSpread * deviation) + 1e-12);
        return (Median(during) - centre) / spread;
    }

    private static double Deviation(Frame frame, int signal)
    {
        var values = RowRange.Everything(frame.Schema).SelectMany(rows => rows.Seen(frame, signal)).ToArray();
        if (values.Length == 0)
            return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static double Median(double[] values)
    {
        if (values.Length == 0)
            return double.NaN;
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
