using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>
/// Judgements of the sites that a diagnoser learns from, by copies that have not learned from the site in question: more held-out time for
/// thresholds and confidence than the validation sites alone.
/// </summary>
public static class CrossFitting
{
    /// <summary>Deals the sites to folds and judges each fold by a diagnoser that learned from the others.</summary>
    /// <param name="create">Makes an unfitted diagnoser.</param>
    /// <param name="train">Labelled sites.</param>
    /// <param name="classes">Classes of the diagnoser that learned from all of them; probabilities come in their order.</param>
    /// <param name="folds">Number of folds; fewer than two gives nothing.</param>
    /// <param name="seeds">Decides the folds.</param>
    public static IReadOnlyList<JudgedSite> Judge(
        Func<ISiteDiagnoser> create, IReadOnlyList<SiteShifts> train, DiagnosisClasses classes, int folds, Seeds seeds)
    {
        if (folds < 2)
            return [];
        var order = Enumerable.Range(0, train.Count).ToArray();
        seeds.Child("folds").Generator().Shuffle(order);
        var judged = new JudgedSite[train.Count];
        for (var fold = 0; fold < Math.Min(folds, train.Count); fold++)
        {
            var left = order.Where((_, i) => i % folds == fold).ToHashSet();
            using var diagnoser = create();
            diagnoser.Fit([.. train.Where((_, i) => !left.Contains(i))]);
            foreach (var i in left)
            {
                var site = JudgedSite.Of(diagnoser, train[i]);
                judged[i] = site with { Judgements = [.. site.Judgements.Select(judgement => Reordered(judgement, diagnoser.Classes, classes))] };
            }
        }
        return judged;
    }

    /// <summary>A class that the fold did not know has no probability.</summary>
    private static SiteJudgement Reordered(SiteJudgement judgement, DiagnosisClasses from, DiagnosisClasses to)
    {
        var probabilities = new double[to.Names.Count];
        for (var c = 0; c < from.Names.Count; c++)
            probabilities[to.IndexOf(from.Names[c])] += judgement.Probabilities[c];
        return judgement with { Probabilities = probabilities };
    }
}
