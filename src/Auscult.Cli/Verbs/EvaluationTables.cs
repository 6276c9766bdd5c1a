using Auscult.Cli.Hosting;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.Report;
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
        var table = new WideTable(
            $"Detection, protocol {protocol.Protocol}: {protocol.Description}; W {protocol.BufferLength}, {protocol.Faults} faults, {protocol.ThresholdRule}",
            keys: 1,
            [
                Text("detector"), Text("use"), new("VUS-PR"), new("VUS-ROC"), new("AUC-PR"), new("point F1"), new("event F1"), new("affiliation"),
                new("false/day"), new("s"),
            ]);
        foreach (var row in protocol.Detectors)
        {
            string Thresholded(string name) => Figure(row.Metrics.FirstOrDefault(m => m.Name.StartsWith(name + "@", StringComparison.Ordinal))?.Value);
            table.AddRow(
                row.Detector, row.IsCausal ? "live" : "transductive", Figure(row["vus_pr"]), Figure(row["vus_roc"]), Figure(row["auc_pr"]),
                Thresholded("point_f1"), Thresholded("event_f1"), Thresholded("affiliation_f1"), row.FalseAlarmsPerDay.ToString("0.0"), row.Seconds.ToString("0.0"));
        }
        foreach (var (method, value) in protocol.Published)
            table.AddRow(method, "published", Figure(value), "", "", "", "", "", "", "");
        table.WriteTo(console);
        WriteBenign(console, protocol);
    }

    private static void WriteBenign(IAnsiConsole console, DetectionResults protocol)
    {
        var classes = protocol.Detectors.SelectMany(row => row.Benign).Select(alarms => alarms.Class).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (classes.Length == 0)
            return;
        var table = new WideTable(
            "Alarms during benign phases (each is a false alarm)", keys: 1, [Text("detector"), .. classes.Select(name => new WideColumn(name))]);
        foreach (var row in protocol.Detectors)
        {
            table.AddRow([row.Detector, .. classes.Select(name =>
                row.Benign.FirstOrDefault(alarms => alarms.Class == name) is { } alarms ? $"{alarms.Alarmed} of {alarms.Phases}" : "")]);
        }
        table.WriteTo(console);
    }

    private static void Write(IAnsiConsole console, RootCauseResults split)
    {
        var table = new WideTable(
            $"Root causes, {split.Split}: {split.ClassCounts.Sum()} incidents of {split.Classes.Count} classes"
                + (split.BlindDetector is null ? "" : $"; blind intervals by {split.BlindDetector}"),
            keys: 2,
            [
                Text("classifier"), Text("interval"), new("macro F1 [95%]"), new("balanced"), new("AC@1"), new("AC@3"), new("MRR"), new("calib."),
                new("missed"), new("before\nfaults"), new("shuffled\nlabels"), Text("verdict"),
            ]);
        var notes = new Footnotes();
        foreach (var row in split.Rows)
        {
            string Other(string name) => Figure(row.Others.FirstOrDefault(metric => metric.Name == name)?.Value);
            table.AddRow(
                row.Classifier, row.Interval, $"{Figure(row.MacroF1.Value)} [{row.MacroF1.Low:0.00}, {row.MacroF1.High:0.00}]",
                Figure(row.BalancedAccuracy.Value), Other("ac@1"), Other("ac@3"), Other("mrr"), Other("calibration_error"),
                row.Interval == "known" ? "" : $"{row.Missed} of {row.Incidents}", Figure(row.FaultFree?.Value),
                row.Chance is { } chance ? $"{chance.Low:0.00}-{chance.High:0.00}" : "", Verdict(row, notes));
        }
        table.WriteTo(console);
        foreach (var (number, text) in notes.Texts.Index())
            console.WriteLine($"  [{number + 1}] {text}");
        if (notes.Texts.Count > 0)
            console.WriteLine();
    }

    private static string Verdict(RootCauseRow row, Footnotes notes)
    {
        string Marked(string word, params string?[] remarks) =>
            word + string.Concat(remarks.OfType<string>().Select((text, i) => $"{(i == 0 ? " " : "")}[{notes.Of(text)}]"));
        return row switch
        {
            { MeansNothing: { } reason } => Marked("means nothing", reason, row.Note),
            { Note: RootCauseEvaluation.ControlNote } => "control",
            _ => Marked("beats its controls", row.Note),
        };
    }

    private static string Figure(double? value) => value is { } number && !double.IsNaN(number) ? number.ToString("0.000") : "";

    private static WideColumn Text(string header) => new(header, IsText: true);
}
