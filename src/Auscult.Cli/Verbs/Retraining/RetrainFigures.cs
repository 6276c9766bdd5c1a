using System.Globalization;
using System.Xml.Linq;
using Auscult.Cli.Verbs.Sweeps;
using Auscult.Retraining.Decision;
using Auscult.Retraining.State;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary>The drawings of the page of a retraining.</summary>
internal static class RetrainFigures
{
    private const double BoxWidth = 122;
    private const double BoxHeight = 84;

    /// <summary>Every call as a box, and a line for the version that serves from then on.</summary>
    public static XElement Serving(IReadOnlyList<LineageEntry> lineage)
    {
        var (width, height) = ((lineage.Count * BoxWidth) + 10, BoxHeight + 54);
        var boxes = lineage.Select((entry, i) =>
        {
            var x = 5 + (i * BoxWidth);
            var look = RetrainTable.EventName(entry).Split(' ')[0];
            return El(
                "g", Class(look),
                El("rect", Class("call"), At("x", x), At("y", 4.0), At("width", BoxWidth - 10), At("height", BoxHeight), At("rx", 8.0)),
                El("rect", Class("edge"), At("x", x), At("y", 14.0), At("width", 4.0), At("height", BoxHeight - 20)),
                Text(x + 12, 24, "name", $"call {i + 1}"),
                Text(x + 12, 42, "", Short(RetrainTable.Data(entry))),
                Text(x + 12, 60, "event", RetrainTable.EventName(entry)),
                Text(x + 12, 78, "", entry.Drift.Any(drift => drift.IsDrift) ? "drift" : ""),
                El("title", entry.Reason));
        });
        return El("div", Class("scroll"), El(
            "svg", At("viewBox", $"0 0 {Coordinate(width)} {Coordinate(height)}"),
            At("style", $"min-width:{Coordinate(width * 0.8)}px;max-width:{Coordinate(width * 1.35)}px"), At("role", "img"),
            At("aria-label", "Calls in order, their decision, and the version that serves after each"), boxes, Reigns(lineage)));
    }

    // One bar for as long as a version serves.
    private static IEnumerable<XElement> Reigns(IReadOnlyList<LineageEntry> lineage)
    {
        for (var first = 0; first < lineage.Count;)
        {
            var end = first + 1;
            while (end < lineage.Count && lineage[end].Champion == lineage[first].Champion)
                end++;
            var (x, length) = (5 + (first * BoxWidth), ((end - first) * BoxWidth) - 10);
            yield return El(
                "g",
                El("rect", Class(lineage[first].Champion is null ? "noise" : "reign"), At("x", x), At("y", BoxHeight + 16), At("width", length),
                    At("height", 26.0), At("rx", 6.0)),
                Text(x + 12, BoxHeight + 33, "name", lineage[first].Champion is { } version ? $"version {version}" : "nothing"));
            first = end;
        }
    }

    /// <summary>What the marks mean.</summary>
    public static XElement Legend() => El(
        "div", Class("legend"),
        new[] { ("before", "champion"), ("after", "challenger"), ("better", "challenger, better beyond noise"), ("noise", "95 % of the resampled differences") }
            .Select(one => El("span", El("i", Class(one.Item1)), one.Item2)));

    /// <summary>One figure over the calls that compared.</summary>
    public static XElement Compared(IReadOnlyList<LineageEntry> lineage, string name)
    {
        (int Call, ComparedFigure Figure)[] points =
        [
            .. lineage.Select((entry, i) => (i, entry.Comparison?.Figures.FirstOrDefault(figure => figure.Name == name)))
                .Where(one => one.Item2 is not null && !double.IsNaN(one.Item2.Challenger)).Select(one => (one.i, one.Item2!)),
        ];
        // The resamples of the difference, from the champion on: where the champion lies outside of them, the difference is beyond noise.
        (double Low, double High) Noise(ComparedFigure figure) => figure.Family == FigureFamily.FalseAlarms
            ? (figure.Champion - figure.High, figure.Champion - figure.Low) : (figure.Champion + figure.Low, figure.Champion + figure.High);
        var ends = points.SelectMany(one => new[] { one.Figure.Challenger, one.Figure.Champion, Noise(one.Figure).Low, Noise(one.Figure).High })
            .Where(double.IsFinite).ToArray();
        var share = name != "false alarms";
        var frame = new PlotFrame(
            460, 220,
            new PlotScale(0, lineage.Count - 1, Names: [.. Enumerable.Range(1, lineage.Count).Select(i => i.ToString(CultureInfo.InvariantCulture))]),
            new PlotScale(share ? Math.Clamp(ends.Min(), 0, 0.5) : 0, share ? 1 : Math.Max(1, ends.Max())));
        return frame.Figure($"{name} of champion and challenger by call", Caption(name), points.Select(one =>
        {
            var (low, high) = Noise(one.Figure);
            var x = frame.X(one.Call);
            return El(
                "g",
                !double.IsFinite(low) ? null : El(
                    "rect", Class("noise"), At("x", x - 9), At("y", frame.Y(high)), At("width", 18.0), At("height", Math.Max(1, frame.Y(low) - frame.Y(high)))),
                !double.IsFinite(one.Figure.Champion) ? null
                    : El("circle", Class("before"), At("cx", x), At("cy", frame.Y(one.Figure.Champion)), At("r", 7.0)),
                El("circle", Class(one.Figure.IsBetter ? "after better" : one.Figure.IsWorse ? "after worse" : "after"),
                    At("cx", x), At("cy", frame.Y(one.Figure.Challenger)), At("r", 4.5)),
                El("title", $"call {one.Call + 1}: {RetrainTable.Change(one.Figure)}"));
        }));
    }

    private static string Caption(string name) => name switch
    {
        "recall" => "recall: share of held-out faults that an alarm reports",
        "class" => "class: share of held-out faults whose class is named rightly at the known onset",
        "place" => "place: share of held-out faults whose culprit's node is the most suspect",
        "false alarms" => "false alarms per day and 500 accelerators; less is better",
        _ => name,
    };

    private static XElement Text(double x, double y, string style, string text) => El("text", Class(style), At("x", x), At("y", y), text);

    private static string Short(string text) => text.Length <= 17 ? text : text[..16] + "…";
}
