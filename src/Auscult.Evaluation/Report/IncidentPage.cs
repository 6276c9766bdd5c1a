using System.Xml.Linq;
using Auscult.Evaluation.Incidents;
using Auscult.Telemetry.Domain;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>Draws labelled incidents as one HTML file that needs nothing else, one section each.</summary>
public static class IncidentPage
{
    private const string Style = """
        .story { margin: .6rem 0 1rem; }
        .story .chain { display: grid; grid-template-columns: 5.5rem minmax(9rem, auto) minmax(12rem, auto) 1fr; gap: .1rem 1rem; font-size: .85rem;
          font-variant-numeric: tabular-nums; max-width: 78rem; margin: .5rem 0; }
        .story .chain .when { text-align: right; color: var(--soft); }
        .story .chain .signal { font-weight: 600; }
        .curve.root { stroke: #d55e00; stroke-width: 1.7; }
        .curve.victim { stroke: #0072b2; stroke-width: 1.3; }
        .curve.peer { stroke: #8a94a0; stroke-width: 1.1; }
        .band.benign { fill: #009e7326; }
        .other { fill: #d55e0099; } .other.benign { fill: #009e7399; }
        .moment { stroke: var(--ink); stroke-width: 1; fill: none; } text.moment { stroke: none; fill: var(--ink); font-weight: 600; }
        .moment.first-sign { stroke: #b58900; stroke-dasharray: 4 3; } .moment.end { stroke-dasharray: 2 3; }
        .tick { stroke: var(--soft); }
        .layer.hardware { fill: #d55e00; } .layer.network { fill: #0072b2; } .layer.storage { fill: #b58900; } .layer.model { fill: #009e73; }
        svg text.layer-name { font-weight: 650; letter-spacing: .04em; } svg text.who { font-size: 9.5px; }
        .legend i.root { background: #d55e00; } .legend i.victim { background: #0072b2; } .legend i.peer { background: #8a94a0; }

        """;

    /// <summary>The page.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="stories">The incidents, in order.</param>
    public static string Render(string dataset, string origin, IReadOnlyList<IncidentStory> stories) => Page(
        $"{dataset}: incidents", ReportStyle.Css + Style, El(
            "body",
            El("header",
                El("h1", $"{dataset}: incidents"),
                El("p", Class("soft"), $"{origin}. One incident of each class: the entity where it started beside a victim and an unaffected peer of the same kind. "
                    + "Signals that the label names as the cause's own carry a dot; counters are drawn as rates; a line that stops is a series that was not seen."),
                El("div", Class("legend"),
                    El("span", El("i", Class("root")), "root entity, its host or what is on it"),
                    El("span", El("i", Class("victim")), "victim"),
                    El("span", El("i", Class("peer")), "peer that the label does not name")),
                El("nav", At("aria-label", "Contents"), stories.Select(story => El("a", At("href", "#" + Anchor(story)), Title(story.Incident))))),
            stories.Select(Section)));

    private static XElement Section(IncidentStory story)
    {
        var incident = story.Incident;
        return El(
            "section", At("id", Anchor(story)),
            El("h2", Title(incident), " ", El("span", Class("tag"), incident.Layer.ToString().ToLowerInvariant())),
            El("div", Class("facts"),
                Fact("root", incident.RootEntity),
                Fact("onset", incident.Onset.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss")),
                Fact("lasts", Duration((incident.End - incident.Onset).TotalSeconds)),
                incident.PrecursorStart is { } start ? Fact("first sign", Duration((incident.Onset - start).TotalSeconds) + " before") : null,
                incident.Severity is { } severity ? Fact("severity", severity.ToString("0.00")) : null,
                incident.LostSeconds is { } lost and > 0 ? Fact("step time lost", Duration(lost)) : null,
                incident.Victims.Count > 0 ? Fact("victims", Victims(incident)) : null),
            El("div", Class("story"), Chain(incident), story.Lanes.Count == 0 ? El("p", "No signal of the entities involved was seen.") : IncidentSvg.Of(story)));
    }

    private static XElement? Chain(Incident incident) => incident.CausalChain.Count == 0 ? null : El(
        "div", Class("chain"), incident.CausalChain.SelectMany(link => new[]
        {
            El("span", Class("when"), $"{link.DelaySeconds:+0.#;-0.#;0} s"), El("span", link.Entity), El("span", Class("signal"), link.Signal), El("span", link.Effect),
        }));

    private static string Victims(Incident incident) =>
        $"{incident.Victims.Count}" + (incident.VictimDelaySeconds.Count > 0
            ? $", the first after {Duration(incident.VictimDelaySeconds.Min())}, the last after {Duration(incident.VictimDelaySeconds.Max())}"
            : "");

    private static XElement Fact(string name, string value) => El("span", $"{name} ", El("b", value));

    private static string Title(Incident incident) => incident.FaultClass.Replace('_', ' ') + (incident.IsBenign ? " (benign)" : "");

    private static string Anchor(IncidentStory story) => story.Incident.Id.Replace('/', '-').Replace(' ', '-');

    private static string Duration(double seconds) => seconds < 120 ? $"{seconds:0.#} s" : seconds < 7200 ? $"{seconds / 60:0.#} min" : $"{seconds / 3600:0.#} h";
}
