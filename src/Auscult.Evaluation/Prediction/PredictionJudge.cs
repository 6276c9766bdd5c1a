using Auscult.Evaluation.Metrics;
using Auscult.Learning.Diagnosis.Prediction;
using Auscult.Learning.Sites;

namespace Auscult.Evaluation.Prediction;

/// <summary>Judges the scores of one method about one class at one lead.</summary>
internal static class PredictionJudge
{
    private static readonly double[] FalseAlarmsPer1000NodeDays = [1, 5];

    /// <param name="method">Name of the method.</param>
    /// <param name="faultClass">The class.</param>
    /// <param name="sites">Scores and labels of the judged sites.</param>
    /// <param name="threshold">Null raises no alarm.</param>
    /// <param name="isPredictable">Whether incidents learned from show signs that early.</param>
    /// <param name="ceiling">Of the judged sites.</param>
    /// <param name="until">Minutes after which an alarm expires.</param>
    /// <param name="nodeDays">Days of all hosts.</param>
    public static PredictionRow Row(
        string method, string faultClass, IReadOnlyList<ScoredSite> sites, double? threshold, bool isPredictable, PredictabilityCeiling ceiling, double until,
        double nodeDays)
    {
        var lead = ceiling.LeadMinutes;
        var alarms = threshold is { } level ? sites.SelectMany(site => site.Alarms(level, lead, until)).ToArray() : [];
        var right = alarms.Where(alarm => alarm.Outcome == AlarmOutcome.Right).Select(alarm => alarm.OnsetMinutes).ToArray();
        var labelled = Labelled(sites, lead, until);
        return new PredictionRow
        {
            Method = method, FaultClass = faultClass, LeadMinutes = lead, UntilMinutes = until, Ceiling = ceiling, HasAlarms = threshold is not null,
            IsPredictable = isPredictable,
            Right = right.Length,
            Late = alarms.Count(alarm => alarm.Outcome == AlarmOutcome.Late),
            False = alarms.Count(alarm => alarm.Outcome == AlarmOutcome.False),
            Open = alarms.Count(alarm => alarm.Outcome == AlarmOutcome.Unknown),
            Incidents = ceiling.Incidents,
            RecallAtFalseAlarms = RecallAt(sites, lead, until, nodeDays, ceiling.Incidents),
            AucPr = labelled is { PositiveCount: > 0 } ? RankingMetrics.AucPr(labelled) : double.NaN,
            BaseRate = labelled is null ? double.NaN : (double)labelled.PositiveCount / labelled.Count,
            LeadQuantiles = [right.Length == 0 ? double.NaN : Quantiles.Of(right, 0.5), right.Length == 0 ? double.NaN : Quantiles.Of(right, 0.1)],
        };
    }

    /// <summary>The Brier score of stated probabilities and a reliability table.</summary>
    public static Reliability Reliability(double horizon, IReadOnlyList<(double Probability, bool IsOnset)> cases)
    {
        double[] bounds = [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0000001];
        var rate = cases.Average(one => one.IsOnset ? 1.0 : 0);
        var bins = bounds.Zip(bounds.Skip(1), (from, to) =>
        {
            var within = cases.Where(one => one.Probability >= from && one.Probability < to).ToArray();
            return new ReliabilityBin(
                from, Math.Min(1, to), within.Length, within.Length == 0 ? double.NaN : within.Average(one => one.Probability),
                within.Length == 0 ? double.NaN : within.Average(one => one.IsOnset ? 1.0 : 0));
        });
        return new Reliability(
            horizon, cases.Average(one => Math.Pow(one.Probability - (one.IsOnset ? 1 : 0), 2)), rate * (1 - rate), [.. bins.Where(bin => bin.Count > 0)]);
    }

    /// <summary>Days of all hosts of a site.</summary>
    public static double NodeDays(Site site) =>
        site.Topology.Entities.Count(entity => entity.Kind == Telemetry.Domain.EntityKind.Node) * (site.RowCount * site.Step).TotalDays;

    private static ScoredSeries? Labelled(IReadOnlyList<ScoredSite> sites, double lead, double until)
    {
        var (labels, scores) = (new List<bool>(), new List<double>());
        foreach (var site in sites)
        {
            for (var pair = 0; pair < site.Scores.Length; pair++)
            {
                if (!site.Times.IsQuiet(pair))
                    continue;
                var outcome = new Survival(site.Times.Onset(pair), site.Times.Known(pair)).Within(until);
                if (outcome is not { } isOnset)
                    continue;
                labels.Add(isOnset && site.Times.Onset(pair) > lead);
                scores.Add(site.Scores[pair]);
            }
        }
        return labels.Count == 0 ? null : new ScoredSeries([.. labels], [.. scores]);
    }

    private static double[] RecallAt(IReadOnlyList<ScoredSite> sites, double lead, double until, double nodeDays, int incidents)
    {
        var best = new double[FalseAlarmsPer1000NodeDays.Length];
        foreach (var threshold in AlarmThreshold.CandidatesOf(sites, lead, until))
        {
            var (right, wrong) = AlarmThreshold.Count(sites, threshold, lead, until);
            for (var i = 0; i < best.Length; i++)
            {
                if (wrong <= FalseAlarmsPer1000NodeDays[i] * nodeDays / 1000)
                    best[i] = Math.Max(best[i], (double)right / incidents);
            }
        }
        return best;
    }
}
