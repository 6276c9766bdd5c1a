using Auscult.Foundation;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>A site that a diagnoser has not learned from, with what it says of every moment.</summary>
/// <param name="Site">The site.</param>
/// <param name="Judgements">One per moment.</param>
public sealed record JudgedSite(SiteShifts Site, IReadOnlyList<SiteJudgement> Judgements)
{
    /// <summary>Judges every moment.</summary>
    public static JudgedSite Of(ISiteDiagnoser diagnoser, SiteShifts site) => new(site, diagnoser.Judge(site, [.. Enumerable.Range(0, site.Rows.Count)]));

    /// <summary>Days times accelerators.</summary>
    public double AcceleratorDays =>
        Site.Site.RowCount * Site.Site.Step.TotalDays * Site.Site.Topology.Entities.Count(entity => entity.Kind == EntityKind.Gpu);
}

/// <summary>Fits an <see cref="AlarmModel"/> on held-out sites: scales, conformal scores, threshold, confidence.</summary>
public static class AlarmFitting
{
    private const double HighQuantile = 0.95;
    private const double SmallestSpread = 1e-3;

    // Log-odds of a fault, anomaly score, evidence of the entities, log-probability that it is neither benign nor a recovery.
    private static readonly double[][] Weights =
    [
        [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0.5, 0.5, 0, 0], [0.5, 0, 0.5, 0], [0.25, 0, 0.75, 0], [0.34, 0.33, 0.33, 0],
        [0, 0, 1, 0.5], [0.5, 0, 0.5, 0.5], [0.34, 0.33, 0.33, 0.5],
    ];

    private static readonly int[] Exceedances = [1, 2, 3, 5, 8, 13, 21];
    private static readonly double[] Margins = [1.1, 1.25, 1.5, 2];
    private static readonly int[] Confirmations = [1, 2, 3];

    /// <summary>Fits a model.</summary>
    /// <param name="diagnoser">Fitted.</param>
    /// <param name="memory">Faults that it has learned from.</param>
    /// <param name="heldOut">Labelled sites that it has not learned from.</param>
    /// <param name="config">What is not to be chosen.</param>
    /// <exception cref="InputException">The sites have no moment without a fault.</exception>
    public static AlarmModel Fit(ISiteDiagnoser diagnoser, IncidentMemory memory, IReadOnlyList<JudgedSite> heldOut, AlarmConfig config)
    {
        var blocks = heldOut.Select(site => NormalBlocks.Of(site.Site, config)).ToArray();
        if (blocks.All(site => site.Count == 0))
            throw new InputException("the held-out sites have no moment without a fault", remedy: "alarms are calibrated on normal time");
        var entities = EntityScoresOf(heldOut, blocks);
        var (calibration, novelty) = Confidence(diagnoser.Classes, heldOut, config);
        var sites = heldOut.Select(site => Prepared(site, diagnoser.Classes, entities, config)).ToArray();
        var (centres, spreads) = Scales(sites, blocks);
        AlarmModel? best = null;
        foreach (var weights in Weights)
        {
            var fusion = new ScoreFusion(weights, centres, spreads);
            var scores = new ConformalScores([.. blocks.SelectMany((site, s) => site.Select(block => block.Max(m => fusion.Of(sites[s].Parts[m]))))]);
            var model = new AlarmModel
            {
                Diagnoser = diagnoser.Name, Classes = diagnoser.Classes, Fusion = fusion, Threshold = 0, ConfirmMoments = config.OfMoments, Scores = scores,
                Entities = entities, Calibration = calibration, Memory = memory, Novelty = novelty, Choice = new AlarmChoice(-1, 0, 0, scores.Count),
            };
            best = Better(best, Chosen(model, sites, config), config);
        }
        return best!;
    }

    private static AlarmModel Chosen(AlarmModel model, Prepare[] sites, AlarmConfig config)
    {
        var thresholds = config.Level is { } level ? [Math.BitIncrement(model.Scores.ThresholdAt(level))] : Candidates(model.Scores);
        var candidates = thresholds.SelectMany(threshold => (config.ConfirmMoments is { } fixedCount ? [fixedCount] : Confirmations)
            .Where(count => count <= config.OfMoments).Select(count => model with { Threshold = threshold, ConfirmMoments = count })).ToArray();
        var judged = new AlarmModel[candidates.Length];
        Parallel.For(0, candidates.Length, i => judged[i] = candidates[i] with { Choice = Try(candidates[i], sites, config) });
        return judged.Aggregate((best, next) => Better(best, next, config));
    }

    /// <summary>Scores that some blocks exceed, and beyond the largest of them: a short calibration has not seen the worst normal moment.</summary>
    private static IEnumerable<double> Candidates(ConformalScores scores)
    {
        var (median, largest) = (scores.Ascending[scores.Count / 2], scores.Ascending[^1]);
        return Exceedances.Where(count => count <= scores.Count).Select(count => Math.BitIncrement(scores.Ascending[^count]))
            .Concat(Margins.Select(margin => median + (margin * (largest - median))));
    }

