using System.Xml.Linq;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Realism.Telling;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>Whether a classifier tells simulated from real windows, and by what.</summary>
internal static class TellingSection
{
    private const double Width = 1100;
    private const double RowHeight = 24;
    private const double Labels = 540;

    public static XElement? Of(IReadOnlyList<TellingResults> telling) => telling.Count == 0 ? null : El(
        "section", At("id", "telling"), El("h2", "Can they be told apart?"),
        El("p", "A random forest on statistics of windows is asked which are simulated. It never sees, in training, a recording whose windows it judges. 0.5 is "
            + "chance; the honest aim is not chance but what the same classifier gets between earlier and later real recordings. Standardised: every window "
            + "by itself, so that its level and size do not count. Far below chance means that recordings of one kind differ more from each other "
            + "than the two kinds do, so that nothing learned carries over: too few recordings to tell."),
        Chart(telling),
        Table(telling),
        telling.Select(Features));

    private static XElement Chart(IReadOnlyList<TellingResults> telling)
    {
        var rows = telling.SelectMany(result => new[]
        {
            (Label: $"{Label(result)}: simulated against real", Figure: (TellingFigure?)result.Simulated, Style: "simulated"),
            (Label: "real against real", Figure: result.Real, Style: "real"),
        }).Where(row => row.Figure is not null).ToArray();
        double X(double auc) => Labels + ((Width - Labels - 60) * Math.Clamp((auc - 0.4) / 0.6, 0, 1));
        var bottom = rows.Length * RowHeight;
        return El(
            "figure",
            El("svg", At("viewBox", $"0 0 {Width} {Coordinate(bottom + 20)}"), At("role", "img"), At("aria-label", "AUC with intervals"),
                new[] { 0.5, 0.6, 0.7, 0.8, 0.9, 1 }.Select(auc => El(
                    "g", El("line", Class(auc == 0.5 ? "threshold" : "axis"), At("x1", X(auc)), At("x2", X(auc)), At("y1", 0.0), At("y2", bottom)),
                    El("text", At("x", X(auc)), At("y", bottom + 15), At("text-anchor", "middle"), auc == 0.5 ? "chance" : auc.ToString("0.0")))),
                rows.Select((row, i) => Row(row.Label, row.Figure!, row.Style, (i + 0.5) * RowHeight, X))),
            El("figcaption", "Area under the ROC curve; whiskers: central 95 % over resamples of the entities."));
    }

    private static XElement Row(string label, TellingFigure figure, string style, double y, Func<double, double> x) => El(
        "g",
        El("text", style == "simulated" ? Class("name") : null, At("x", Labels - 10), At("y", y + 4), At("text-anchor", "end"), label),
        El("line", Class($"{style} line"), At("x1", x(figure.Interval.Low)), At("x2", x(figure.Interval.High)), At("y1", y), At("y2", y)),
        El("circle", Class($"{style} dot"), At("cx", x(figure.Auc)), At("cy", y), At("r", 4.5)),
        El("text", At("x", Width), At("y", y + 4), At("text-anchor", "end"), Figure(figure.Auc)));

    private static XElement Table(IReadOnlyList<TellingResults> telling) => El(
        "div", Class("scroll"), El(
            "table",
            El("thead", El("tr", El("th", "windows"), El("th", Class("left"), "classes"), El("th", "AUC"), El("th", "95 %"), El("th", "balanced accuracy"),
                El("th", "windows of each"), El("th", Class("left"), "held out together"))),
            El("tbody", telling.SelectMany(result => new[]
            {
                Row(Label(result), "simulated against real", result.Simulated),
                result.Real is { } real ? Row("", "real against real", real) : null,
            }))));

    private static XElement Row(string label, string classes, TellingFigure figure) => El(
        "tr", classes == "real against real" ? Class("floor") : null,
        El("td", label), El("td", Class("left"), classes), El("td", Figure(figure.Auc)), El("td", Range(figure.Interval)),
        El("td", Figure(figure.Accuracy)), El("td", $"{figure.SecondWindows} and {figure.FirstWindows}"), El("td", Class("left"), figure.HeldOut));

    private static XElement Features(TellingResults result) => El(
        "div",
        El("h3", $"What gives it away: {Label(result)}"),
        PairSvg.Legend(),
        El("div", Class("plots"), result.Features.Select(feature => PairSvg.Of(feature.Histogram, feature.Name, $"AUC {Figure(feature.Auc)} by this feature alone."))));

    private static string Label(TellingResults result) => result.IsStandardised ? $"{result.Title}, standardised" : result.Title;

    private static string Range(ConfidenceInterval interval) => $"{Figure(interval.Low)} to {Figure(interval.High)}";
}
