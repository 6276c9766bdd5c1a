using System.Globalization;
using System.Xml.Linq;
using Auscult.Evaluation.Report;
using Auscult.Retraining.Checks;
using Auscult.Retraining.State;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary>The decisions of a retraining as one page without scripts or links to elsewhere: light, dark and on paper.</summary>
internal static class RetrainPage
{
    private const string Style = """
        .tag.promoted { color: var(--good); border-color: currentColor; font-weight: 650; }
        .tag.refused, .tag.rejected { color: var(--warn); background: var(--warn-panel); border-color: currentColor; }
        .noise { fill: var(--soft); fill-opacity: .22; }
        .before { fill: none; stroke: var(--soft); stroke-width: 1.6; }
        .after { fill: var(--accent); }
        .after.better { fill: var(--good); }
        .after.worse { fill: var(--warn); }
        .call { fill: var(--panel); stroke: var(--line); }
        .edge { fill: var(--line); }
        .reign { fill: var(--accent); fill-opacity: .22; }
        .promoted .edge { fill: var(--good); }
        .promoted text.event { fill: var(--good); font-weight: 650; }
        .refused .edge, .rejected .edge { fill: var(--warn); }
        .refused text.event, .rejected text.event { fill: var(--warn); font-weight: 650; }
        .legend i.before { background: var(--page); border: 2px solid var(--soft); border-radius: 50%; }
        .legend i.after { background: var(--accent); border-radius: 50%; }
        .legend i.better { background: var(--good); border-radius: 50%; }
        .legend i.noise { background: var(--soft); opacity: .4; }
        td.drifted { white-space: normal; color: var(--warn); background: var(--warn-panel); font-weight: 650; }
        td.why { white-space: normal; min-width: 14rem; text-align: left; }
        .plots.two { grid-template-columns: repeat(auto-fill, minmax(28rem, 1fr)); }

        """;

    /// <summary>The page as text.</summary>
    /// <param name="lineage">All entries, oldest first.</param>
    /// <param name="champion">Version that serves now.</param>
    public static string Render(IReadOnlyList<LineageEntry> lineage, int? champion) => Page("Retraining: decisions", ReportStyle.Css + Style, El(
        "body",
        El("header", El("h1", "Retraining: decisions"), Facts(lineage, champion)),
        Cards(lineage, champion),
        El("section", El("h2", "What serves"), RetrainFigures.Serving(lineage)),
        El("section", El("h2", "Decisions"), Decisions(lineage)),
        !lineage.Any(entry => entry.Comparison is not null) ? null : El(
            "section", El("h2", "Champion and challenger on the same held-out recordings"),
            El("p", Class("soft"), "A challenger is promoted when no figure is worse beyond noise and at least one is better beyond noise. "
                + "The grey bar is the central 95 % of the resampled paired differences, from the champion's value on: where the champion lies "
                + "outside of it, the difference is beyond noise."),
            RetrainFigures.Legend(),
            El("div", Class("plots two"), RetrainTable.FigureNames(lineage).Select(name => RetrainFigures.Compared(lineage, name)))),
        !lineage.Any(entry => entry.Drift.Count > 0) ? null : El(
            "section", El("h2", "Drift of the data that came"),
            El("p", Class("soft"), "Energy distance of the new recordings from those that the champion was made from and judged on, as a multiple "
                + "of the distance that the recordings of both rarely reach when they are dealt at random. Drift is told, not refused: the world changes."),
            DriftTable(lineage)),
        !lineage.Any(entry => entry.Notes.Count > 0) ? null : El(
            "section", El("h2", "Notes on the data"),
            El("ul", lineage.SelectMany((entry, i) => entry.Notes.Select(note => El("li", $"call {i + 1}: {note}")))))));

    private static XElement Facts(IReadOnlyList<LineageEntry> lineage, int? champion) => El(
        "div", Class("facts"),
        Fact("from", lineage[0].Time), Fact("to", lineage[^1].Time),
        El("span", "champion ", El("b", champion is { } number ? $"version {number}" : "none")));

