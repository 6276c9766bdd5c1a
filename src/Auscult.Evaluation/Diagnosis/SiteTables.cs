using System.Text;
using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>Results of diagnosers as Markdown for people and CSV for programs.</summary>
public static class SiteTables
{
    /// <summary>Every table.</summary>
    public static string Markdown(SiteResults results)
    {
        var text = new StringBuilder();
        text.AppendLine($"{results.Dataset}, fingerprint `{Short(results.Fingerprint)}...`; sites train / validation / test: "
            + $"{string.Join(" / ", results.Sites)}.");
        Section(text, "Test sites, with 95% of resampled incidents (or sites)", ["figure", .. results.Diagnosers.Select(one => one.Name)],
            results.Diagnosers[0].Figures.Select((figure, i) => new[] { figure.Name }.Concat(results.Diagnosers.Select(one => Cell(one.Figures[i])))));
        Section(text, "False alarms",
            ["diagnoser", "count", "per day and 500 accelerators", "95% limits (Poisson)", "duplicates", "days x accelerators without a fault"],
            results.Diagnosers.Select(one => new[]
            {
                one.Name, $"{one.Sites.Sum(site => site.FalseAlarms.Count)}",
                Number(one.Figures.Single(figure => figure.Name.StartsWith("false alarms", StringComparison.Ordinal)).Value), Limits(one.FalseAlarmLimits),
                $"{one.Sites.Sum(site => site.Duplicates)}", Number(one.Sites.Sum(site => site.QuietDays)),
            }.AsEnumerable()));
        Section(text, "Each false alarm", ["diagnoser", "site", "at (s)", "said", "what was going on", "p"],
            results.Diagnosers.SelectMany(one => one.Sites.SelectMany(site => site.FalseAlarms).Select(alarm => new[]
            {
                one.Name, alarm.Site, $"{alarm.Seconds:0}", alarm.Said, alarm.During, $"{alarm.PValue:0.0000}",
            }.AsEnumerable())));
        var others = results.Diagnosers.Skip(1).ToArray();
        if (others.Length > 0)
        {
            Section(text, $"{results.Diagnosers[0].Name} minus the others, over the same resamples", ["figure", .. others.Select(one => one.Name)],
                results.Diagnosers[0].Figures.Select((figure, i) => new[] { figure.Name }.Concat(others.Select(one => Cell(one.BehindFirst[i])))));
        }
        Section(text, "Other circumstances, at known onsets", ["diagnoser", "what", "how", "macro F1", "node top-1", "event F1", "incidents"],
            results.Diagnosers.SelectMany(one => one.Variants.Select(row => new[]
            {
                one.Name, row.Kind, row.Name, Number(row.MacroF1), Number(row.NodeTop1), Number(row.EventF1 ?? double.NaN), $"{row.Incidents}",
            }.AsEnumerable())));
        Section(text, "Known classes left out of training: told as unknown at known onsets", ["diagnoser", "left out", "AUROC", "incidents of these / of the others"],
            results.Diagnosers.SelectMany(one => one.LeftOut.Select(row => new[] { one.Name, row.Classes, Number(row.Auroc), $"{row.Unknown} / {row.Known}" }.AsEnumerable())));
        if (results.TimeAndLength is { } control)
            text.AppendLine().AppendLine($"Control that sees only when a fault happened and how long it took: macro F1 {Number(control)}.");
        Section(text, "Class by class: named rightly at the known onset / found by an alarm / of",
            ["class", .. results.Diagnosers.Select(one => one.Name), "what shows it"],
            Outcomes(results.Diagnosers[0]).Select(outcome => outcome.FaultClass).Distinct().Order(StringComparer.Ordinal).Select(name => new[] { name }
                .Concat(results.Diagnosers.Select(one => OfClass([.. Outcomes(one).Where(outcome => outcome.FaultClass == name)])))
                .Append(FaultGroups.All.TryGetValue(name, out var group) ? group.Reason : "")));
        Section(text, "Site by site: faults found / faults / false alarms", ["site", .. results.Diagnosers.Select(one => one.Name)],
            results.Diagnosers[0].Sites.Select((site, s) => new[] { site.Site }.Concat(results.Diagnosers.Select(one =>
                $"{one.Sites[s].Outcomes.Count(outcome => outcome.DelaySeconds is not null)} / {one.Sites[s].Outcomes.Count} / {one.Sites[s].FalseAlarms.Count}"))));
        Section(text, "Chosen on held-out sites",
            ["diagnoser", "seconds to fit", "event F1 there", "false alarms there", "days x accelerators there", "weights", "temperature"],
            results.Diagnosers.Select(one => new[]
            {
                one.Name, $"{one.FitSeconds:0.0}", Number(one.Choice.F1), $"{one.Choice.FalseAlarms}", Number(one.Choice.AcceleratorDays),
                string.Join("/", one.Weights.Select(weight => weight.ToString("0.##"))), Number(one.Temperature),
            }.AsEnumerable()));
        return text.ToString();
    }

