using Auscult.Evaluation.Metrics;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>A figure with the central 95% of its resamples.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The figure; NaN where nothing defines it.</param>
/// <param name="Interval">Bootstrap interval.</param>
/// <param name="Count">Number of incidents or sites behind it.</param>
public sealed record Figure(string Name, double Value, ConfidenceInterval Interval, int Count);

/// <summary>Figures of judged sites. Classes that no training site has are left out wherever a class is asked for.</summary>
public static class SiteFigures
{
    private const double Accelerators = 500;

    /// <summary>Figures over incidents: name, statistic of some outcomes.</summary>
    public static IReadOnlyList<(string Name, Func<IReadOnlyList<IncidentOutcome>, double> Of)> OverIncidents(IReadOnlySet<string> knownClasses)
    {
        bool IsKnown(IncidentOutcome outcome) => knownClasses.Contains(outcome.FaultClass);
        bool IsQuick(IncidentOutcome outcome) => FaultGroups.Is(outcome.FaultClass, group => group.IsCommunication);
        return
        [
            ("recall", all => Mean(all, outcome => outcome.DelaySeconds is null ? 0 : 1)),
            ("delay, communication (s)", all => Median(all.Where(IsQuick))),
            ("delay, others (s)", all => Median(all.Where(outcome => !IsQuick(outcome)))),
            ("node top-1, known", all => Mean(all, outcome => outcome.Known is null ? null : outcome.Known.PlaceRank <= 1 ? 1 : 0)),
            ("node top-3, known", all => Mean(all, outcome => outcome.Known is null ? null : outcome.Known.PlaceRank <= 3 ? 1 : 0)),
            ("culprit before victims, known", all => Mean(all, outcome => outcome.Known?.IsCulpritFirst is { } first ? first ? 1 : 0 : null)),
            ("node top-1, detected", all => Mean(all, outcome => outcome.Detected is null ? null : outcome.Detected.PlaceRank <= 1 ? 1 : 0)),
            ("node top-3, detected", all => Mean(all, outcome => outcome.Detected is null ? null : outcome.Detected.PlaceRank <= 3 ? 1 : 0)),
            ("culprit before victims, detected", all => Mean(all, outcome => outcome.Detected?.IsCulpritFirst is { } first ? first ? 1 : 0 : null)),
            ("macro F1, known", all => MacroF1(all.Where(IsKnown).Where(outcome => outcome.Known is not null), outcome => outcome.Known!.Likeliest)),
            ("macro F1, detected (missed are wrong)", all => MacroF1(all.Where(IsKnown), outcome => outcome.Detected?.Likeliest)),
            ("macro F1 with unknown and abstained wrong, known", all => MacroF1(
                all.Where(IsKnown).Where(outcome => outcome.Known is not null),
                outcome => outcome.Known!.Stated is AlarmVerdict.UnknownClass ? null : outcome.Known.Stated)),
            ("calibration error, known", all => Calibration(all.Where(IsKnown), outcome => outcome.Known)),
            ("calibration error, detected", all => Calibration(all.Where(IsKnown), outcome => outcome.Detected)),
            ("AUROC of unknown classes, known", all => Unknown(all, outcome => outcome.Known, IsKnown)),
            ("AUROC of unknown classes, detected", all => Unknown(all, outcome => outcome.Detected, IsKnown)),
            ("recall across layers, known", all => GroupRecall(all.Where(IsKnown), group => group.AcrossLayers)),
            ("recall across peers, known", all => GroupRecall(all.Where(IsKnown), group => group.AcrossPeers)),
            ("recall of the other classes, known", all => GroupRecall(all.Where(IsKnown), group => !group.AcrossLayers && !group.AcrossPeers)),
        ];
    }

    /// <summary>Figures over whole sites.</summary>
    public static IReadOnlyList<(string Name, Func<IReadOnlyList<JudgedTestSite>, double> Of)> OverSites { get; } =
    [
        ("event F1", EventF1),
        ("event precision", sites => Ratio(sites.Sum(Found), sites.Sum(Alarms))),
        ("false alarms per day and 500 accelerators", sites =>
            Ratio(sites.Sum(site => site.FalseAlarms.Count) * Accelerators, sites.Sum(site => site.QuietDays))),
    ];

    /// <summary>All figures of one diagnoser.</summary>
    public static IReadOnlyList<Figure> Of(IReadOnlyList<JudgedTestSite> sites, IReadOnlySet<string> knownClasses, Seeds seeds)
    {
        IncidentOutcome[] outcomes = [.. sites.SelectMany(site => site.Outcomes)];
        return
        [
            .. OverSites.Select(figure => Resampled(figure.Name, sites, figure.Of, seeds)),
            .. OverIncidents(knownClasses).Select(figure => Resampled(figure.Name, outcomes, figure.Of, seeds)),
        ];
    }

