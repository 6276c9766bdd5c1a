using System.Globalization;
using System.Xml.Linq;
using Auscult.Evaluation.Report.Runs;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>A recording: what was labelled and what was said, the layers as lanes, the score and its threshold.</summary>
internal static class RecordingSvg
{
    private const double Width = 1100;
    private const double Left = 92;
    private const double LaneHeight = 26;
    private const double StripHeight = 15;
    private const double ScoreHeight = 110;
    private const int Bins = 240;
    private const int Points = 900;

    public static StaticFigure Of(ReportedRecording recording, IReadOnlyList<ReportedIncident> incidents)
    {
        double X(double seconds) => Left + ((Width - Left) * Math.Clamp(seconds / recording.Seconds, 0, 1));
        var body = new List<XElement?>();
        Strip("faults", 4, recording.Labels.Where(label => !label.IsBenign).Select(label => (label.Start, label.End, label.Class, label.Place)), Palette.Culprit);
        Strip("benign", 24, recording.Labels.Where(label => label.IsBenign).Select(label => (label.Start, label.End, label.Class, label.Place)), "#009E73");
        Strip("alarms", 44, incidents.Where(one => one.Raised is not null).Select(one => (one.Start, one.End, one.Stated ?? "no class", one.Id)), Palette.Run);
        var y = 68.0;
        foreach (var lane in recording.Lanes)
        {
            body.Add(El("text", Class("name"), At("x", 0.0), At("y", y + 17), lane.Layer));
            body.Add(El("rect", Class("lane"), At("x", Left), At("y", y), At("width", Width - Left), At("height", LaneHeight)));
            body.AddRange(Cells(recording, lane, y, X));
            y += LaneHeight + 4;
        }
        y += 10;
        body.AddRange(Score(recording, y, X));
        foreach (var tick in PlotSvg.Ticks((0, recording.Seconds)))
            body.Add(El("text", At("x", X(tick)), At("y", y + ScoreHeight + 16), At("text-anchor", "middle"), PlotSvg.Short(tick)));
        var height = y + ScoreHeight + 24;
        return new StaticFigure(
            $"recording-{Figures.Safe(recording.Name)}", $"{recording.Name}: layers by their five largest shifts (darker: further beyond the lane's median), score and threshold over the seconds of the recording",
            El("svg", At("viewBox", $"0 0 {Width} {Coordinate(height)}"), At("role", "img"), At("aria-label", $"Recording {recording.Name}"), body));

        void Strip(string name, double top, IEnumerable<(double Start, double End, string Name, string More)> bands, string colour)
        {
            body.Add(El("text", At("x", 0.0), At("y", top + 12), name));
            body.AddRange(bands.Select(band => El(
                "rect", At("x", X(band.Start)), At("y", top), At("width", Math.Max(2, X(band.End) - X(band.Start))), At("height", StripHeight), At("fill", colour), At("rx", 2.0),
                El("title", $"{band.Name}, {band.More}"))));
        }
    }

    private static IEnumerable<XElement> Cells(ReportedRecording recording, LayerLane lane, double y, Func<double, double> x)
    {
        var count = lane.Shifts.Count;
        // Darker: further beyond the middle of the lane.
        var middle = Metrics.Quantiles.Of([.. lane.Shifts], 0.5);
        var most = Math.Max(middle + 1e-9, lane.Shifts.Max());
        var size = Math.Max(1, (int)Math.Ceiling(count / (double)Bins));
        for (var first = 0; first < count; first += size)
        {
            var last = Math.Min(count, first + size) - 1;
            var from = first == 0 ? 0 : recording.LaneSeconds[first - 1];
            var shift = Math.Clamp(Enumerable.Range(first, last - first + 1).Max(i => lane.Shifts[i] - middle) / (most - middle), 0, 1);
            if (shift > 0.1)
            {
                yield return El(
                    "rect", At("x", x(from)), At("y", y), At("width", x(recording.LaneSeconds[last]) - x(from) + 0.3), At("height", LaneHeight), At("fill", "var(--accent)"),
                    At("fill-opacity", Math.Pow(shift, 1.5).ToString("0.00", CultureInfo.InvariantCulture)));
            }
        }
    }

    private static IEnumerable<XElement?> Score(ReportedRecording recording, double top, Func<double, double> x)
    {
        var score = Lttb.Sample(recording.Score, Points);
        var values = score.Values.Where(double.IsFinite).Append(recording.Threshold).ToArray();
        var (low, high) = (values.Min(), values.Max());
        double Share(double value) => recording.IsLogarithmic ? Math.Log(value / low) / Math.Log(high / low) : (value - low) / (high - low);
        double Y(double value) => top + (ScoreHeight * (1 - (high > low ? Share(value) : 0.5)));
        yield return El("text", Class("name"), At("x", 0.0), At("y", top + 14), "score");
        yield return El("text", At("x", 0.0), At("y", top + 30), $"{PlotSvg.Short(low)} to {PlotSvg.Short(high)}");
        if (recording.IsLogarithmic)
            yield return El("text", At("x", 0.0), At("y", top + 45), "logarithmic");
        yield return El("rect", Class("lane"), At("x", Left), At("y", top), At("width", Width - Left), At("height", ScoreHeight), At("fill-opacity", 0.4));
        foreach (var label in recording.Labels.Where(label => !label.IsBenign))
            yield return El("rect", Class("band"), At("x", x(label.Start)), At("y", top), At("width", Math.Max(1, x(label.End) - x(label.Start))), At("height", ScoreHeight));
        var path = string.Join(' ', score.Seconds.Select((at, i) => double.IsFinite(score.Values[i]) ? $"{Coordinate(x(at))},{Coordinate(Y(score.Values[i]))}" : null).OfType<string>());
        yield return El("polyline", Class("curve"), At("points", path));
        yield return El("line", Class("threshold"), At("x1", x(0)), At("x2", Width), At("y1", Y(recording.Threshold)), At("y2", Y(recording.Threshold)), El("title", "threshold"));
    }
}