    /// <summary>One line per figure and variant of each diagnoser.</summary>
    public static string FiguresCsv(SiteResults results)
    {
        var text = new StringBuilder("diagnoser,kind,figure,value,low,high,count\n");
        foreach (var one in results.Diagnosers)
        {
            var differences = one.BehindFirst.Select(figure => ("first minus this", figure));
            foreach (var (kind, figure) in one.Figures.Select(figure => ("test", figure)).Concat(differences))
                text.AppendLine($"{one.Name},{kind},\"{figure.Name}\",{figure.Value:R},{figure.Interval.Low:R},{figure.Interval.High:R},{figure.Count}");
            foreach (var row in one.Variants)
            {
                text.AppendLine($"{one.Name},{row.Kind},\"macro F1, {row.Name}\",{row.MacroF1:R},,,{row.Incidents}");
                text.AppendLine($"{one.Name},{row.Kind},\"node top-1, {row.Name}\",{row.NodeTop1:R},,,{row.Incidents}");
            }
        }
        return text.ToString();
    }

    /// <summary>One line per fault and diagnoser.</summary>
    public static string IncidentsCsv(SiteResults results)
    {
        var text = new StringBuilder("diagnoser,site,incident,class,delay_seconds,")
            .Append("known_class,known_confidence,known_place_rank,known_culprit_first,known_novelty_p,")
            .AppendLine("detected_class,detected_confidence,detected_place_rank,detected_culprit_first,detected_novelty_p");
        foreach (var one in results.Diagnosers)
        {
            foreach (var outcome in Outcomes(one))
            {
                text.Append($"{one.Name},{outcome.Site},{outcome.Id},{outcome.FaultClass},{outcome.DelaySeconds},")
                    .AppendLine($"{Fields(outcome.Known)},{Fields(outcome.Detected)}");
            }
        }
        return text.ToString();
    }

    private static IEnumerable<IncidentOutcome> Outcomes(DiagnoserResults results) => results.Sites.SelectMany(site => site.Outcomes);

    private static string Fields(JudgedIncident? judged) => judged is null
        ? ",,,,"
        : $"{judged.Likeliest},{judged.Confidence:0.000},{judged.PlaceRank},{judged.IsCulpritFirst},{judged.NoveltyP:0.000}";

    private static string OfClass(IncidentOutcome[] outcomes)
    {
        var named = outcomes.Count(outcome => outcome.Known?.Likeliest == outcome.FaultClass);
        return $"{named} / {outcomes.Count(outcome => outcome.DelaySeconds is not null)} / {outcomes.Length}";
    }

    private static void Section(StringBuilder text, string title, string[] header, IEnumerable<IEnumerable<string>> rows)
    {
        var lines = rows.Select(row => $"| {string.Join(" | ", row)} |").ToArray();
        text.AppendLine().AppendLine($"**{title}**").AppendLine();
        if (lines.Length == 0)
        {
            text.AppendLine("None.");
            return;
        }
        text.AppendLine($"| {string.Join(" | ", header)} |").AppendLine($"|{string.Concat(header.Select(_ => "---|"))}");
        foreach (var line in lines)
            text.AppendLine(line);
    }

    private static string Cell(Figure figure) => double.IsNaN(figure.Value) ? "-" : $"{Number(figure.Value)} [{Limits(figure.Interval)}]";

    private static string Limits(ConfidenceInterval interval) => $"{Number(interval.Low)}, {Number(interval.High)}";

    private static string Number(double value) =>
        double.IsNaN(value) ? "-" : Math.Abs(value) >= 10 ? value.ToString("0.0") : value.ToString("0.000");

    private static string Short(string fingerprint) => fingerprint[..Math.Min(8, fingerprint.Length)];
}
