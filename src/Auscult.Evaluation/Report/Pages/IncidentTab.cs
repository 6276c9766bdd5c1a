using System.Globalization;
using System.Xml.Linq;
using Auscult.Evaluation.Report.Runs;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>Recordings with their incidents; each incident with what speaks for it.</summary>
internal static class IncidentTab
{
    private const int LongestSpread = 12;

    public static XElement Of(ReportedRun run, int index) => run.Recordings.Count == 0
        ? El("p", "This run has no recordings to look at.")
        : El(
            "div",
            El("div", Class("controls"), El("label", "recording ", El(
                "select", At("id", $"recording-{index}"), At("data-choice", "recording"), run.Recordings.Select((recording, r) => El("option", At("value", $"{r}"), recording.Name))))),
            run.Recordings.Select((recording, r) => El(
                "div", Class("recording"), At("data-recording", $"{r}"), El("h3", recording.Name),
                Tables.Chart(RecordingSvg.Of(recording, Of(run, recording)), "recording", index, $"{r}"), List(run, recording, index))),
            El("div", Class("evidence-list"), At("aria-live", "polite"), run.Incidents.Select((incident, i) => Evidence(run, incident, index, i))));

    private static ReportedIncident[] Of(ReportedRun run, ReportedRecording recording) => [.. run.Incidents.Where(incident => incident.Recording == recording.Name)];

    private static XElement List(ReportedRun run, ReportedRecording recording, int index)
    {
        var incidents = run.Incidents.Select((incident, i) => (incident, i)).Where(one => one.incident.Recording == recording.Name).ToArray();
        if (incidents.Length == 0)
            return El("p", "No alarm was raised, and no fault is labelled.");
        var hasSeverity = incidents.Any(one => one.incident.Severity is not null);
        string[] headers = ["incident", "outcome", "since (s)", "alarm after (s)", "said", "sure", "label", "where", "labelled place", .. hasSeverity ? ["severity"] : Array.Empty<string>()];
        return El("div", Class("scroll"), El(
            "table", Class("incidents"), El("caption", "Alarms and missed faults. Choose one to see why it was said."),
            El("thead", El("tr", headers.Select(name => El("th", At("scope", "col"), name is "said" or "label" or "where" or "labelled place" or "outcome" ? Class("left") : null, name)))),
            El("tbody", incidents.Select(one => El(
                "tr", Class(one.incident.Outcome),
                El("th", At("scope", "row"), El(
                    "button", Class("open"), At("type", "button"), At("aria-expanded", "false"), At("aria-controls", $"incident-{index}-{one.i}"), At("data-incident", $"{one.i}"), Within(one.incident, one.incident.Id))),
                El("td", Class("left"), El("span", Class($"tag {one.incident.Outcome}"), one.incident.Outcome)),
                El("td", one.incident.Start.ToString("0", CultureInfo.InvariantCulture)),
                El("td", one.incident.Raised is { } raised ? (raised - one.incident.Start).ToString("0", CultureInfo.InvariantCulture) : "–"),
                El("td", Class("left"), Said(one.incident)), El("td", Percent(one.incident.Confidence)),
                El("td", Class("left"), one.incident.TrueClass ?? "–"), El("td", Class("left"), one.incident.Places.Count > 0 ? Within(one.incident, one.incident.Places[0].Name) : "–"),
                El("td", Class("left"), one.incident.TruePlace is { } place ? Within(one.incident, place) : "–"),
                hasSeverity ? El("td", one.incident.Severity is { } severity ? Figure(severity) : "–") : null)))));
    }

    private static XElement Evidence(ReportedRun run, ReportedIncident incident, int index, int number) => El(
        "section", Class("evidence"), At("id", $"incident-{index}-{number}"), At("tabindex", "-1"),
        El("h3", $"{incident.Id}: {Said(incident)}"),
        El("p", Sentence(incident)),
        incident.Evidence is not { } evidence
            ? El("p", incident.Raised is null ? "No alarm was raised, so there is nothing to explain." : "Its evidence was not asked for: --explain gives more.")
            : El("div",
                El("div", Class("why"),
                    incident.Classes.Count == 0 ? null : Ranked("What it could be", incident.Classes), Ranked("Where it could be", [.. incident.Places.Select(place => place with { Name = Within(incident, place.Name) })]),
                    Bars(evidence.IsOfScore ? "Layers, by their share of the score" : "Layers, by what is lost without them", [.. evidence.Layers.Select(layer => (layer.Name, layer.Share))])),
                Signals(incident, evidence),
                evidence.Signals.Select((signal, s) => Tables.Chart(Figures.Signal(incident, signal, s), "signal", index, $"{number}/{s}")),
                evidence.Spread.Count + evidence.Nearest.Count == 0 ? null : El("div", Class("why"), Spread(incident, evidence), Nearest(evidence))));

