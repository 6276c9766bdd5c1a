using System.Xml.Linq;
using Auscult.Evaluation.Realism;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>Draws what <c>auscult realism</c> found out as one HTML file that needs nothing else.</summary>
public static class RealismReport
{
    private const string Title = "Is the simulator true to life?";

    /// <summary>The page.</summary>
    public static string Render(RealismResults results) => Page(Title, ReportStyle.Css, El(
        "body",
        El("header", El("h1", Title), Facts(results), Contents(results)),
        Cards(results),
        Notes(results),
        TellingSection.Of(results.Telling),
        results.Comparisons.Select((comparison, i) => Section(comparison, $"aspect-{i}")),
        Sources(results)));

    private static XElement Facts(RealismResults results) => El(
        "div", Class("facts"),
        Fact("measured", results.Created.ToString("yyyy-MM-dd HH:mm 'UTC'")), Fact("program", $"auscult {results.Program}"),
        Fact("took", $"{Quantity(results.Seconds)} s"));

    private static XElement Fact(string name, string value) => El("span", $"{name} ", El("b", value));

    private static XElement Contents(RealismResults results) => El(
        "nav", At("aria-label", "Contents"),
        results.Telling.Count == 0 ? null : El("a", At("href", "#telling"), "Telling apart"),
        results.Comparisons.Select((comparison, i) => El("a", At("href", $"#aspect-{i}"), comparison.Title)),
        El("a", At("href", "#sources"), "Data"));

    private static XElement Cards(RealismResults results)
    {
        var figures = results.Comparisons.SelectMany(comparison => comparison.Figures).Where(figure => !double.IsNaN(figure.Distance)).ToArray();
        return El(
            "div", Class("cards"),
            figures.Length == 0 ? null : Card($"{figures.Count(figure => figure.IsAlike)} of {figures.Length}", "figures as in reality (within 25 % or 0.05, or within the range of real recordings)"),
            results.Telling.Where(telling => !telling.IsStandardised).Select(telling => Card(
                Html.Figure(telling.Simulated.Auc),
                $"AUC of a classifier, simulated against real: {telling.Title}"
                + (telling.Real is { } real ? $"; real against real {Html.Figure(real.Auc)}" : ""))));
    }

    private static XElement Card(string value, string what) => El("div", Class("card"), El("div", Class("value"), value), El("div", Class("what"), what));

    private static XElement Notes(RealismResults results) => El(
        "div", Class("notes"), At("role", "note"), El(
            "ul",
            El("li", "The same code measures both sides; figures are medians over recordings, distributions give every recording the same weight."),
            El("li", "The range is that of the real recordings: a simulated figure within it differs no more from reality than reality from itself."),
            results.Sources.Where(source => !source.IsThere).Select(source => El("li", $"{source.Name} is absent and left out: {source.Note}")),
            results.Comparisons.Where(comparison => comparison.Missing is not null)
                .Select(comparison => El("li", $"{comparison.Title} is not compared: {comparison.Missing}."))));

    private static XElement Section(Comparison comparison, string id) => El(
        "section", At("id", id), El("h2", comparison.Title), El("p", comparison.About),
        comparison.Missing is { } missing
            ? El("p", Class("soft"), $"Not compared: {missing}.")
            : El("p", Class("soft"), $"Real: {comparison.Real}. Simulated: {comparison.Simulated}."),
        comparison.Samples.Count + comparison.Curves.Count == 0 ? null : new object[]
        {
            PairSvg.Legend(),
            El("div", Class("plots"),
                comparison.Samples.Select(sample => PairSvg.Of(sample.Histogram, sample.Title, Caption(sample))),
                comparison.Curves.Select(PairSvg.Of)),
        },
        comparison.Figures.Count == 0 ? null : Table(comparison.Figures));

    private static string Caption(SampleComparison sample) =>
        $"KS {sample.KolmogorovSmirnov:0.00}, Wasserstein {FigureSentence.Number(sample.Wasserstein)} {sample.Unit}. {sample.Sentence}";

    private static XElement Table(IReadOnlyList<FigureComparison> figures) => El(
        "div", Class("scroll"), El(
            "table",
            El("thead", El("tr", El("th", "figure"), El("th", "real"), El("th", "range of the real"), El("th", "simulated"), El("th", "simulated : real"),
                El("th", Class("left"), ""), El("th", Class("left"), "difference"))),
            El("tbody", figures.Select(figure => El(
                "tr",
                El("td", Class("wrap"), figure.Unit.Length == 0 ? figure.Title : $"{figure.Title} ({figure.Unit})"),
                El("td", Number(figure.Real)),
                El("td", figure.RealRange.Low < figure.RealRange.High ? $"{Number(figure.RealRange.Low)} to {Number(figure.RealRange.High)}" : "–"),
                El("td", Number(figure.Simulated)),
                El("td", double.IsNaN(figure.Distance) ? "–" : figure.Scale == FigureScale.Ratio ? $"× {Number(figure.Distance)}" : figure.Distance.ToString("+0.000;-0.000;0")),
                El("td", Class("left"), double.IsNaN(figure.Distance) ? null : El("span", Class(figure.IsAlike ? "tag alike" : "tag unlike"), figure.IsAlike ? "alike" : "differs")),
                El("td", Class("left wrap"), figure.Sentence))))));

    private static string Number(double value) => FigureSentence.Number(value);

    private static XElement Sources(RealismResults results) => El(
        "section", At("id", "sources"), El("h2", "Data"),
        El("div", Class("scroll"), El(
            "table",
            El("thead", El("tr", El("th", "dataset"), El("th", Class("left"), ""), El("th", Class("left"), "origin and licence"))),
            El("tbody", results.Sources.Select(source => El(
                "tr", El("td", source.Name),
                El("td", Class("left"), source.IsReal ? source.IsThere ? "real" : "real, absent" : "simulated"),
                El("td", Class("left wrap"), source.Note)))))));
}
