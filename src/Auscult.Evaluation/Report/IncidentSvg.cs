using System.Text;
using System.Xml.Linq;
using Auscult.Evaluation.Incidents;
using Auscult.Telemetry.Domain;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>Draws one incident: lanes by layer, the root's curve over a victim's and a peer's, with precursor, onset and end.</summary>
internal static class IncidentSvg
{
    private const double Width = 1180;
    private const double Left = 250;
    private const double LaneHeight = 48;
    private const double LaneGap = 10;
    private const double LayerGap = 16;
    private const double Top = 42;

    public static XElement Of(IncidentStory story)
    {
        var scale = (Width - Left) / (story.UntilSeconds - story.FromSeconds);
        double X(double seconds) => Left + ((Math.Clamp(seconds, story.FromSeconds, story.UntilSeconds) - story.FromSeconds) * scale);
        var body = new List<XElement>();
        var y = Top;
        foreach (var layer in story.Lanes.GroupBy(lane => lane.Layer))
        {
            y += LayerGap;
            var first = y;
            foreach (var lane in layer)
            {
                body.Add(Lane(lane, story.Incident.Recording, y, X));
                y += LaneHeight + LaneGap;
            }
            body.Add(El("rect", Class($"layer {Word(layer.Key)}"), At("x", 0.0), At("y", first), At("width", 4.0), At("height", y - first - LaneGap), At("rx", 2.0)));
            body.Add(El("text", Class("layer-name"), At("x", 0.0), At("y", first - 5), Word(layer.Key)));
        }
        var end = (story.Incident.End - story.Incident.Onset).TotalSeconds;
        return El(
            "svg", At("viewBox", $"0 0 {Width} {Coordinate(y + 20)}"), At("role", "img"),
            At("aria-label", $"{story.Incident.FaultClass} at {story.Incident.RootEntity}"),
            Strip(story, X),
            El("rect", Class(story.Incident.IsBenign ? "band benign" : "band"), At("x", X(0)), At("y", Top - 14), At("width", X(end) - X(0)), At("height", y - Top + 10)),
            body,
            Moment(story.Incident.PrecursorStart is { } start ? (start - story.Incident.Onset).TotalSeconds : null, "first sign", story, X, y),
            Moment(0, "onset", story, X, y), Moment(end, "end", story, X, y),
            Times(story, X, y));
    }

    /// <summary>Other labelled incidents of the time, so that nobody reads their marks as this one's.</summary>
    private static IEnumerable<XElement> Strip(IncidentStory story, Func<double, double> x)
    {
        foreach (var other in story.Others)
        {
            var (from, until) = (x((other.Onset - story.Incident.Onset).TotalSeconds), x((other.End - story.Incident.Onset).TotalSeconds));
            yield return El(
                "rect", Class(other.IsBenign ? "other benign" : "other"), At("x", from), At("y", 2.0), At("width", Math.Max(2, until - from)), At("height", 9.0),
                El("title", other.IsBenign ? $"{other.FaultClass} (benign)" : $"{other.FaultClass} at {other.RootEntity}"));
        }
        if (story.Others.Count > 0)
            yield return El("text", At("x", 10.0), At("y", 11.0), "other labelled incidents");
    }

    private static IEnumerable<XElement> Moment(double? seconds, string name, IncidentStory story, Func<double, double> x, double bottom)
    {
        if (seconds is not { } at)
            yield break;
        var outside = at < story.FromSeconds;
        yield return El("line", Class($"moment {name.Replace(' ', '-')}"), At("x1", x(at)), At("x2", x(at)), At("y1", Top - 14), At("y2", bottom - 4));
        yield return El(
            "text", Class("moment"), At("x", x(at) + (name == "first sign" ? -4 : 4)), At("y", Top - 17),
            At("text-anchor", name == "first sign" && !outside ? "end" : "start"),
            outside ? $"{name} {Quantity(-at)} s before the onset" : name);
    }