    private static XElement Signals(ReportedIncident incident, IncidentEvidence evidence) => Tables.Of(new TextTable(
        evidence.IsOfScore ? "Signals by their share of the score" : "Signals that the verdict hangs on, most telling first", ["signal", "layer", "where", "does", "now", "usual", "peers now", "weight"],
        [
            .. evidence.Signals.Select(signal => (IReadOnlyList<string>)[signal.Signal, signal.Layer, Within(incident, signal.Entity), signal.Direction,
                Amount(signal.Now, signal.Unit), Amount(signal.Usual, signal.Unit), Amount(signal.Peers, signal.Unit), signal.Contribution.ToString("0.00", CultureInfo.InvariantCulture)]),
        ]));

    private static XElement Spread(ReportedIncident incident, IncidentEvidence evidence) => El(
        "div", El("h4", "How it spread"), evidence.Spread.Count == 0 ? El("p", "Nothing shifted clearly.") : El("ol", evidence.Spread.Take(LongestSpread).Select(step => El(
            "li", $"{step.DelaySeconds.ToString("+0;-0;0", CultureInfo.InvariantCulture)} s: {Within(incident, step.Entity)}{(step.Count > 1 ? $" and {step.Count - 1} more" : "")} "
                + $"({(step.Relation == "itself" ? "the culprit" : step.Relation)}), {step.Signal} {step.Direction.ToString().ToLowerInvariant()}"))));

    private static XElement Nearest(IncidentEvidence evidence) => El(
        "div", El("h4", "Most alike among the incidents that were learned"),
        El("ol", evidence.Nearest.Select(near => El("li", $"{near.Class} ({near.Id}), {near.Distance.ToString("0.00", CultureInfo.InvariantCulture)} standard deviations away"))));

    private static XElement Ranked(string title, IReadOnlyList<Learning.Diagnosis.Alarms.RankedName> names) => Bars(title, [.. names.Select(one => (one.Name, one.Share))]);

    private static XElement Bars(string title, IReadOnlyList<(string Name, double Share)> bars)
    {
        var most = Math.Max(1e-9, bars.Select(bar => bar.Share).DefaultIfEmpty(1).Max());
        return El("div", El("h4", title), El("ul", Class("bars"), bars.Select(bar => El(
            "li", El("span", Class("fill"), At("style", $"width:{Coordinate(100 * Math.Max(0, bar.Share) / Math.Max(most, bar.Share <= 1 && most <= 1 ? 1 : most))}%")),
            El("span", bar.Name), El("b", most <= 1 ? Percent(bar.Share) : bar.Share.ToString("0.0", CultureInfo.InvariantCulture))))));
    }

    private static string Sentence(ReportedIncident incident)
    {
        var label = incident.TrueClass is { } name ? $"By the label: {name} at {Within(incident, incident.TruePlace ?? "")}." : "No label lies there.";
        var alarm = incident.Raised is { } raised
            ? $"Alarm at {raised.ToString("0", CultureInfo.InvariantCulture)} s, lasting to {incident.End.ToString("0", CultureInfo.InvariantCulture)} s{(incident.PValue is { } p ? $"; p {p.ToString("0.0000", CultureInfo.InvariantCulture)}" : "")}."
            : "No alarm was raised.";
        return $"{alarm} {label} Outcome: {incident.Outcome}.";
    }

    private static string Said(ReportedIncident incident) =>
        incident.Raised is null ? "nothing" : incident.Stated ?? (incident.Classes.Count == 0 ? "no class" : "not sure enough");

    private static string Percent(double share) => double.IsNaN(share) ? "–" : share.ToString("0 %", CultureInfo.InvariantCulture);

    private static string Amount(double? value, string unit) => value is { } known ? $"{PlotSvg.Short(known)} {(unit is "ratio" or "bool" ? "" : unit)}".TrimEnd() : "–";

    /// <summary>Members of a benchmark carry the name of their recording; here everybody has the same.</summary>
    private static string Within(ReportedIncident incident, string entity) =>
        entity.StartsWith(incident.Recording + "/", StringComparison.Ordinal) ? entity[(incident.Recording.Length + 1)..] : entity;
}
