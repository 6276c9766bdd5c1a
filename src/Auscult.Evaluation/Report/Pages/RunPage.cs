using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Auscult.Evaluation.Report.Runs;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>
/// One page about one run or several: tabs, charts, tables. It needs nothing else and asks the network for nothing; without the chart library (or without
/// scripts) the static drawings stand in for the charts.
/// </summary>
public static class RunPage
{
    /// <summary>Draws the page.</summary>
    /// <param name="runs">At least one.</param>
    /// <param name="differences">The first run minus the others.</param>
    /// <param name="library">Source of the chart library; null where it is not there.</param>
    public static string Render(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences, string? library)
    {
        var title = runs.Count == 1 ? $"{runs[0].Name}: report" : $"{string.Join(", ", runs.Select(run => run.Name))}: comparison";
        (string Id, string Name, XElement Content)[] tabs = [.. Tabs(runs, differences)];
        string[] scripts = [.. library is null ? [] : new[] { library }, Assets.Script];
        var body = El(
            "body",
            El("header", El("h1", title), Switch(runs), library is null
                ? El("p", Class("tag warn"), "The chart library was not there when this page was made (make setup fetches it): static drawings stand in for the charts.")
                : null),
            El("div", Class("tabs"), At("role", "tablist"), At("aria-label", "Parts of the report"), tabs.Select((tab, t) => El(
                "button", At("role", "tab"), At("type", "button"), At("id", $"tab-{tab.Id}"), At("aria-controls", $"panel-{tab.Id}"),
                At("aria-selected", t == 0 ? "true" : "false"), At("tabindex", t == 0 ? "0" : "-1"), tab.Name))),
            El("main", tabs.Select(tab => El(
                "section", At("role", "tabpanel"), At("id", $"panel-{tab.Id}"), At("aria-labelledby", $"tab-{tab.Id}"), At("tabindex", "0"), El("h2", tab.Name), tab.Content))),
            El("footer", Class("soft"), El("p", Class("keys"),
                "Keys: left and right change the tab; j and k walk through the incidents, Enter opens one; the wheel zooms a time axis while Shift is held.")));
        return Page(title, ReportStyle.Css + Assets.Style, Policy(scripts), body, Island(runs, differences), scripts);
    }

    private static IEnumerable<(string Id, string Name, XElement Content)> Tabs(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences)
    {
        if (runs.Count > 1)
            yield return ("comparison", "Comparison", ComparisonTab.Of(runs, differences));
        yield return ("overview", "Overview", Each(runs, OverviewTab.Of));
        if (runs.Any(run => run.Recordings.Count > 0))
            yield return ("incidents", "Incidents", Each(runs, IncidentTab.Of));
        if (runs.Any(run => run.Evaluation is not null))
            yield return ("detection", "Detection", Each(runs, OverviewTab.Detection));
        if (runs.Any(run => run.Map is not null))
            yield return ("embeddings", "Embeddings", Each(runs, QualityTab.Embeddings));
        if (runs.Any(run => run.Confusions.Count > 0 || run.LeadTimes is not null))
            yield return ("quality", "Quality", Each(runs, QualityTab.Of));
        yield return ("leaderboard", "Leaderboard", El("div", Class("leaderboard"), Tables.Of(ReportTables.Leaderboard(runs), highlight: runs.Select(run => run.Name))));
        yield return ("setup", "Setup", Each(runs, OverviewTab.Setup));
    }

    private static XElement Each(IReadOnlyList<ReportedRun> runs, Func<ReportedRun, int, XElement> draw) => El(
        "div", runs.Select((run, r) => El(
            "div", Class("run"), At("data-run", $"{r}"), runs.Count > 1 ? El("h3", Class("run-name"), run.Name) : null, draw(run, r))));

    private static XElement? Switch(IReadOnlyList<ReportedRun> runs) => runs.Count == 1 ? null : El(
        "label", Class("switch"), "run ", El("select", At("id", "run"), runs.Select((run, r) => El("option", At("value", $"{r}"), run.Name))));

    private static string Island(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences) =>
        $"<script type=\"application/json\" id=\"report-data\">{DataIsland.Write(runs, differences)}</script>\n";

    // Only these very scripts run, and nothing is loaded from anywhere.
    private static string Policy(IEnumerable<string> scripts) =>
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src "
        + string.Join(' ', scripts.Select(script => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'"));
}
