using Auscult.Evaluation.Metrics;
using Auscult.Learning.Diagnosis.Prediction;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Prediction;

/// <summary>Sites of one kind with the labels of one class.</summary>
/// <param name="FaultClass">The class.</param>
/// <param name="Train">Sites to learn from.</param>
/// <param name="Validation">Sites on which settings are chosen.</param>
/// <param name="Ceilings">Of the sites learned from, one per lead.</param>
public sealed record ClassTask(
    string FaultClass, IReadOnlyList<(KindPrecursors Precursors, OnsetTimes Times)> Train,
    IReadOnlyList<(KindPrecursors Precursors, OnsetTimes Times)> Validation, IReadOnlyList<PredictabilityCeiling> Ceilings);

/// <summary>Says how likely an onset is in the window of each lead.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Scores"><c>[lead][pair]</c> of a site.</param>
/// <param name="Threshold">Threshold of each lead where the method brings its own; otherwise validation chooses.</param>
public sealed record PrecursorScorer(string Name, Func<KindPrecursors, float[][]> Scores, IReadOnlyList<double?>? Threshold = null);

/// <summary>The methods that are compared with the hazard model, and controls that must fail.</summary>
public static class PrecursorScorers
{
    private static readonly string[] TimeColumns = ["time:minutes", "time:day_sine", "time:day_cosine"];

    // Of all rows, with and without an onset ahead; ranks need no more.
    private const double KeptShare = 0.03;

    /// <summary>The hazard model.</summary>
    public static PrecursorScorer Hazard(ClassHazard model, PredictionConfig config) => new(
        "hazard", new WindowScores(model, config).Of, [.. model.Alarms.Select(terms => terms.Threshold)]);

    /// <summary>The feature, up or down, that ranks the training rows of a lead best.</summary>
    public static PrecursorScorer BestSignal(ClassTask task, PredictionConfig config)
    {
        var names = task.Train[0].Precursors.Columns.ToArray();
        var chosen = Enumerable.Range(0, config.HorizonMinutes.Count - 1).Select(lead => Best(task, names, config, lead)).ToArray();
        return new PrecursorScorer("best signal", precursors =>
        {
            return Array.ConvertAll(chosen, choice =>
            {
                var column = ClassHazard.ColumnsOf(precursors, [choice.Name])[0];
                return Enumerable.Range(0, precursors.Count).Select(pair => column < 0 ? 0 : choice.Sign * precursors.At(pair)[column]).ToArray();
            });
        });
    }

    /// <summary>A counter of the class above a fixed rate, as operators set such alarms.</summary>
    public static PrecursorScorer CounterRule(string faultClass, SignalScales scales, PredictionConfig config)
    {
        var rule = CounterRules.Of(faultClass);
        var leads = config.HorizonMinutes.Count - 1;
        return new PrecursorScorer(
            "counter rule",
            precursors =>
            {
                var column = rule is null ? -1 : ClassHazard.ColumnsOf(precursors, [$"{rule.Signal}:level"])[0];
                var unit = rule is null || !scales.Spreads.TryGetValue(SignalScales.Key(precursors.Kind, rule.Signal), out var spread) ? 1 : spread;
                var scores = Enumerable.Range(0, precursors.Count)
                    .Select(pair => column < 0 ? 0 : (float)(Math.Sinh(precursors.At(pair)[column]) * unit / rule!.AbovePeers)).ToArray();
                return [.. Enumerable.Repeat(scores, leads)];
            },
            [.. Enumerable.Repeat(rule is null ? (double?)null : 1.0, leads)]);
    }

    /// <summary>Random numbers.</summary>
    public static PrecursorScorer RandomScores(Seeds seeds, PredictionConfig config) => new("random", precursors =>
    {
        var random = seeds.Child(precursors.Site.Recording).Generator();
        return [.. config.HorizonMinutes.Skip(1).Select(_ => Enumerable.Range(0, precursors.Count).Select(_ => random.NextSingle()).ToArray())];
    });

    /// <summary>The same for every entity at every moment: the base rate of the class.</summary>
    public static PrecursorScorer BaseRate(PredictionConfig config) =>
        new("base rate", precursors => [.. config.HorizonMinutes.Skip(1).Select(_ => new float[precursors.Count])]);

