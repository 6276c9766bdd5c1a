using System.Text;
using System.Xml.Linq;
using Auscult.Evaluation.Protocols;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>Signals and anomaly scores over time, with labelled intervals behind them.</summary>
internal static class SeriesSvg
{
    private const double Width = 1100;
    private const double LaneHeight = 62;
    private const double LaneGap = 22;
    private const double StripHeight = 14;
    private const double Top = 16;

    public static XElement Of(SeriesPlot plot)
    {
        var lanes = plot.Signals.Concat(plot.Scores).ToArray();
        var points = Math.Max(1, lanes.Select(lane => lane.High.Count).DefaultIfEmpty(1).Max());
        var scale = Width / points;
        var height = Top + StripHeight + (lanes.Length * (LaneHeight + LaneGap)) + 26;
        var bottom = height - 26;
        var classes = plot.Bands.Select(band => (band.Class, band.IsBenign)).Distinct().OrderBy(band => band.IsBenign)
            .ThenBy(band => band.Class, StringComparer.Ordinal).ToArray();
        return El(
            "figure",
            El("h3", plot.Title),
            El("svg", At("viewBox", $"0 0 {Width} {Coordinate(height)}"), At("role", "img"), At("aria-label", $"Signals and scores, {plot.Title}"),
                El("text", Class("name"), At("x", 0.0), At("y", Top - 5), "labelled intervals"),
                plot.Bands.Select(band => Band(band, scale, Colour(classes, band), bottom)),
                lanes.Select((lane, i) => Lane(lane, i < plot.Signals.Count, Top + StripHeight + LaneGap + (i * (LaneHeight + LaneGap)), scale)),
                plot.Borders.Select(border => El(
                    "line", Class("border"), At("x1", border * scale), At("x2", border * scale), At("y1", Top), At("y2", bottom))),
                Times(plot, points, scale, bottom)),
            El("div", Class("legend"), classes.Select(band => El(
                "span", band.IsBenign ? El("i", Class("benign")) : El("i", At("style", $"background:{Colour(classes, band)}")),
                band.IsBenign ? $"{band.Class} (benign)" : band.Class))),
            El("figcaption", $"{plot.SecondsPerPoint:0.##} s per point; scores show the largest value of each point, signals their range. "
                + "Dashed line: threshold. Shaded: faults. Scores are drawn on a logarithmic axis where they span more than two decades."));
    }

    private static string Colour((string Class, bool IsBenign)[] classes, PlotBand band) => Colour(classes, (band.Class, band.IsBenign));

    private static string Colour((string Class, bool IsBenign)[] classes, (string Class, bool IsBenign) band) =>
        ReportStyle.Palette[Math.Max(0, Array.IndexOf(classes, band)) % ReportStyle.Palette.Count];

    private static IEnumerable<XElement> Band(PlotBand band, double scale, string colour, double bottom)
    {
        var (x, width) = (band.Start * scale, Math.Max(1, (band.End - band.Start) * scale));
        if (!band.IsBenign)
        {
            yield return El("rect", Class("band"), At("x", x), At("y", Top + StripHeight), At("width", width), At("height", bottom - Top - StripHeight));
        }
        yield return El(
            "rect", At("x", x), At("y", Top), At("width", width), At("height", StripHeight), At("fill", band.IsBenign ? "none" : colour),
            band.IsBenign ? At("stroke", "currentColor") : null, band.IsBenign ? At("stroke-opacity", 0.55) : null,
            El("title", band.IsBenign ? $"{band.Class} (benign)" : band.Class));
    }

    private static XElement Lane(PlotCurve curve, bool isSignal, double top, double scale)
    {
        var values = curve.High.Concat(isSignal ? curve.Low : []).Where(double.IsFinite).ToArray();
        var (low, high) = values.Length == 0 ? (0.0, 1.0) : (values.Min(), values.Max());
        if (curve.Threshold is { } limit && double.IsFinite(limit))
            (low, high) = (Math.Min(low, limit), Math.Max(high, limit));
        var logarithmic = !isSignal && low > 0 && high / low > 100;
        double Height(double value)
        {
            var share = logarithmic ? Math.Log(value / low) / Math.Log(high / low) : (value - low) / (high - low);
            return top + (LaneHeight * (1 - (high > low ? share : 0.5)));
        }
        return El(
            "g",
            El("rect", Class("lane"), At("x", 0.0), At("y", top), At("width", Width), At("height", LaneHeight), At("fill-opacity", 0.35)),
            El("text", Class("name"), At("x", 0.0), At("y", top - 4), curve.Name),
            El("text", At("x", Width), At("y", top - 4), At("text-anchor", "end"),
                $"{Quantity(low)} to {Quantity(high)}{(logarithmic ? ", logarithmic" : "")}"),
            isSignal
                ? El("path", Class("envelope"), At("d", Envelope(curve, scale, Height)))
                : El("path", Class("curve"), At("d", Line(curve.High, scale, Height))),
            curve.Threshold is { } threshold && double.IsFinite(threshold)
                ? El("line", Class("threshold"), At("x1", 0.0), At("x2", Width), At("y1", Height(threshold)), At("y2", Height(threshold)),
                    El("title", $"threshold {Quantity(threshold)}"))
                : null);
    }

    private static string Line(IReadOnlyList<double> values, double scale, Func<double, double> height)
    {
        var path = new StringBuilder();
        var pen = 'M';
        for (var i = 0; i < values.Count; i++)
        {
            if (double.IsFinite(values[i]))
                path.Append(pen).Append(Coordinate((i + 0.5) * scale)).Append(' ').Append(Coordinate(height(values[i])));
            pen = double.IsFinite(values[i]) ? 'L' : 'M';
        }
        return path.ToString();
    }

    private static string Envelope(PlotCurve curve, double scale, Func<double, double> height)
    {
        var path = new StringBuilder();
        for (var i = 0; i < curve.High.Count; i++)
        {
            if (!double.IsFinite(curve.High[i]))
                continue;
            var (top, bottom) = (height(curve.High[i]), height(curve.Low[i]));
            path.Append('M').Append(Coordinate(i * scale)).Append(' ').Append(Coordinate(top))
                .Append('h').Append(Coordinate(scale)).Append('V').Append(Coordinate(Math.Max(bottom, top + 1)))
                .Append('h').Append(Coordinate(-scale)).Append('z');
        }
        return path.ToString();
    }

    private static IEnumerable<XElement> Times(SeriesPlot plot, int points, double scale, double bottom)
    {
        const int Ticks = 6;
        var long_ = points * plot.SecondsPerPoint > 2 * 86400;
        for (var tick = 0; tick < Ticks; tick++)
        {
            var point = (double)tick * points / (Ticks - 1);
            // With several recordings side by side a clock would lie; rows since the start do not.
            var label = plot.Borders.Count > 0
                ? $"{TimeSpan.FromSeconds(point * plot.SecondsPerPoint):hh\\:mm\\:ss} judged"
                : (plot.Start + TimeSpan.FromSeconds(point * plot.SecondsPerPoint)).ToString(long_ ? "MM-dd HH:mm" : "HH:mm:ss");
            yield return El(
                "text", At("x", point * scale), At("y", bottom + 18),
                At("text-anchor", tick == 0 ? "start" : tick == Ticks - 1 ? "end" : "middle"), label);
        }
    }
}
