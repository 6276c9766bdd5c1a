using System.Diagnostics;
using Auscult.Evaluation.Metrics;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>
/// Fits diagnosers on the train sites, chooses thresholds on the validation sites (and a cross-fit of the train sites), and judges the test
/// sites once.
/// </summary>
/// <param name="config">What is measured.</param>
/// <param name="alarms">How judgements become alarms.</param>
/// <param name="seeds">Every random choice.</param>
public sealed class SiteEvaluation(SiteEvaluationConfig config, AlarmConfig alarms, Seeds seeds)
{
    /// <summary>Measures every diagnoser.</summary>
    /// <param name="splits">The sites.</param>
    /// <param name="subjects">The diagnosers; differences are taken against the first.</param>
    /// <param name="report">Hears what is done.</param>
    public (IReadOnlyList<string> KnownClasses, IReadOnlyList<DiagnoserResults> Diagnosers, double? TimeAndLength) Run(
        SiteSplits splits, IReadOnlyList<SiteSubject> subjects, Action<string>? report = null)
    {
        var known = splits.Train.SelectMany(site => site.Site.Faults)
            .Select(placed => placed.Incident.FaultClass).ToHashSet(StringComparer.Ordinal);
        var results = new List<DiagnoserResults>();
        foreach (var subject in subjects)
        {
            var measured = Measure(splits, subject, known, report ?? (_ => { }));
            results.Add(results.Count == 0 ? measured : measured with
            {
                BehindFirst = SiteFigures.Differences(results[0].Sites, measured.Sites, known, seeds.Child("differences")),
            });
        }
        return ([.. known.Order(StringComparer.Ordinal)], results, config.Controls ? TimeAndLengthF1(splits, known) : null);
    }

