using System.Xml.Linq;
using Auscult.Evaluation.RootCause;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>One split: figures with their uncertainty and controls, flags, confusion matrices, recall per class.</summary>
internal static class RootCauseSection
{
    public static XElement Of(RootCauseResults split, string id) => El(
        "section", At("id", id),
        El("h2", $"Root causes, {split.Split}"),
        El("p", $"{split.ClassCounts.Sum()} incidents of {split.Classes.Count} classes are judged, each by a classifier that has not seen it. "
            + "A figure counts only when its controls fail: a classifier that is shown only rows from before each fault, that learns from shuffled labels, "
            + "or that sees nothing but time and length must not do as well."
            + (split.BlindDetector is null ? "" : $" Blind rows judge the interval that {split.BlindDetector} found at a threshold from training rows; "
                + "a fault it missed counts as wrong.")),
        Table(split),
        El("p", Class("soft"), "Dot and whisker: macro F1 with the central 95% of its bootstrap over incidents. Grey block: range after training on "
            + "shuffled labels. Diamond: macro F1 from rows before the faults."),
        split.Rows.Where(row => row.Note != RootCauseEvaluation.ControlNote).Select((row, i) => El(
            "details", i == BestOf(split) ? At("open", "open") : null,
            El("summary", $"Confusion matrix of {row.Classifier}, {row.Interval} interval"), Confusion(split, row))));

    /// <summary>Position of the best row among those that are no controls.</summary>
    private static int BestOf(RootCauseResults split)
    {
        var rows = split.Rows.Where(row => row.Note != RootCauseEvaluation.ControlNote).ToList();
        return rows.Count == 0 ? -1 : rows.IndexOf(rows.MaxBy(row => row.MacroF1.Value)!);
    }

    private static IEnumerable<XElement> Table(RootCauseResults split)
    {
        var notes = new Footnotes();
        yield return Table(split, notes);
        foreach (var (number, text) in notes.Texts.Index())
            yield return El("p", Class("soft note"), El("sup", number + 1), $" {text}");
    }

    private static XElement Table(RootCauseResults split, Footnotes notes) => El(
        "div", Class("scroll"),
        El("table", Class("causes"),
            El("thead", El("tr",
                El("th", "classifier"), El("th", Class("left"), "interval"), El("th", "macro F1"), El("th", Class("left"), "0 – 1"),
                El("th", Class("left"), "verdict"), El("th", "balanced accuracy"), El("th", "AC@1"), El("th", "AC@3"), El("th", "Avg@5"), El("th", "MRR"),
                El("th", "calibration error"), El("th", "missed"), El("th", "before faults"), El("th", "shuffled labels"))),
            El("tbody", split.Rows.Select(row => El(
                "tr", row.Note == RootCauseEvaluation.ControlNote ? Class("floor") : row.Classifier.StartsWith("encoder", StringComparison.Ordinal) ? Class("ours") : null,
                El("td", row.Classifier),
                El("td", Class("left"), row.Interval),
                El("td", $"{Figure(row.MacroF1.Value)} [{row.MacroF1.Low:0.00}, {row.MacroF1.High:0.00}]"),
                El("td", Class("left"), Whisker(row)),
                El("td", Class("left wrap"), Verdict(row, notes)),
                El("td", Figure(row.BalancedAccuracy.Value)),
                new[] { "ac@1", "ac@3", "avg@5", "mrr", "calibration_error" }.Select(name => El(
                    "td", Figure(row.Others.FirstOrDefault(metric => metric.Name == name)?.Value ?? double.NaN))),
                El("td", row.Interval == "known" ? "–" : $"{row.Missed} of {row.Incidents}"),
                El("td", row.FaultFree is { } control ? Figure(control.Value) : "–"),
                El("td", row.Chance is { } chance ? $"{chance.Low:0.00} – {chance.High:0.00}" : "–"))))));

    private static IEnumerable<XElement> Verdict(RootCauseRow row, Footnotes notes)
    {
        if (row.MeansNothing is { } reason)
            yield return El("span", Class("tag warn"), $"means nothing: {reason}");
        else if (row.Note == RootCauseEvaluation.ControlNote)
            yield return El("span", Class("soft"), row.Note);
        else
            yield return El("span", Class("tag live"), "beats its controls");
        if (row.Note is { } note && note != RootCauseEvaluation.ControlNote)
            yield return El("sup", notes.Of(note));
    }

    private static XElement Whisker(RootCauseRow row)
    {
        const double Width = 110;
        const double Middle = 9;
        return El(
            "svg", At("viewBox", $"0 0 {Width} 18"), At("style", $"width:{Width}px"), At("role", "img"),
            At("aria-label", $"macro F1 {Figure(row.MacroF1.Value)}"),
            El("line", Class("axis"), At("x1", 0.0), At("x2", Width), At("y1", Middle), At("y2", Middle)),
            row.Chance is { } chance
                ? El("rect", Class("chance"), At("x", chance.Low * Width), At("width", Math.Max(2, (chance.High - chance.Low) * Width)), At("y", 3.0), At("height", 12.0))
                : null,
            double.IsFinite(row.MacroF1.Low)
                ? El("line", Class("whisker"), At("x1", row.MacroF1.Low * Width), At("x2", row.MacroF1.High * Width), At("y1", Middle), At("y2", Middle))
                : null,
            row.FaultFree is { Value: var control } && double.IsFinite(control)
                ? El("path", Class("control"), At("d", $"M{Coordinate(control * Width)} 3l5 6l-5 6l-5 -6z"), El("title", $"rows before the faults: {Figure(control)}"))
                : null,
            double.IsFinite(row.MacroF1.Value)
                ? El("circle", Class("point"), At("cx", row.MacroF1.Value * Width), At("cy", Middle), At("r", 4.0))
                : null);
    }

    private static XElement Confusion(RootCauseResults split, RootCauseRow row)
    {
        var columns = split.Classes.Concat(row.Missed > 0 ? ["(not found)"] : Array.Empty<string>()).ToArray();
        return El(
            "div", Class("scroll"),
            El("table", Class("confusion"),
                El("caption", "Rows: what it was. Columns: what it was called. Shade: share of the row."),
                El("thead", El("tr", El("th"), columns.Select(name => El("th", El("span", name))), El("th", El("span", "recall")))),
                El("tbody", split.Classes.Select((truth, i) => El(
                    "tr", El("th", truth),
                    columns.Select((_, j) => Cell(row.Confusion[i][j], row.Confusion[i].Sum(), i == j)),
                    El("td", Figure(row.Recalls[i])))))));
    }

    private static XElement Cell(int count, int total, bool isRight)
    {
        var share = total == 0 ? 0 : (double)count / total;
        return El(
            "td", share > 0 ? At("style", $"background:rgba(var(--heat),{Coordinate(0.1 + (0.75 * share))})") : null,
            isRight ? Class("best") : null, count == 0 ? "·" : count.ToString());
    }
}
