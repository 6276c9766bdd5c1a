using System.Xml.Linq;
using Auscult.Evaluation.Report.Runs;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>Tables and charts as elements.</summary>
internal static class Tables
{
    /// <summary>A table of texts; the first column names the rows.</summary>
    public static XElement Of(TextTable table, params IEnumerable<string> highlight)
    {
        var marked = highlight.ToHashSet(StringComparer.Ordinal);
        return El("div", Class("scroll"), El(
            "table", El("caption", table.Title),
            El("thead", El("tr", table.Columns.Select((name, c) => El("th", At("scope", "col"), c > 0 && IsText(table, c) ? Class("left") : null, name)))),
            El("tbody", table.Rows.Select(row => El(
                "tr", marked.Contains(row[0]) ? Class("ours") : null, row.Select((text, c) => c == 0 ? El("th", At("scope", "row"), text) : El("td", IsText(table, c) ? Class("left") : null, Cell(text))))))));
    }

    /// <summary>A chart with its static drawing; the script draws into it what <paramref name="kind"/> says.</summary>
    public static XElement Chart(StaticFigure figure, string kind, int run, string key = "") => El(
        "figure", Class($"chart {kind}"), At("id", $"chart-{run}-{figure.Id}"), At("data-chart", kind), At("data-run", $"{run}"), At("data-key", key),
        El("div", Class("live")), El("div", Class("still"), new XElement(figure.Svg)), El("figcaption", figure.Caption));

    private static bool IsText(TextTable table, int column) => table.Rows.Count > 0 && table.Rows[0][column].Length > 0 && char.IsLetter(table.Rows[0][column][0]);

    /// <summary>The interval in a softer colour than the figure.</summary>
    private static object[] Cell(string text)
    {
        var bracket = text.IndexOf(" [", StringComparison.Ordinal);
        return bracket < 0 ? [text] : [text[..bracket], El("span", Class("interval"), text[bracket..])];
    }
}