    private DiagnoserResults Measure(SiteSplits splits, SiteSubject subject, HashSet<string> known, Action<string> report)
    {
        ISiteDiagnoser Create() => subject.Create(seeds.Child(subject.Name));
        var isQuick = !config.FitOnce.Contains(subject.Name, StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        using var diagnoser = Create();
        diagnoser.Fit(splits.Train);
        var fitSeconds = watch.Elapsed.TotalSeconds;
        report($"{subject.Name}: fitted in {fitSeconds:0} s");
        var memory = IncidentMemory.Of(diagnoser, splits.Train, alarms.KnownSeconds);
        var left = CrossFitting.Judge(Create, splits.Train, diagnoser.Classes, isQuick ? config.CalibrationFolds : 0, seeds);
        JudgedSite[] heldOut = [.. splits.Validation.Select(site => JudgedSite.Of(diagnoser, site)), .. left];
        var model = AlarmFitting.Fit(diagnoser, memory, heldOut, alarms);
        report($"{subject.Name}: threshold chosen, event F1 {model.Choice.F1:0.000} with {model.Choice.FalseAlarms} false alarms where it was chosen");
        var test = splits.Test.Select(site => JudgedTestSite.Of(JudgedSite.Of(diagnoser, site), model, alarms)).ToArray();
        report($"{subject.Name}: test sites judged");

        var variants = new List<VariantRow>();
        foreach (var ofProfile in test.GroupBy(site => site.Outcomes.Count == 0 ? "" : site.Outcomes[0].Profile))
            variants.Add(Row("exporters", ofProfile.Key, [.. ofProfile], known));
        if (left.Count > 0)
            variants.Add(Row("exporters", "those of train, left-out sites", [.. left.Select(site => JudgedTestSite.Of(site, model, alarms))], known));
        if (config.MissingLayers)
            variants.AddRange(Enum.GetValues<Layer>().Select(layer => WithoutLayer(layer, splits, diagnoser, model, known)));
        if (isQuick)
        {
            var knownIntervals = new KnownIntervalFigures(known, alarms);
            if (config.Controls)
                variants.AddRange(Controls(knownIntervals, Create, splits));
            variants.AddRange(FewShot(knownIntervals, Create, splits));
        }
        var leftOut = isQuick ? LeftOut(new KnownIntervalFigures(known, alarms), Create, splits, known) : [];
        report($"{subject.Name}: done");
        return new DiagnoserResults
        {
            Name = subject.Name, FitSeconds = fitSeconds, Choice = model.Choice, Weights = model.Fusion.Weights, Temperature = model.Calibration.Temperature,
            Figures = SiteFigures.Of(test, known, seeds.Child("figures")), Sites = test, Variants = variants, LeftOut = leftOut,
            FalseAlarmLimits = PoissonInterval.Of(test.Sum(site => site.FalseAlarms.Count), test.Sum(site => site.QuietDays) / 500),
        };
    }

    private VariantRow WithoutLayer(
        Layer layer, SiteSplits splits, ISiteDiagnoser diagnoser, AlarmModel model, HashSet<string> known) =>
        Row("without layer", layer.ToString().ToLowerInvariant(), [.. splits.Test.Select(site => JudgedTestSite.Of(
            JudgedSite.Of(diagnoser, site.Without(signal => signal.Layer == layer)), model, alarms))], known);

    private IEnumerable<VariantRow> Controls(KnownIntervalFigures figures, Func<ISiteDiagnoser> create, SiteSplits splits)
    {
        yield return figures.Of("control", "labels shuffled for training", create, SiteRelabelling.Shuffled(splits.Train, seeds), splits.Test);
        yield return figures.Of(
            "control", "rows before the faults only", create, SiteRelabelling.BeforeFaults(splits.Train), SiteRelabelling.BeforeFaults(splits.Test));
    }

    private IEnumerable<VariantRow> FewShot(KnownIntervalFigures figures, Func<ISiteDiagnoser> create, SiteSplits splits)
    {
        var most = splits.Train.SelectMany(site => site.Site.Faults)
            .GroupBy(placed => placed.Incident.FaultClass).Select(ofClass => ofClass.Count()).DefaultIfEmpty().Max();
        foreach (var shots in config.Shots)
        {
            // All labels: every draw would be the same.
            var draws = shots >= most ? 1 : config.Draws;
            var rows = Enumerable.Range(0, draws).Select(draw => figures.Of(
                "few-shot", $"{shots}", create, SiteRelabelling.Few(splits.Train, shots, seeds.Child($"{shots} shots, draw {draw}")), splits.Test)).ToArray();
            var name = shots >= most ? $"{shots} per class (all: at most {most})" : $"{shots} per class, {draws} draws";
            yield return new VariantRow("few-shot", name, rows.Average(row => row.MacroF1), rows.Average(row => row.NodeTop1), null, rows[0].Incidents);
        }
    }

    /// <summary>Each group of classes in turn is not learned; the last row is over all groups.</summary>
    private List<LeftOutRow> LeftOut(KnownIntervalFigures figures, Func<ISiteDiagnoser> create, SiteSplits splits, HashSet<string> known)
    {
        string[] classes = [.. known.Order(StringComparer.Ordinal)];
        seeds.Child("left-out classes").Generator().Shuffle(classes);
        var (rows, all) = (new List<LeftOutRow>(), new List<(bool IsUnknown, double Novelty)>());
        for (var g = 0; g < Math.Min(config.UnknownGroups, classes.Length); g++)
        {
            var group = classes.Where((_, i) => i % config.UnknownGroups == g).ToHashSet(StringComparer.Ordinal);
            (bool IsUnknown, double Novelty)[] told =
            [
                .. figures.Outcomes(create, SiteRelabelling.WithoutClasses(splits.Train, group), splits.Test).Where(outcome => known.Contains(outcome.FaultClass))
                    .Select(outcome => (group.Contains(outcome.FaultClass), outcome.Known!.Novelty)),
            ];
            rows.Add(Counted(string.Join(", ", group.Order(StringComparer.Ordinal)), told));
            all.AddRange(told);
        }
        return rows.Count == 0 ? [] : [.. rows, Counted("all groups", all)];

        static LeftOutRow Counted(string name, IReadOnlyList<(bool IsUnknown, double Novelty)> told) =>
            new(name, SiteFigures.NoveltyAuroc(told), told.Count(one => one.IsUnknown), told.Count(one => !one.IsUnknown));
    }

    private static VariantRow Row(string kind, string name, JudgedTestSite[] sites, HashSet<string> known)
    {
        IncidentOutcome[] outcomes = [.. sites.SelectMany(site => site.Outcomes)];
        double Figure(string figure) => SiteFigures.OverIncidents(known).Single(one => one.Name == figure).Of(outcomes);
        return new VariantRow(
            kind, name, Figure("macro F1, known"), Figure("node top-1, known"), SiteFigures.OverSites[0].Of(sites), outcomes.Length);
    }

    private static double TimeAndLengthF1(SiteSplits splits, HashSet<string> known)
    {
        var answers = TimeAndLength.Classes(splits.Train, splits.Test);
        var truths = splits.Test.SelectMany(site => site.Site.Faults)
            .Select(placed => placed.Incident.FaultClass);
        var pairs = truths.Zip(answers).Where(pair => known.Contains(pair.First)).ToArray();
        string[] classes = [.. pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct()];
        return new ConfusionMatrix(classes, [.. pairs.Select(pair => pair.First)], [.. pairs.Select(pair => pair.Second)]).MacroF1;
    }
}
