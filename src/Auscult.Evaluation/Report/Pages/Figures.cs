using System.Xml.Linq;
using Auscult.Evaluation.Report.Runs;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>A drawing with its place in the page and its file.</summary>
/// <param name="Id">Name within its run, for files and scripts.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Svg">The drawing.</param>
internal sealed record StaticFigure(string Id, string Caption, XElement Svg);

/// <summary>The static drawing of every figure: what a page without a script, paper and <c>--svg</c> show.</summary>
internal static class Figures
{
    /// <summary>All drawings of a run.</summary>
    public static IEnumerable<StaticFigure> All(ReportedRun run)
    {
        if (Beside(run) is { } beside)
            yield return beside;
        foreach (var recording in run.Recordings)
            yield return RecordingSvg.Of(recording, [.. run.Incidents.Where(incident => incident.Recording == recording.Name)]);
        foreach (var incident in run.Incidents.Where(incident => incident.Evidence is not null))
        {
            foreach (var (signal, s) in incident.Evidence!.Signals.Select((signal, s) => (signal, s)))
                yield return Signal(incident, signal, s);
        }
        if (run.Map is { } map)
        {
            yield return MapSvg.Of(map, "pca");
            yield return MapSvg.Of(map, "tsne");
        }
        foreach (var (confusion, c) in run.Confusions.Select((confusion, c) => (confusion, c)))
            yield return ConfusionSvg.Of(confusion, c);
        if (run.Reliability is { } reliability)
            yield return Calibration(reliability);
        if (run.LeadTimes is { } lead)
            yield return Lead(lead);
        foreach (var (plot, p) in run.Plots.Select((plot, p) => (plot, p)))
            yield return new StaticFigure($"series-{p}", plot.Title, SeriesSvg.Of(plot).Element("svg")!);
    }

    /// <summary>Headline figures of the run and of what stands beside it, with their intervals.</summary>
    public static StaticFigure? Beside(ReportedRun run)
    {
        FigureSet[] sets = [run.Figures, .. run.Beside];
        string[] names = [.. run.Headlines.Where(name => !name.StartsWith("false alarms", StringComparison.Ordinal) && run.Figures[name] is { Value: >= 0 and <= 1 })];
        if (names.Length == 0)
            return null;
        const double RowHeight = 17;
        var height = 56 + (names.Length * (((sets.Length + 1) * RowHeight) + 8)) + 30;
        var plot = new PlotSvg((0, 1), (0, 1), 720, height);
        double At01(double value) => 250 + (440 * Math.Clamp(value, 0, 1));
        var y = 30.0;
        for (var tick = 0; tick <= 5; tick++)
        {
            var x = At01(tick / 5.0);
            plot.Add(El("line", Class("axis"), At("x1", x), At("x2", x), At("y1", 20.0), At("y2", height - 20)),
                El("text", At("x", x), At("y", height - 6), At("text-anchor", "middle"), (tick / 5.0).ToString("0.0")));
        }
        foreach (var name in names)
        {
            plot.Add(El("text", Class("name"), At("x", 0.0), At("y", y + 5), name));
            y += RowHeight;
            foreach (var (set, s) in sets.Select((set, s) => (set, s)))
            {
                if (set[name] is { } figure && double.IsFinite(figure.Value))
                {
                    plot.Add(
                        El("text", At("x", 240.0), At("y", y + 4), At("text-anchor", "end"), set == run.Figures ? "this run" : set.Name),
                        double.IsNaN(figure.Interval.Low) ? null : El("line", At("x1", At01(figure.Interval.Low)), At("x2", At01(figure.Interval.High)), At("y1", y), At("y2", y),
                            At("stroke", Palette.Method(s)), At("stroke-width", 2.5), At("stroke-opacity", 0.6), Palette.Dash(s) is { } dash ? At("stroke-dasharray", dash) : null),
                        Palette.Mark(s, At01(figure.Value), y, $"{set.Name}: {Figure(figure.Value)}"));
                }
                y += RowHeight;
            }
            y += 8;
        }
        return new StaticFigure("figures", "Headline figures with 95% intervals, beside baselines and controls", plot.Svg("Headline figures"));
    }

