using System.Xml.Linq;
using Auscult.Evaluation.Diagnosis;
using Auscult.Evaluation.Report.Runs;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>Several runs beside each other.</summary>
internal static class ComparisonTab
{
    public static XElement Of(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences) => El(
        "div",
        differences.Select(Sentence),
        runs.Count - 1 > differences.Count
            ? El("p", Class("tag warn"), "Runs without labelled recordings in common cannot be paired: their figures stand beside each other only.")
            : null,
        differences.Select((difference, d) => Tables.Chart(Forest(difference, d), "difference", 0, $"{d}")),
        Tables.Of(ReportTables.SideBySide(runs, differences)));

    private static XElement Sentence(RunDifference difference)
    {
        string Names(IEnumerable<Figure> figures) => string.Join(", ", figures.Select(figure => figure.Name)) is { Length: > 0 } names ? names : "nothing";
        var sure = difference.Figures.Where(figure => figure.Interval.Low > 0 || figure.Interval.High < 0).ToLookup(figure => figure.Value > 0 != ReportTables.IsLessBetter(figure.Name));
        return El(
            "p", El("b", difference.First), " minus ", El("b", difference.Second), $" on the same {difference.Incidents} faults in {difference.Sites} recordings. "
            + $"Better beyond chance (the paired 95% interval leaves out 0): {Names(sure[true])}. Worse: {Names(sure[false])}.");
    }

    /// <summary>Differences with their intervals; only figures between 0 and 1 share an axis.</summary>
    internal static StaticFigure Forest(RunDifference difference, int index)
    {
        var shown = difference.Figures.Where(figure => !double.IsNaN(figure.Value) && Math.Abs(figure.Value) <= 1 && Math.Abs(figure.Interval.Low) <= 1 && Math.Abs(figure.Interval.High) <= 1).ToArray();
        var reach = Math.Max(0.1, shown.SelectMany(figure => new[] { Math.Abs(figure.Interval.Low), Math.Abs(figure.Interval.High), Math.Abs(figure.Value) }).Where(double.IsFinite).DefaultIfEmpty(0.1).Max());
        const double Left = 330;
        double X(double value) => Left + (185 * (1 + (value / reach)));
        var height = (22.0 * shown.Length) + 30;
        return new StaticFigure(
            $"difference-{index + 1}", $"{difference.First} minus {difference.Second}, paired, with 95% intervals; right of the line the first has more",
            El("svg", At("viewBox", $"0 0 720 {Coordinate(height)}"), At("role", "img"), At("aria-label", "Paired differences"),
                El("line", Class("border"), At("x1", X(0)), At("x2", X(0)), At("y1", 4.0), At("y2", height - 22)),
                shown.Select((figure, i) => El(
                    "g", El("text", At("x", Left - 12), At("y", (22.0 * i) + 19), At("text-anchor", "end"), figure.Name),
                    double.IsNaN(figure.Interval.Low) ? null : El("line", At("x1", X(figure.Interval.Low)), At("x2", X(figure.Interval.High)), At("y1", (22.0 * i) + 15), At("y2", (22.0 * i) + 15),
                        At("stroke", Palette.Run), At("stroke-width", 2.5), At("stroke-opacity", 0.5)),
                    El("circle", At("cx", X(figure.Value)), At("cy", (22.0 * i) + 15), At("r", 4.5), At("fill", Palette.Run), El("title", ReportTables.Cell(figure, signed: true))))),
                new[] { -reach, 0, reach }.Select(tick => El("text", At("x", X(tick)), At("y", height - 6), At("text-anchor", "middle"), tick.ToString("+0.00;-0.00;0")))));
    }
}
