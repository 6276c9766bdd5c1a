namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>Scores of one class at one site with the labels that judge them.</summary>
/// <param name="Precursors">The pairs.</param>
/// <param name="Times">Their labels.</param>
/// <param name="Scores">A score per pair.</param>
public sealed record ScoredSite(KindPrecursors Precursors, OnsetTimes Times, float[] Scores)
{
    /// <summary>The alarms at a threshold.</summary>
    public IEnumerable<PredictionAlarm> Alarms(double threshold, double lead, double until) =>
        PredictionAlarms.Of(Scores, Precursors, Times, threshold, lead, until);
}

/// <summary>Chooses thresholds on labelled sites that the scores were not learned from.</summary>
public static class AlarmThreshold
{
    private const int Candidates = 60;

    /// <summary>
    /// The threshold with most right alarms among those whose precision suffices, with one right and one wrong alarm added so that few alarms
    /// do not pass for certainty; null when there is none.
    /// </summary>
    /// <param name="sites">The sites.</param>
    /// <param name="lead">Minutes before which an onset is too early.</param>
    /// <param name="until">Minutes after which an alarm expires.</param>
    /// <param name="minPrecision">Precision to reach.</param>
    public static (double Threshold, double Precision)? Choose(IReadOnlyList<ScoredSite> sites, double lead, double until, double minPrecision)
    {
        (double Threshold, double Precision)? best = null;
        var mostRight = 0;
        foreach (var threshold in CandidatesOf(sites, lead, until))
        {
            var (right, wrong) = Count(sites, threshold, lead, until);
            if (right > mostRight && (right + 1.0) / (right + wrong + 2) >= minPrecision)
                (best, mostRight) = ((threshold, (double)right / (right + wrong)), right);
        }
        return best;
    }

    /// <summary>Scores worth trying as thresholds, descending: quantiles of those that should raise an alarm.</summary>
    public static IReadOnlyList<double> CandidatesOf(IEnumerable<ScoredSite> sites, double lead, double until)
    {
        var wanted = sites.SelectMany(site => Enumerable.Range(0, site.Scores.Length)
            .Where(pair => site.Times.IsQuiet(pair) && site.Times.Onset(pair) > lead && site.Times.Onset(pair) <= until)
            .Select(pair => (double)site.Scores[pair])).Distinct().OrderDescending().ToArray();
        return [.. Enumerable.Range(0, Math.Min(Candidates, wanted.Length)).Select(i => wanted[i * wanted.Length / Math.Min(Candidates, wanted.Length)])];
    }

    /// <summary>Right alarms, and wrong ones: false or late.</summary>
    public static (int Right, int Wrong) Count(IEnumerable<ScoredSite> sites, double threshold, double lead, double until)
    {
        var (right, wrong) = (0, 0);
        foreach (var alarm in sites.SelectMany(site => site.Alarms(threshold, lead, until)))
        {
            right += alarm.Outcome == AlarmOutcome.Right ? 1 : 0;
            wrong += alarm.Outcome is AlarmOutcome.False or AlarmOutcome.Late ? 1 : 0;
        }
        return (right, wrong);
    }
}
