using System.Xml.Linq;
using Auscult.Evaluation.Diagnosis;
using Auscult.Evaluation.Report.Runs;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>Headline figures with intervals and baselines; what the run is of.</summary>
internal static class OverviewTab
{
    private const int MostFacts = 6;

    public static XElement Of(ReportedRun run, int index) => El(
        "div",
        El("div", Class("facts"), run.Facts.Take(MostFacts).Select(fact => El("span", $"{fact.Key} ", El("b", fact.Value)))),
        El("div", Class("cards"), run.Headlines.Select(name => run.Figures[name]).OfType<Figure>().Where(figure => !double.IsNaN(figure.Value)).Select(figure => Card(run, figure))),
        run.Notes.Count == 0 ? null : El("div", Class("notes"), El("ul", run.Notes.Select(note => El("li", note)))),
        Figures.Beside(run) is { } beside ? Tables.Chart(beside, "figures", index) : null,
        run.Figures.Figures.Count == 0 ? null : Tables.Of(ReportTables.Figures(run)));

    /// <summary>Protocols and root causes of <c>auscult evaluate</c>.</summary>
    public static XElement Detection(ReportedRun run, int index) => run.Evaluation is not { } results
        ? El("p", "This run has no results of 'auscult evaluate'.")
        : El("div",
            results.Detection.Select((protocol, i) => DetectionSection.Of(protocol, $"detection-{index}-{i}")),
            results.RootCause.Select((split, i) => RootCauseSection.Of(split, $"root-cause-{index}-{i}")));

    /// <summary>Facts, data and configuration.</summary>
    public static XElement Setup(ReportedRun run, int index) => El(
        "div",
        El("dl", run.Facts.SelectMany(fact => new[] { El("dt", fact.Key), El("dd", fact.Value) })),
        run.Evaluation is { } results ? DataSection.Of(results.Data) : null,
        run.Config.Length == 0 ? null : El("details", At("open", "open"), El("summary", "Resolved configuration"), El("pre", At("id", $"config-{index}"), run.Config)));

    private static XElement Card(ReportedRun run, Figure figure)
    {
        var best = run.Beside.Where(set => set.Role is FigureRole.Baseline or FigureRole.Control).Select(set => (set.Name, Figure: set[figure.Name]))
            .Where(other => other.Figure is { Value: not double.NaN }).ToArray();
        var sorted = best.OrderBy(one => ReportTables.IsLessBetter(figure.Name) ? one.Figure!.Value : -one.Figure!.Value);
        var other = sorted.FirstOrDefault();
        return El(
            "div", Class("card"), El("div", Class("what"), figure.Name), El("div", Class("value"), Amount(figure.Value)),
            double.IsNaN(figure.Interval.Low) ? null : El("div", Class("what"), $"95%: {Amount(figure.Interval.Low)} to {Amount(figure.Interval.High)}"),
            other.Figure is null ? null : El("div", Class("what"), $"{other.Name}: {Amount(other.Figure.Value)}"));
    }

    private static string Amount(double value) => Math.Abs(value) >= 10 ? value.ToString("0.0") : Figure(value);
}