    /// <summary>Fewer false alarms than allowed come first, then the larger F1, then the stricter threshold.</summary>
    private static AlarmModel Better(AlarmModel? first, AlarmModel second, AlarmConfig config)
    {
        if (first is null)
            return second;
        var (a, b) = (Excess(first), Excess(second));
        if (a != b)
            return a < b ? first : second;
        var isStricter = ReferenceEquals(first.Fusion, second.Fusion) && second.Threshold > first.Threshold && second.ConfirmMoments >= first.ConfirmMoments;
        return second.Choice.F1 > first.Choice.F1 + (isStricter ? -1e-9 : 1e-9) ? second : first;

        double Excess(AlarmModel model) =>
            Math.Max(0, model.Choice.FalseAlarms - Math.Floor(config.FalseAlarmsPerDay * model.Choice.AcceleratorDays / 500));
    }

    private static AlarmChoice Try(AlarmModel model, Prepare[] sites, AlarmConfig config)
    {
        var (found, alarms, missed, wrong) = (0, 0, 0, 0);
        foreach (var site in sites)
        {
            var moments = site.Evidence.Select((evidence, m) =>
            {
                var score = model.Fusion.Of(site.Parts[m]);
                return evidence with { Score = score, PValue = model.Scores.PValue(score) };
            });
            var matching = AlarmMatching.Of(site.Judged.Site, AlarmTracker.Run(site.Judged.Site, model, config, moments).Paged, config.SettleSeconds);
            found += matching.Alarms.Count(alarm => alarm.Truth == AlarmTruth.Found);
            wrong += matching.Alarms.Count(alarm => alarm.Truth == AlarmTruth.False);
            alarms += matching.Alarms.Count;
            missed += matching.Missed.Count;
        }
        return model.Choice with
        {
            F1 = 2.0 * found / Math.Max(1, found + missed + alarms),
            FalseAlarms = wrong,
            AcceleratorDays = sites.Sum(site => site.Judged.AcceleratorDays),
        };
    }

    private static Dictionary<EntityKind, ConformalScores> EntityScoresOf(IReadOnlyList<JudgedSite> sites, IReadOnlyList<int[]>[] blocks)
    {
        var scores = new Dictionary<EntityKind, List<double>>();
        for (var s = 0; s < sites.Count; s++)
        {
            foreach (var kind in sites[s].Site.Kinds)
            {
                if (!scores.TryGetValue(kind.Kind, out var list))
                    scores.Add(kind.Kind, list = []);
                foreach (var block in blocks[s])
                    list.AddRange(EntityScores.Of(kind, block[block.Length / 2]).Select(score => (double)score));
            }
        }
        return scores.Where(pair => pair.Value.Count > 0).ToDictionary(pair => pair.Key, pair => new ConformalScores([.. pair.Value]));
    }

    private static (ClassCalibration Calibration, ConformalScores? Novelty) Confidence(
        DiagnosisClasses classes, IReadOnlyList<JudgedSite> sites, AlarmConfig config)
    {
        var (logs, labels) = (new List<double[]>(), new List<int>());
        foreach (var (site, judgements) in sites)
        {
            foreach (var incident in site.Site.Faults)
            {
                var label = classes.IndexOf(incident.Incident.FaultClass);
                var moments = KnownIntervals.MomentsOf(site, incident, config.KnownSeconds);
                if (label < 0 || moments.Count == 0)
                    continue;
                logs.Add(EvidenceSum.Of(moments.Select(m => judgements[m])).MeanLogClasses());
                labels.Add(label);
            }
        }
        var calibration = ClassCalibration.Fit(logs, labels, classes);
        return (calibration, logs.Count == 0 ? null : new ConformalScores([.. logs.Select(log => ClassCalibration.Indecision(calibration.Faults(log, classes)))]));
    }

    private static Prepare Prepared(
        JudgedSite site, DiagnosisClasses classes, IReadOnlyDictionary<EntityKind, ConformalScores> entities, AlarmConfig config)
    {
        var parts = new double[site.Judgements.Count][];
        var evidence = new MomentEvidence[parts.Length];
        Parallel.For(0, parts.Length, m =>
        {
            var (strange, strangeness) = EntityEvidence.Of(site.Site, m, entities, config);
            parts[m] = AlarmModel.Parts(site.Judgements[m], classes, strangeness);
            evidence[m] = new MomentEvidence(m, site.Site.Rows[m], 0, 1, site.Judgements[m], strange);
        });
        return new Prepare(site, parts, evidence);
    }

    private static (double[] Centres, double[] Spreads) Scales(Prepare[] sites, IReadOnlyList<int[]>[] blocks)
    {
        var width = Weights[0].Length;
        var (centres, spreads) = (new double[width], new double[width]);
        for (var i = 0; i < width; i++)
        {
            var values = blocks.SelectMany((site, s) => site.SelectMany(block => block.Select(m => sites[s].Parts[m][i]))).Order().ToArray();
            centres[i] = values[values.Length / 2];
            spreads[i] = Math.Max(SmallestSpread, values[(int)(HighQuantile * (values.Length - 1))] - centres[i]);
            // The last part is 0 in normal moments and falls from there.
            if (i == width - 1)
                (centres[i], spreads[i]) = (0, 1);
        }
        return (centres, spreads);
    }

    private sealed record Prepare(JudgedSite Judged, double[][] Parts, MomentEvidence[] Evidence);
}
