using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Evaluation.Diagnosis;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.Results;
using Auscult.Foundation;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>Runs from result files: of <c>auscult evaluate --json</c> and of <c>auscult evaluate-sites --json</c>.</summary>
public static class ResultsReader
{
    private static readonly ConfidenceInterval None = new(double.NaN, double.NaN);

    /// <summary>Reads a file of either kind.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is neither.</exception>
    public static ReportedRun Read(string path)
    {
        if (!File.Exists(path))
            throw new InputException("no such file", path, remedy: "give the folder of a run, or what 'auscult evaluate --json' wrote");
        var name = Path.GetFileNameWithoutExtension(path);
        return ReadSites(path) is { Diagnosers.Count: > 0 } sites ? Of(sites, name) : Of(EvaluationResults.Read(path), name);
    }

    /// <summary>A run from the results of <c>auscult evaluate</c>: the best of its own rows stands for it.</summary>
    public static ReportedRun Of(EvaluationResults results, string name)
    {
        var sets = results.Detection.SelectMany(protocol => protocol.Detectors.Select(row => (row.Detector, IsOurs: DetectionSection.IsOurs(row), Figures: Figures(protocol, row))))
            .GroupBy(row => row.Detector).Select(group => new FigureSet(
                group.Key, group.First().IsOurs ? FigureRole.Run : group.Key == "random" ? FigureRole.Control : FigureRole.Baseline,
                [.. group.SelectMany(row => row.Figures)])).ToList();
        var own = sets.Where(set => set.Role == FigureRole.Run).MaxBy(set => set.Figures.Count > 0 ? set.Figures[0].Value : 0)
            ?? new FigureSet("no encoder", FigureRole.Run, []);
        var causes = results.RootCause.SelectMany(split => split.Rows.Where(row => row.Interval == "known").Select(row => new Figure(
            $"macro F1 of {row.Classifier}, {split.Split}", row.MacroF1.Value, new ConfidenceInterval(row.MacroF1.Low, row.MacroF1.High), row.Incidents))).ToArray();
        return new ReportedRun
        {
            Name = name, Config = results.Config, Evaluation = results, Recordings = results.Recordings, Incidents = results.Incidents, Map = results.Map,
            LeadTimes = LeadTimes.Of([.. results.Recordings.SelectMany(recording => Delays(recording, results.Incidents))]),
            Notes = results.Shown.Length == 0 ? results.Notes
                : [.. results.Notes, $"Incidents are the alarms of {results.Shown}: scores above its threshold, those within W of each other as one."],
            Facts =
            [
                new("dataset", results.Data.Dataset), new("data fingerprint", results.Data.Fingerprint), new("program", results.Program),
                .. results.RunId.Length > 0 ? [new("run", results.RunId)] : Array.Empty<KeyValuePair<string, string>>(),
                .. results.Checkpoint.Length > 0 ? [new("checkpoint", results.Checkpoint)] : Array.Empty<KeyValuePair<string, string>>(),
                new("measured", results.Created.ToString("yyyy-MM-dd HH:mm 'UTC'")),
            ],
            Headlines = [.. own.Figures.Take(4).Select(figure => figure.Name), .. causes.OrderByDescending(figure => figure.Value).Take(2).Select(figure => figure.Name)],
            Figures = own with { Figures = [.. own.Figures, .. causes] },
            Beside =
            [
                .. sets.Where(set => set != own),
                .. results.Detection.SelectMany(protocol => protocol.Published.Select(published => new FigureSet(
                    $"{published.Key} (published)", FigureRole.Published, [new Figure($"VUS-PR, {protocol.Protocol}", published.Value, None, 0)]))),
            ],
            Confusions =
            [
                .. results.RootCause.SelectMany(split => split.Rows.Where(row => row.Confusion.Count > 0)
                    .Select(row => new ReportedConfusion($"{row.Classifier}, {row.Interval} intervals, {split.Split}", split.Classes, row.Confusion))),
            ],
        };
    }

    /// <summary>A run from the results of <c>auscult evaluate-sites</c>: the first diagnoser, the others beside it.</summary>
    public static ReportedRun Of(SiteResults results, string name)
    {
        var first = results.Diagnosers[0];
        var outcomes = first.Sites.SelectMany(site => site.Outcomes).ToArray();
        var known = results.KnownClasses.ToHashSet(StringComparer.Ordinal);
        return new ReportedRun
        {
            Name = name, Config = "", Headlines = ["event F1", "recall", "macro F1, known", "node top-1, known", "calibration error, known"],
            Facts =
            [
                new("dataset", results.Dataset), new("data fingerprint", results.Fingerprint), new("diagnoser", first.Name),
                new("sites", $"{string.Join(" / ", results.Sites)} (train / validation / test)"),
            ],
            Notes = ["Intervals are the central 95% of 1,000 resamples of faults (of recordings for figures over recordings)."],
            Figures = new FigureSet(first.Name, FigureRole.Run, first.Figures),
            Beside =
            [
                .. results.Diagnosers.Skip(1).Select(other => new FigureSet(
                    other.Name, other.Name is "random" or "majority" ? FigureRole.Control : FigureRole.Baseline, other.Figures)),
            ],
            Confusions = DiagnosisRunReader.ConfusionsOf(outcomes), Reliability = Reliability.Of(outcomes, known),
            LeadTimes = LeadTimes.Of([.. outcomes.Select(outcome => (outcome.FaultClass, outcome.DelaySeconds))]),
            Sites = first.Sites, KnownClasses = results.KnownClasses,
        };
    }

    private static IEnumerable<(string Class, double? Seconds)> Delays(ReportedRecording recording, IReadOnlyList<ReportedIncident> incidents)
    {
        var alarms = incidents.Where(one => one.Recording == recording.Name && one.Raised is not null).ToArray();
        foreach (var label in recording.Labels.Where(label => !label.IsBenign))
            yield return (label.Class, alarms.FirstOrDefault(alarm => alarm.Start < label.End && label.Start < alarm.End)?.Raised - label.Start);
    }

    private static IEnumerable<Figure> Figures(DetectionResults protocol, DetectionRow row)
    {
        (string Metric, string Name)[] named = [("vus_pr", "VUS-PR"), ("vus_roc", "VUS-ROC"), ("auc_pr", "AUC-PR"), ("point_f1", "point F1"), ("event_f1", "event F1")];
        foreach (var (metric, title) in named)
        {
            if (row.Metrics.FirstOrDefault(value => value.Name == metric || value.Name.StartsWith(metric + "@", StringComparison.Ordinal)) is { } found)
                yield return new Figure($"{title}, {protocol.Protocol}", found.Value, None, protocol.Faults);
        }
        yield return new Figure($"false alarms per day, {protocol.Protocol}", row.FalseAlarmsPerDay, None, protocol.Faults);
    }

    private static SiteResults? ReadSites(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("diagnosers", out _)
                ? document.Deserialize(SiteResultsJson.Default.SiteResults) : null;
        }
        catch (JsonException error)
        {
            throw new InputException($"no results: {error.Message.Split(" Path:")[0]}", path, error.LineNumber + 1, inner: error,
                remedy: "give the file that 'auscult evaluate --json' or 'auscult evaluate-sites --json' wrote");
        }
    }
}

/// <summary>JSON as the command line writes it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SiteResults))]
internal sealed partial class SiteResultsJson : JsonSerializerContext;
