using System.Xml.Linq;
using Auscult.Evaluation.Protocols;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>One protocol: its table, published figures beside, false alarms on benign phases, curves.</summary>
internal static class DetectionSection
{
    private static readonly IReadOnlyList<(string Metric, string Header)> Columns =
    [
        ("vus_pr", "VUS-PR"), ("vus_roc", "VUS-ROC"), ("auc_pr", "AUC-PR"), ("point_f1", "point F1"), ("event_f1", "event F1"),
        ("affiliation_f1", "affiliation F1"),
    ];

    /// <summary>Whether a row is the trained encoder and no baseline.</summary>
    public static bool IsOurs(DetectionRow row) => row.Detector.StartsWith("encoder", StringComparison.Ordinal);

    public static XElement Of(DetectionResults protocol, string id) => El(
        "section", At("id", id),
        El("h2", $"Detection, protocol {protocol.Protocol}"),
        El("p", $"{Sentence(protocol.Description)} {protocol.Rows:#,0} rows are judged, {protocol.FaultRows:#,0} of them in {protocol.Faults} faults. "
            + $"VUS uses buffer lengths 0 to W = {protocol.BufferLength} rows. F1 figures use a threshold from unlabelled rows ({protocol.ThresholdRule})."),
        Table(protocol),
        VusChart.Of(protocol),
        Benign(protocol),
        protocol.Plots.Select(SeriesSvg.Of));

    private static XElement Table(DetectionResults protocol)
    {
        var best = Columns.Select(column => protocol.Detectors.Where(row => row.IsCausal).Select(row => Value(row, column.Metric))
            .Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Max()).ToArray();
        return El(
            "div", Class("scroll"),
            El("table",
                El("caption", "Bold: best among detectors that can run live. Transductive ones see rows after the one they judge."),
                El("thead", El("tr", El("th", "detector"), El("th", Class("left"), "use"), Columns.Select(column => El("th", column.Header)),
                    El("th", "false alarms / day"), El("th", "seconds"))),
                El("tbody", protocol.Detectors.Select(row => El(
                    "tr", row.Detector == "random" ? Class("floor") : IsOurs(row) ? Class("ours") : null,
                    El("td", row.Detector),
                    El("td", Class("left"), El("span", Class(row.IsCausal ? "tag live" : "tag"), row.IsCausal ? "live" : "transductive")),
                    Columns.Select((column, i) => El(
                        "td", row.IsCausal && Value(row, column.Metric) == best[i] ? Class("best") : null, Figure(Value(row, column.Metric)))),
                    El("td", Quantity(row.FalseAlarmsPerDay)),
                    El("td", Quantity(row.Seconds)))))));
    }

    /// <summary>The figure of a metric at whatever threshold the protocol has.</summary>
    private static double Value(DetectionRow row, string metric) =>
        row.Metrics.FirstOrDefault(value => value.Name == metric || value.Name.StartsWith(metric + "@", StringComparison.Ordinal))?.Value
        ?? double.NaN;

    private static XElement? Benign(DetectionResults protocol)
    {
        var classes = protocol.Detectors.SelectMany(row => row.Benign).Select(alarms => alarms.Class).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (classes.Length == 0)
            return null;
        return El(
            "div", Class("scroll"),
            El("h3", "Alarms during benign phases"),
            El("table",
                El("caption", "Benign phases with at least one row above the threshold, of all judged ones. Each is a false alarm."),
                El("thead", El("tr", El("th", "detector"), classes.Select(name => El("th", name)))),
                El("tbody", protocol.Detectors.Select(row => El(
                    "tr", El("td", row.Detector),
                    classes.Select(name => El("td", row.Benign.FirstOrDefault(alarms => alarms.Class == name) is { } alarms
                        ? $"{alarms.Alarmed} of {alarms.Phases}"
                        : "–")))))));
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
