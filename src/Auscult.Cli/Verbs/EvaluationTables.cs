using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.Results;
using Auscult.Evaluation.RootCause;
using Spectre.Console;

namespace Auscult.Cli.Verbs;

/// <summary>The figures of <c>auscult evaluate</c> as tables.</summary>
internal static class EvaluationTables
{
    public static void Write(IAnsiConsole console, EvaluationResults results)
    {
        foreach (var note in results.Notes)
            console.MarkupLineInterpolated($"note: {note}");
        foreach (var protocol in results.Detection)
            Write(console, protocol);
        foreach (var split in results.RootCause)
            Write(console, split);
    }

    private static void Write(IAnsiConsole console, DetectionResults protocol)
    {
        var table = NewTable(
            $"Detection, protocol {protocol.Protocol}: {protocol.Description}; W {protocol.BufferLength}, {protocol.Faults} faults, {protocol.ThresholdRule}",
            "detector", "use", "VUS-PR", "VUS-ROC", "AUC-PR", "point F1", "event F1", "affiliation", "false/day", "s");
        foreach (var row in protocol.Detectors)
        {
            string Thresholded(string name) => Figure(row.Metrics.FirstOrDefault(m => m.Name.StartsWith(name + "@", StringComparison.Ordinal))?.Value);
            table.AddRow(
                Markup.Escape(row.Detector), row.IsCausal ? "live" : "transductive", Figure(row["vus_pr"]), Figure(row["vus_roc"]), Figure(row["auc_pr"]),
                Thresholded("point_f1"), Thresholded("event_f1"), Thresholded("affiliation_f1"), row.FalseAlarmsPerDay.ToString("0.0"), row.Seconds.ToString("0.0"));
        }
        foreach (var (method, value) in protocol.Published)
            table.AddRow(Markup.Escape(method), "published", Figure(value), "", "", "", "", "", "", "");
        console.Write(table);
        WriteBenign(console, protocol);
    }

    private static void WriteBenign(IAnsiConsole console, DetectionResults protocol)
    {
        var classes = protocol.Detectors.SelectMany(row => row.Benign).Select(alarms => alarms.Class).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (classes.Length == 0)
            return;
        var table = NewTable("Alarms during benign phases (each is a false alarm)", ["detector", .. classes]);
        foreach (var row in protocol.Detectors)
        {
            table.AddRow([Markup.Escape(row.Detector), .. classes.Select(name =>
                row.Benign.FirstOrDefault(alarms => alarms.Class == name) is { } alarms ? $"{alarms.Alarmed} of {alarms.Phases}" : "")]);
        }
        console.Write(table);
    }

    private static void Write(IAnsiConsole console, RootCauseResults split)
    {
        var table = NewTable(
            $"Root causes, {split.Split}: {split.ClassCounts.Sum()} incidents of {split.Classes.Count} classes"
                + (split.BlindDetector is null ? "" : $"; blind intervals by {split.BlindDetector}"),
            "classifier", "interval", "macro F1 [95%]", "balanced", "AC@1", "AC@3", "MRR", "calib.", "missed", "before faults", "shuffled", "verdict");
        foreach (var row in split.Rows)
        {
            string Other(string name) => Figure(row.Others.FirstOrDefault(metric => metric.Name == name)?.Value);
            table.AddRow(
                Markup.Escape(row.Classifier), row.Interval, Markup.Escape($"{Figure(row.MacroF1.Value)} [{row.MacroF1.Low:0.00}, {row.MacroF1.High:0.00}]"),
                Figure(row.BalancedAccuracy.Value), Other("ac@1"), Other("ac@3"), Other("mrr"), Other("calibration_error"),
                row.Interval == "known" ? "" : $"{row.Missed} of {row.Incidents}", Figure(row.FaultFree?.Value),
                row.Chance is { } chance ? $"{chance.Low:0.00}-{chance.High:0.00}" : "", Markup.Escape(Verdict(row)));
        }
        console.Write(table);
    }

    private static string Verdict(RootCauseRow row) => row switch
    {
        { MeansNothing: { } reason } => $"means nothing: {reason}",
        { Note: RootCauseEvaluation.ControlNote } => "control",
        { Note: { } note } => $"beats its controls; {note}",
        _ => "beats its controls",
    };

    private static string Figure(double? value) => value is { } number && !double.IsNaN(number) ? number.ToString("0.000") : "";

    private static Table NewTable(string title, params IEnumerable<string> columns)
    {
        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(title)).LeftAligned();
        var first = true;
        foreach (var column in columns)
        {
            var header = new TableColumn(Markup.Escape(column));
            table.AddColumn(first || column is "use" or "interval" or "verdict" ? header : header.RightAligned());
            first = false;
        }
        return table;
    }
}
