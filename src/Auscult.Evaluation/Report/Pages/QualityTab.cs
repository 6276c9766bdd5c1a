using System.Xml.Linq;
using Auscult.Evaluation.Report.Runs;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>Confusion, calibration, lead time; and the map of embeddings.</summary>
internal static class QualityTab
{
    public static XElement Of(ReportedRun run, int index)
    {
        var all = Figures.All(run).ToDictionary(figure => figure.Id, StringComparer.Ordinal);
        return El(
            "div",
            El("div", Class("pair"),
                all.TryGetValue("lead-time", out var lead) ? Tables.Chart(lead, "lead", index) : null,
                all.TryGetValue("calibration", out var calibration) ? Tables.Chart(calibration, "calibration", index) : null),
            run.Confusions.Select((_, c) => Tables.Chart(all[$"confusion-{c + 1}"], "confusion", index, $"{c}")));
    }

    /// <summary>The map.</summary>
    public static XElement Embeddings(ReportedRun run, int index) => run.Map is not { } map
        ? El("p", "This run has no embeddings.")
        : El(
            "div",
            El("div", Class("controls"),
                El("label", "layout ", Select($"layout-{index}", "layout", ("tsne", "t-SNE"), ("pca", "principal components"))),
                El("label", "colour ", Select($"colour-{index}", "colour", ("class", "class"), ("layer", "dominant layer"), ("entity", map.EntityMeans)))),
            Tables.Chart(MapSvg.Of(map, "tsne"), "map", index), El("div", Class("only-still"), Tables.Chart(MapSvg.Of(map, "pca"), "none", index)));

    private static XElement Select(string id, string name, params (string Value, string Text)[] options) => El(
        "select", At("id", id), At("data-choice", name), options.Select(option => El("option", At("value", option.Value), option.Text)));
}