    /// <summary>A hazard learned from the time since the start and the time of day only.</summary>
    public static PrecursorScorer TimeOnly(ClassTask task, PredictionConfig config)
    {
        var timed = task with
        {
            Train = [.. task.Train.Select(site => (Timed(site.Precursors), site.Times))],
            Validation = [.. task.Validation.Select(site => (Timed(site.Precursors), site.Times))],
        };
        var scores = new WindowScores(Fitted(timed, config), config);
        return new PrecursorScorer("time only", precursors => scores.Of(Timed(precursors)));
    }

    /// <summary>A hazard learned from incidents moved to random entities and moments.</summary>
    public static PrecursorScorer Shuffled(ClassTask task, PredictionConfig config, Seeds seeds)
    {
        var shuffled = task with
        {
            Train = [.. task.Train.Select(site => (site.Precursors, Moved(site.Precursors, task.FaultClass, config, seeds)))],
            Validation = [.. task.Validation.Select(site => (site.Precursors, Moved(site.Precursors, task.FaultClass, config, seeds)))],
        };
        return new PrecursorScorer("shuffled labels", new WindowScores(Fitted(shuffled, config), config).Of);
    }

    private static ClassHazard Fitted(ClassTask task, PredictionConfig config) =>
        HazardTraining.FitClass(task.FaultClass, task.Train, task.Validation, task.Ceilings, config);

    private static KindPrecursors Timed(KindPrecursors precursors) => precursors.With(TimeColumns, (moment, _, column) =>
    {
        var time = precursors.TimeOf(moment);
        var angle = 2 * Math.PI * time.TimeOfDay.TotalDays;
        return (float)(column == 0 ? (time - precursors.Site.Start).TotalMinutes : column == 1 ? Math.Sin(angle) : Math.Cos(angle));
    });

    private static OnsetTimes Moved(KindPrecursors precursors, string faultClass, PredictionConfig config, Seeds seeds)
    {
        var random = seeds.Child(precursors.Site.Recording).Generator();
        var site = precursors.Site;
        return OnsetTimes.Of(precursors, faultClass, config, [.. site.Incidents.Select(placed =>
        {
            if (placed.Incident.FaultClass != faultClass || placed.Root is not { } root || root.Kind != precursors.KindIndex)
                return placed;
            var entity = random.Next(precursors.Entities.Count);
            var onset = site.Start + (random.NextDouble() * site.RowCount * site.Step);
            return placed with
            {
                Root = new EntityRef(precursors.KindIndex, entity),
                Incident = placed.Incident with
                {
                    RootEntity = precursors.Entities[entity].Id, Onset = onset, End = onset + (placed.Incident.End - placed.Incident.Onset),
                },
            };
        })]);
    }

    private static (string Name, int Sign) Best(ClassTask task, string[] names, PredictionConfig config, int lead)
    {
        var (from, until) = (config.HorizonMinutes[lead], config.HorizonMinutes[config.Windows()[lead].Until]);
        var random = new Seeds(config.Seed).Child("best signal").Generator();
        var rows = new SurvivalRows();
        foreach (var (precursors, times) in task.Train)
            rows.Add(precursors, times, ClassHazard.ColumnsOf(precursors, names), 0, KeptShare, random);
        var kept = Enumerable.Range(0, rows.Features.Count).Where(i => rows.Outcomes[i].Onset > from && rows.Outcomes[i].Within(until) is not null).ToArray();
        var labels = kept.Select(i => rows.Outcomes[i].Within(until) == true).ToArray();
        var found = new ((string Name, int Sign) Choice, double Score)[names.Length];
        Parallel.For(0, names.Length, f =>
        {
            var values = kept.Select(i => rows.Features[i][f]).ToArray();
            var (up, down) = (AucPr(values, labels), AucPr(Array.ConvertAll(values, value => -value), labels));
            found[f] = up >= down ? ((names[f], 1), up) : ((names[f], -1), down);
        });
        return found.MaxBy(one => one.Score).Choice;
    }

    private static double AucPr(float[] values, bool[] labels) =>
        labels.Contains(true) ? RankingMetrics.AucPr(new ScoredSeries(labels, Array.ConvertAll(values, value => (double)value))) : 0;
}