    private static XElement Fact(string name, DateTimeOffset time) =>
        El("span", $"{name} ", El("b", time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)));

    private static XElement Cards(IReadOnlyList<LineageEntry> lineage, int? champion)
    {
        int Count(params LineageEvent[] events) => lineage.Count(entry => events.Contains(entry.Event));
        return El(
            "div", Class("cards"),
            Card(champion is { } number ? $"version {number}" : "none", "serves now", flagged: false),
            Card($"{Count(LineageEvent.Promoted)} of {lineage.Count}", "calls that promoted a challenger", flagged: false),
            Card($"{Count(LineageEvent.Kept, LineageEvent.Rejected)}", "challengers that were not better beyond noise, or worse", flagged: false),
            Card($"{lineage.Sum(entry => entry.Refused.Count)}", "deliveries of data that were refused", Count(LineageEvent.Refused) > 0));
    }

    private static XElement Card(string value, string what, bool flagged) =>
        El("div", Class(flagged ? "card flagged" : "card"), El("div", Class("value"), value), El("div", Class("what"), what));

    private static XElement Decisions(IReadOnlyList<LineageEntry> lineage)
    {
        var figures = RetrainTable.FigureNames(lineage);
        return El("div", Class("scroll"), El(
            "table",
            El("caption", "Values of the champion and of the challenger; false alarms are per day and 500 accelerators."),
            El("thead", El(
                "tr", El("th", "call"), El("th", Class("left"), "data"), El("th", Class("left"), "decision"), El("th", "serves"),
                figures.Select(name => El("th", name)), El("th", "drift"), El("th", Class("left"), "why"))),
            El("tbody", lineage.Select((entry, i) => El(
                "tr",
                El("td", i + 1), El("td", Class("left"), RetrainTable.Data(entry)), El("td", Class("left"), Tag(entry)),
                El("td", entry.Champion is { } version ? $"{version}" : "–"),
                figures.Select(name => Value(entry.Comparison?.Figures.FirstOrDefault(figure => figure.Name == name))),
                El("td", entry.Drift.Any(drift => drift.IsDrift) ? Class("drifted") : null, RetrainTable.Drift(entry)),
                El("td", Class("why"), entry.Reason))))));
    }

    private static XElement Value(Auscult.Retraining.Decision.ComparedFigure? figure) => El(
        "td", figure?.IsBetter == true ? Class("best") : figure?.IsWorse == true ? Class("drifted") : null,
        figure is null ? "–" : double.IsNaN(figure.Champion) ? RetrainTable.Number(figure.Challenger)
            : $"{RetrainTable.Number(figure.Champion)} → {RetrainTable.Number(figure.Challenger)}");

    private static XElement Tag(LineageEntry entry)
    {
        var name = RetrainTable.EventName(entry);
        return El("span", Class($"tag {name.Split(' ')[0]}"), name);
    }

    private static XElement DriftTable(IReadOnlyList<LineageEntry> lineage)
    {
        string[] names = [.. lineage.SelectMany(entry => entry.Drift).Select(drift => drift.What).Distinct(StringComparer.Ordinal)];
        return El("div", Class("scroll"), El(
            "table",
            El("thead", El("tr", El("th", "call"), El("th", Class("left"), "data"), names.Select(name => El("th", name)))),
            El("tbody", lineage.Select((entry, i) => (entry, i)).Where(one => one.entry.Drift.Count > 0).Select(one => El(
                "tr", El("td", one.i + 1), El("td", Class("left"), RetrainTable.Data(one.entry)),
                names.Select(name => Drifted(one.entry.Drift.FirstOrDefault(drift => drift.What == name))))))));
    }

    private static XElement Drifted(Drift? drift) => drift is null ? El("td", "–") : El(
        "td", drift.IsDrift ? Class("drifted") : null,
        string.Create(CultureInfo.InvariantCulture, $"{drift.Distance / drift.Threshold:0.00} × (p {drift.P:0.000})"));
}