    /// <summary>One ranked signal: the culprit against its peers.</summary>
    public static StaticFigure Signal(ReportedIncident incident, RankedSignal signal, int rank)
    {
        var values = new[] { signal.Culprit, signal.PeerLow, signal.PeerHigh }.SelectMany(curve => curve.Values).Where(double.IsFinite).ToArray();
        var (from, until) = signal.Culprit.Seconds.Count > 0 ? (signal.Culprit.Seconds[0], signal.Culprit.Seconds[^1]) : (incident.Start, incident.End);
        var plot = new PlotSvg((from, until), values.Length == 0 ? (0, 1) : (values.Min(), values.Max()), 720, 190);
        var (culprit, band, median) = (Thin(signal.Culprit), (Thin(signal.PeerLow), Thin(signal.PeerHigh)), Thin(signal.PeerMedian));
        plot.Add(El("rect", Class("band"), At("x", plot.X(incident.Start)), At("y", 14.0), At("width", Math.Max(1, plot.X(incident.End) - plot.X(incident.Start))), At("height", 134.0)))
            .Axes("seconds of the recording", signal.Unit, grid: false)
            .Line(band.Item1.Seconds, band.Item1.Values, Palette.Peer, width: 0.8, dash: "2 2")
            .Line(band.Item2.Seconds, band.Item2.Values, Palette.Peer, width: 0.8, dash: "2 2")
            .Line(median.Seconds, median.Values, Palette.Peer)
            .Line(culprit.Seconds, culprit.Values, Palette.Culprit, width: 2);
        return new StaticFigure(
            $"incident-{Safe(incident.Id)}-{rank + 1}", $"{signal.Signal} of {signal.Entity} (vermilion){(signal.PeerMedian.Seconds.Count > 0 ? " against its peers: median and 80% range (blue)" : "; it has no peers")}",
            plot.Svg($"{signal.Signal} of {signal.Entity} against its peers"));
    }

    /// <summary>Letters, digits and hyphens: a name for files and elements.</summary>
    public static string Safe(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private static StaticFigure Calibration(Reliability reliability)
    {
        var plot = new PlotSvg((0, 1), (0, 1), 480, 420).Axes("stated confidence", "share that was right").Line([0, 1], [0, 1], "var(--soft)", dash: "4 4", width: 1);
        foreach (var bin in reliability.Bins)
        {
            var x = plot.X(bin.Confidence);
            plot.Add(
                El("line", At("x1", x), At("x2", x), At("y1", plot.Y(bin.Low)), At("y2", plot.Y(bin.High)), At("stroke", Palette.Run), At("stroke-width", 2.0), At("stroke-opacity", 0.5)),
                El("circle", At("cx", x), At("cy", plot.Y(bin.Right)), At("r", 3 + Math.Sqrt(bin.Count)), At("fill", Palette.Run),
                    El("title", $"{bin.Count} incidents: stated {Figure(bin.Confidence)}, right {Figure(bin.Right)}")));
        }
        plot.Line([.. reliability.Bins.Select(bin => bin.Confidence)], [.. reliability.Bins.Select(bin => bin.Right)], Palette.Run);
        return new StaticFigure("calibration", $"Stated confidence and how often it was right, with exact 95% intervals; expected calibration error {Figure(reliability.Error)}", plot.Svg("Reliability"));
    }

    private static StaticFigure Lead(LeadTimes lead)
    {
        var all = lead.Groups.SelectMany(group => group.Seconds).DefaultIfEmpty(0).ToArray();
        // A few that were seen long before or after must not squeeze all others.
        var ends = (Low: Math.Clamp(all.Min(), -120, 0) - 5, High: Math.Clamp(all.Max(), 30, 600) + 5);
        var plot = new PlotSvg(ends, (0, 1), 640, 420).Axes("seconds from the onset to the alarm; negative: before the onset", "share of the faults found");
        plot.Add(El("line", Class("border"), At("x1", plot.X(0)), At("x2", plot.X(0)), At("y1", 14.0), At("y2", 378.0)));
        foreach (var (group, g) in lead.Groups.Select((group, g) => (group, g)))
        {
            double[] x = [ends.Low, .. group.Seconds, ends.High];
            double[] y = [0, .. group.Seconds.Select((_, i) => (i + 1.0) / group.Faults), (double)group.Seconds.Count / group.Faults];
            plot.Line(x, y, Palette.Of(g), steps: true, width: g == 0 ? 2.4 : 1.6, dash: g switch { 0 => null, 1 => "6 3", _ => "2 3" });
            plot.Add(El("text", At("x", plot.X(ends.High) - 4), At("y", plot.Y(y[^1]) + (g == 0 ? -6 : 14)), At("text-anchor", "end"), $"{group.Name}: {group.Seconds.Count} of {group.Faults}"));
        }
        return new StaticFigure("lead-time", "How soon after the onset an alarm was raised; what lies before -120 s or after 600 s is drawn there", plot.Svg("Lead time"));
    }

    private static Curve Thin(Curve curve) => Lttb.Sample(curve, 160);
}
