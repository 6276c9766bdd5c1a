using System.Xml.Linq;
using Auscult.Evaluation.Protocols;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>VUS-PR of every measured and published method as bars, best first.</summary>
internal static class VusChart
{
    private const double Width = 1100;
    private const double RowHeight = 19;
    private const double Labels = 260;

    public static XElement Of(DetectionResults protocol)
    {
        var bars = protocol.Detectors.Select(row => (Name: row.Detector, Value: row["vus_pr"], Style: row.IsCausal ? "bar" : "bar transductive"))
            .Concat(protocol.Published.Select(method => (Name: method.Key + ", published", method.Value, Style: "bar published")))
            .Where(bar => !double.IsNaN(bar.Value)).OrderByDescending(bar => bar.Value).ToArray();
        var scale = (Width - Labels - 60) / Math.Max(0.1, bars.Select(bar => bar.Value).DefaultIfEmpty(0).Max());
        return El(
            "figure",
            El("svg", At("viewBox", $"0 0 {Width} {Coordinate(bars.Length * RowHeight)}"), At("role", "img"), At("aria-label", "VUS-PR by method"),
                bars.Select((bar, i) => El(
                    "g",
                    El("text", At("x", Labels - 8), At("y", (i * RowHeight) + 13), At("text-anchor", "end"),
                        bar.Style == "bar published" ? null : Class("name"), bar.Name),
                    El("rect", Class(bar.Style), At("x", Labels), At("y", (i * RowHeight) + 3), At("width", Math.Max(1, bar.Value * scale)),
                        At("height", RowHeight - 6), At("rx", 2.0)),
                    El("text", At("x", Labels + (bar.Value * scale) + 6), At("y", (i * RowHeight) + 13), Figure(bar.Value))))),
            El("figcaption", protocol.Published.Count == 0
                ? "VUS-PR. Pale bars: transductive."
                : "VUS-PR. Pale bars: transductive. Hollow bars: published figures under the same protocol, not measured here."));
    }
}
