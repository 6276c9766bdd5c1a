using System.Xml.Linq;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.Results;
using Auscult.Evaluation.RootCause;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>
/// Draws evaluation results as one HTML file that needs nothing else: no network, no scripts, inline SVG; readable on paper.
/// </summary>
public static class HtmlReport
{
    /// <summary>The page.</summary>
    public static string Render(EvaluationResults results)
    {
        var title = $"{results.Data.Dataset}: evaluation";
        return Page(title, ReportStyle.Css, El(
            "body",
            El("header", El("h1", title), Facts(results), Contents(results)),
            Cards(results),
            Notes(results),
            results.Detection.Select((protocol, i) => DetectionSection.Of(protocol, $"detection-{i}")),
            results.RootCause.Select((split, i) => RootCauseSection.Of(split, $"root-cause-{i}")),
            DataSection.Of(results.Data),
            Configuration(results)));
    }

    private static XElement Facts(EvaluationResults results) => El(
        "div", Class("facts"),
        Fact("measured", results.Created.ToString("yyyy-MM-dd HH:mm 'UTC'")),
        Fact("program", $"auscult {results.Program}"),
        Fact("took", $"{Quantity(results.Seconds)} s"),
        results.RunId.Length == 0 ? null : Fact("run", results.RunId),
        results.Checkpoint.Length == 0 ? null : Fact("checkpoint", results.Checkpoint),
        Fact("data", results.Data.Fingerprint));

    private static XElement Fact(string name, string value) => El("span", $"{name} ", El("b", value));

    private static XElement Contents(EvaluationResults results) => El(
        "nav", At("aria-label", "Contents"),
        results.Detection.Select((protocol, i) => El("a", At("href", $"#detection-{i}"), $"Detection, protocol {protocol.Protocol}")),
        results.RootCause.Select((split, i) => El("a", At("href", $"#root-cause-{i}"), $"Root causes, {split.Split}")),
        El("a", At("href", "#data"), "Data"),
        El("a", At("href", "#configuration"), "Configuration"));

    private static XElement Cards(EvaluationResults results) => El(
        "div", Class("cards"),
        results.Detection.SelectMany(DetectionCards),
        results.RootCause.SelectMany(RootCauseCards));

    private static IEnumerable<XElement> DetectionCards(DetectionResults protocol)
    {
        var ours = protocol.Detectors.FirstOrDefault(DetectionSection.IsOurs);
        if (ours is not null)
            yield return Card(Figure(ours["vus_pr"]), $"VUS-PR of {ours.Detector}, protocol {protocol.Protocol}", flagged: false);
        var best = protocol.Detectors.Where(row => row.IsCausal && !DetectionSection.IsOurs(row)).MaxBy(row => row["vus_pr"]);
        if (best is not null)
            yield return Card(Figure(best["vus_pr"]), $"VUS-PR of the best live baseline, {best.Detector}, protocol {protocol.Protocol}", flagged: false);
    }

    private static IEnumerable<XElement> RootCauseCards(RootCauseResults split)
    {
        var known = split.Rows.Where(row => row.Interval == "known" && row.Note != RootCauseEvaluation.ControlNote).ToArray();
        if (known.MaxBy(row => row.MacroF1.Value) is { } best)
        {
            var flag = best.MeansNothing is null ? "" : "; means nothing, see the controls";
            yield return Card(Figure(best.MacroF1.Value), $"macro F1 of {best.Classifier}, root causes {split.Split}{flag}", best.MeansNothing is not null);
        }
    }

    private static XElement Card(string value, string what, bool flagged) => El(
        "div", Class(flagged ? "card flagged" : "card"), El("div", Class("value"), value), El("div", Class("what"), what));

    private static XElement? Notes(EvaluationResults results) => results.Notes.Count == 0
        ? null
        : El("div", Class("notes"), At("role", "note"), El("ul", results.Notes.Select(note => El("li", note))));

    private static XElement Configuration(EvaluationResults results) => El(
        "section", At("id", "configuration"), El("h2", "Configuration"),
        El("details", El("summary", "Resolved configuration of the evaluation"), El("pre", results.Config)));
}
