using System.Globalization;
using System.Xml.Linq;
using Auscult.Evaluation.Report;
using Auscult.Sweeps;
using Auscult.Sweeps.State;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>A sweep as one page without scripts or links to elsewhere: light, dark and on paper.</summary>
internal static class SweepPage
{
    private const string Style = """
        .curve.best { stroke-width: 2.4; }
        .curve.faint { stroke: var(--soft); stroke-opacity: .45; }
        .curve.stopped { stroke-dasharray: 4 3; }
        .curve:hover { stroke: var(--accent); stroke-opacity: 1; stroke-width: 2.4; }
        .point { fill-opacity: .75; }
        .point.stopped { fill: var(--page); stroke: var(--accent); stroke-width: 1.4; }
        .point.chosen { fill: var(--simulated); fill-opacity: 1; }
        .pole { stroke: var(--soft); stroke-width: 1; }
        svg text.halo { fill: var(--ink); paint-order: stroke; stroke: var(--page); stroke-width: 5px; stroke-linejoin: round; }
        .chosen td { font-weight: 650; }

        """;

    /// <summary>The page as text.</summary>
    public static string Render(SweepResults results, string? description)
    {
        var figures = new SweepFigures(results);
        string[] names = [.. results.Importance.Select(p => p.Name).Union(results.Trials.SelectMany(t => t.Values.Keys), StringComparer.Ordinal)];
        string[] varied = [.. names.Where(name =>
            results.Trials.Select(t => t.Values.GetValueOrDefault(name)).Distinct(StringComparer.Ordinal).Count() > 1)];
        return Page($"Sweep {results.Name}", ReportStyle.Css + Style, El(
            "body",
            El("h1", $"Sweep {results.Name}"),
            description is null ? null : El("p", description),
            El("p", Class("soft"), SweepTable.Title(results)),
            Cards(results),
            !figures.Any ? null : El("section", El("h2", "History"), figures.History(), figures.Curves()),
            results.Importance.Count == 0 ? null : El("section", El("h2", "Importance of each parameter"), figures.Importance()),
            !figures.Any || varied.Length == 0 ? null : El(
                "section", El("h2", "Parameters"), El("div", Class("plots"), varied.Select(figures.Scatter)),
                varied.Length < 2 ? null : figures.Parallel(varied)),
            El("section", El("h2", "Trials"), Table(results, names))));
    }

    private static XElement Cards(SweepResults results) => El(
        "div", Class("cards"),
        results.Best is { } best
            ? results.Trials[best].Values.Select(pair => Card(pair.Value, pair.Key))
                .Prepend(Card(SweepTable.Figure(results.Trials[best].Value!.Value), $"best {results.Metric.Name}, trial {best}"))
            : Card("none", "no trial ended well"),
        Card(
            TimeSpan.FromSeconds(results.Trials.Sum(trial => trial.Seconds)).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture), "time of all trials"));

    private static XElement Card(string value, string what) =>
        El("div", Class("card"), El("div", Class("value"), value), El("div", Class("what"), what));

    private static XElement Table(SweepResults results, IReadOnlyList<string> names) => El("div", Class("scroll"), El(
        "table",
        El("caption", "Best first; seconds of all attempts."),
        El("thead", El("tr", Headers(results, names).Select(text => El("th", text)))),
        El("tbody", SweepTable.Ranked(results).Select(trial => El(
            "tr", trial.Number == results.Best ? Class("chosen") : null,
            El("td", trial.Number), El("td", State(trial)), El("td", trial.Value is { } value ? SweepTable.Figure(value) : "–"),
            El("td", trial.Reports.Count), El("td", trial.Seconds.ToString("F1", CultureInfo.InvariantCulture)),
            names.Select(name => El("td", trial.Values.GetValueOrDefault(name, "–"))))))));

    private static IEnumerable<string> Headers(SweepResults results, IReadOnlyList<string> names) =>
        ["trial", "state", results.Metric.Name, "values", "seconds", .. names];

    private static object State(Trial trial) => trial.State == TrialState.Failed
        ? El("span", Class("tag warn"), $"failed: {trial.Problem}")
        : trial.State.ToString().ToLowerInvariant();
}