    /// <summary>Each figure of the first diagnoser minus that of the second, over the same resamples.</summary>
    public static IReadOnlyList<Figure> Differences(
        IReadOnlyList<JudgedTestSite> first, IReadOnlyList<JudgedTestSite> second, IReadOnlySet<string> knownClasses, Seeds seeds)
    {
        (IncidentOutcome, IncidentOutcome)[] pairs = [.. first.SelectMany(site => site.Outcomes).Zip(second.SelectMany(site => site.Outcomes))];
        return
        [
            .. OverSites.Select(figure => Resampled(figure.Name, [.. first.Zip(second)], Difference(figure.Of), seeds)),
            .. OverIncidents(knownClasses).Select(figure => Resampled(figure.Name, pairs, Difference(figure.Of), seeds)),
        ];
    }

    /// <summary>Macro F1 of answers; null is no answer.</summary>
    public static double MacroF1(IEnumerable<IncidentOutcome> outcomes, Func<IncidentOutcome, string?> answer)
    {
        var all = outcomes.ToArray();
        var predictions = all.Select(answer).ToArray();
        string[] classes = [.. all.Select(outcome => outcome.FaultClass).Concat(predictions.OfType<string>()).Distinct()];
        return all.Length == 0 ? double.NaN : new ConfusionMatrix(classes, [.. all.Select(outcome => outcome.FaultClass)], predictions).MacroF1;
    }

    /// <summary>Probability that an incident of an unknown class looks newer than one of a known class; NaN without both.</summary>
    public static double NoveltyAuroc(IReadOnlyList<(bool IsUnknown, double Novelty)> incidents) =>
        incidents.All(one => one.IsUnknown) || !incidents.Any(one => one.IsUnknown) ? double.NaN
        : RankingMetrics.AucRoc(new ScoredSeries([.. incidents.Select(one => one.IsUnknown)], [.. incidents.Select(one => one.Novelty)]));

    private static Func<IReadOnlyList<(T First, T Second)>, double> Difference<T>(Func<IReadOnlyList<T>, double> of) =>
        pairs => of([.. pairs.Select(pair => pair.First)]) - of([.. pairs.Select(pair => pair.Second)]);

    private static Figure Resampled<T>(string name, IReadOnlyList<T> items, Func<IReadOnlyList<T>, double> of, Seeds seeds) => new(
        name, of(items), Bootstrap.Interval(items.Count, chosen => of([.. chosen.Select(i => items[i])]), seeds.Child(name).Generator()), items.Count);

    private static double EventF1(IReadOnlyList<JudgedTestSite> sites) =>
        Ratio(2.0 * sites.Sum(Found), sites.Sum(Alarms) + sites.Sum(site => site.Outcomes.Count));

    private static int Found(JudgedTestSite site) => site.Outcomes.Count(outcome => outcome.DelaySeconds is not null);

    private static int Alarms(JudgedTestSite site) => Found(site) + site.Duplicates + site.FalseAlarms.Count;

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : double.NaN;

    private static double Mean(IEnumerable<IncidentOutcome> all, Func<IncidentOutcome, double?> value) =>
        all.Select(value).OfType<double>().DefaultIfEmpty(double.NaN).Average();

    private static double Median(IEnumerable<IncidentOutcome> all) => Quantiles.Of([.. all.Select(outcome => outcome.DelaySeconds).OfType<double>()], 0.5);

    private static double Calibration(IEnumerable<IncidentOutcome> all, Func<IncidentOutcome, JudgedIncident?> judged)
    {
        var given = all.Where(outcome => judged(outcome) is not null).ToArray();
        return CalibrationError.Of(
            [.. given.Select(outcome => judged(outcome)!.Confidence)], [.. given.Select(outcome => judged(outcome)!.Likeliest == outcome.FaultClass)]);
    }

    private static double Unknown(
        IReadOnlyList<IncidentOutcome> all, Func<IncidentOutcome, JudgedIncident?> judged, Func<IncidentOutcome, bool> isKnown)
    {
        var given = all.Where(outcome => judged(outcome) is not null).ToArray();
        return NoveltyAuroc([.. given.Select(outcome => (!isKnown(outcome), judged(outcome)!.Novelty))]);
    }

    /// <summary>Mean over the classes of a group of the share that is named rightly.</summary>
    private static double GroupRecall(IEnumerable<IncidentOutcome> all, Func<FaultGroups.Group, bool> isMember) =>
        all.Where(outcome => outcome.Known is not null && FaultGroups.Is(outcome.FaultClass, isMember)).GroupBy(outcome => outcome.FaultClass)
            .Select(ofClass => ofClass.Average(outcome => outcome.Known!.Likeliest == outcome.FaultClass ? 1.0 : 0)).DefaultIfEmpty(double.NaN).Average();
}
