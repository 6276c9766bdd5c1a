using System.Globalization;
using System.Xml.Linq;
using Auscult.Evaluation.Report.Runs;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>A confusion matrix: rows are true classes, columns what was said.</summary>
internal static class ConfusionSvg
{
    private const double Cell = 24;
    private const double Left = 190;
    private const double Top = 150;

    public static StaticFigure Of(ReportedConfusion confusion, int index)
    {
        string[] columns = [.. confusion.Classes, "no answer"];
        var (width, height) = (Left + (columns.Length * Cell) + 20, Top + (confusion.Classes.Count * Cell) + 8);
        var body = new List<XElement>();
        for (var p = 0; p < columns.Length; p++)
        {
            body.Add(El(
                "text", At("x", 0.0), At("y", 0.0), At("transform", $"translate({Coordinate(Left + (p * Cell) + (Cell / 2) + 4)} {Top - 8}) rotate(-60)"), columns[p]));
        }
        for (var t = 0; t < confusion.Classes.Count; t++)
        {
            var y = Top + (t * Cell);
            var total = Math.Max(1, confusion.Counts[t].Sum());
            body.Add(El("text", At("x", Left - 8), At("y", y + 16), At("text-anchor", "end"), confusion.Classes[t]));
            for (var p = 0; p < confusion.Counts[t].Count; p++)
            {
                var (count, x) = (confusion.Counts[t][p], Left + (p * Cell));
                body.Add(El("rect", Class("lane"), At("x", x), At("y", y), At("width", Cell - 1), At("height", Cell - 1), At("fill-opacity", 0.6)));
                if (count == 0)
                    continue;
                body.Add(El(
                    "rect", At("x", x), At("y", y), At("width", Cell - 1), At("height", Cell - 1), At("fill", p == t ? Palette.Run : Palette.Culprit),
                    At("fill-opacity", (0.2 + (0.8 * count / total)).ToString("0.00", CultureInfo.InvariantCulture)),
                    El("title", $"{count} of {total} {confusion.Classes[t]} called {columns[p]}")));
                body.Add(El("text", Class("count"), At("x", x + (Cell / 2)), At("y", y + 16), At("text-anchor", "middle"), count.ToString(CultureInfo.InvariantCulture)));
            }
        }
        return new StaticFigure(
            $"confusion-{index + 1}", $"Confusion {confusion.Title}: rows are true classes, columns answers; blue is right, vermilion wrong",
            El("svg", At("viewBox", $"0 0 {Coordinate(width)} {Coordinate(height)}"), At("style", $"max-width:{Coordinate(1.3 * width)}px"), At("role", "img"),
                At("aria-label", $"Confusion {confusion.Title}"), body));
    }
}
