using Auscult.Evaluation.Metrics;
using Auscult.Learning.Heads;

namespace Auscult.Evaluation.RootCause;

/// <summary>One answered (or missed) incident.</summary>
/// <param name="Truth">Its class.</param>
/// <param name="Ranking">Classes, most probable first; empty when it was missed.</param>
/// <param name="Confidence">Probability of the first.</param>
internal sealed record Judgement(string Truth, IReadOnlyList<string> Ranking, double Confidence)
{
    public string? Answer => Ranking.Count > 0 ? Ranking[0] : null;

    /// <summary>Asks a fitted classifier; <paramref name="shown"/> is null when nothing was found to ask about.</summary>
    public static Judgement Of(IRootCauseClassifier classifier, string truth, IncidentExample? shown)
    {
        if (shown is null)
            return new Judgement(truth, [], 0);
        var probabilities = classifier.Predict(shown);
        string[] ranking = [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(k => probabilities[k]).Select(k => classifier.Classes[k])];
        return new Judgement(truth, ranking, probabilities.Max());
    }
}

/// <summary>Figures over judgements.</summary>
internal static class Judgements
{
    public static ConfusionMatrix Matrix(IReadOnlyList<string> classes, IReadOnlyList<Judgement> judgements) =>
        new(classes, [.. judgements.Select(judgement => judgement.Truth)], [.. judgements.Select(judgement => judgement.Answer)]);

    public static double MacroF1(IReadOnlyList<string> classes, IReadOnlyList<Judgement> judgements) => Matrix(classes, judgements).MacroF1;

    /// <summary>A figure of all judgements, with a bootstrap over them.</summary>
    public static Figure WithInterval(IReadOnlyList<Judgement> judgements, Func<IReadOnlyList<Judgement>, double> statistic, Random generator)
    {
        var interval = Bootstrap.Interval(
            judgements.Count, chosen => statistic([.. chosen.Select(i => judgements[i])]), generator);
        return new Figure(statistic(judgements), interval.Low, interval.High);
    }

    public static IReadOnlyList<MetricValue> Others(IReadOnlyList<Judgement> judgements)
    {
        var rankings = judgements.Select(judgement => judgement.Ranking).ToArray();
        var truths = judgements.Select(judgement => (IReadOnlySet<string>)new HashSet<string>(StringComparer.Ordinal) { judgement.Truth }).ToArray();
        var answered = judgements.Where(judgement => judgement.Answer is not null).ToArray();
        return
        [
            new("ac@1", CauseRanking.AccuracyAt(1, rankings, truths)),
            new("ac@3", CauseRanking.AccuracyAt(3, rankings, truths)),
            new("ac@5", CauseRanking.AccuracyAt(5, rankings, truths)),
            new("avg@5", CauseRanking.AverageAccuracy(5, rankings, truths)),
            new("mrr", CauseRanking.MeanReciprocalRank(rankings, truths)),
            new("calibration_error", CalibrationError.Of(
                [.. answered.Select(judgement => judgement.Confidence)], [.. answered.Select(judgement => judgement.Answer == judgement.Truth)])),
        ];
    }
}