    private static XElement Lane(IncidentLane lane, string recording, double top, Func<double, double> x)
    {
        var values = lane.Curves.SelectMany(curve => curve.Runs).SelectMany(run => run).Select(point => point.Value).Where(double.IsFinite).ToArray();
        var (low, high) = values.Length == 0 ? (0.0, 1.0) : (values.Min(), values.Max());
        double Y(double value) => top + 3 + ((LaneHeight - 6) * (1 - (high > low ? (value - low) / (high - low) : 0.5)));
        return El(
            "g",
            El("rect", Class("lane"), At("x", Left), At("y", top), At("width", Width - Left), At("height", LaneHeight), At("fill-opacity", 0.35)),
            El("text", Class("name"), At("x", 12.0), At("y", top + 15), (lane.IsRootSignal ? "● " : "") + Short(lane.Signal), El("title", lane.Signal)),
            El("text", At("x", 12.0), At("y", top + 30), $"{Amount(low)} to {Amount(high)} {lane.Unit}"),
            El("text", Class("who"), At("x", 12.0), At("y", top + 43), string.Join(" · ", lane.Curves.Select(curve => Within(recording, curve.Entity)))),
            lane.Curves.OrderByDescending(curve => curve.Role).SelectMany(curve => curve.Runs.Where(run => run.Count > 0).Select(run => El(
                "path", Class($"curve {curve.Role.ToString().ToLowerInvariant()}"), At("d", Path(run, x, Y)),
                El("title", $"{curve.Entity} ({curve.Role.ToString().ToLowerInvariant()})")))));
    }

    private static string Path(IReadOnlyList<IncidentPoint> run, Func<double, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        foreach (var point in run.Where(point => double.IsFinite(point.Value)))
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Coordinate(x(point.Seconds))).Append(' ').Append(Coordinate(y(point.Value)));
        // A single sample would be no line at all.
        if (run.Count == 1)
            path.Append("h1.5");
        return path.ToString();
    }

    private static IEnumerable<XElement> Times(IncidentStory story, Func<double, double> x, double y)
    {
        var step = new[] { 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600, 7200, 14_400, 86_400 }
            .FirstOrDefault(seconds => (story.UntilSeconds - story.FromSeconds) / seconds <= 12, 604_800);
        for (var at = Math.Ceiling(story.FromSeconds / step) * step; at <= story.UntilSeconds; at += step)
        {
            yield return El("line", Class("tick"), At("x1", x(at)), At("x2", x(at)), At("y1", y - 4), At("y2", y));
            yield return El(
                "text", At("x", x(at)), At("y", y + 14), At("text-anchor", x(at) > Width - 20 ? "end" : "middle"),
                at == 0 ? "0" : step >= 3600 ? $"{at / 3600:+0.#;-0.#} h" : step >= 60 ? $"{at / 60:+0.#;-0.#} min" : $"{at:+0;-0} s");
        }
    }

    /// <summary>Three digits and a prefix of ten to the power of three.</summary>
    private static string Amount(double value) => Math.Abs(value) switch
    {
        >= 1e12 => $"{value / 1e12:0.##}T",
        >= 1e9 => $"{value / 1e9:0.##}G",
        >= 1e6 => $"{value / 1e6:0.##}M",
        >= 1e4 => $"{value / 1e3:0.#}k",
        >= 100 => $"{value:0}",
        _ => Quantity(value),
    };

    private static string Word(Layer layer) => layer.ToString().ToLowerInvariant();

    private static string Short(string signal) => signal.Length <= 34 ? signal : signal[..33] + "…";

    /// <summary>Members of a benchmark carry the name of their recording; here everybody has the same.</summary>
    private static string Within(string recording, string entity) =>
        entity.StartsWith(recording + "/", StringComparison.Ordinal) ? entity[(recording.Length + 1)..] : entity;
}
