using System.Runtime.InteropServices;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Evidence;

/// <summary>What hiding signals takes from a verdict.</summary>
/// <param name="Top">Loss without the signals that evidence names.</param>
/// <param name="Random">Mean loss without as many signals that were drawn.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeletionLoss(double Top, double Random);

/// <summary>
/// Whether evidence is worth its name: without the signals that it names, the probability of the verdict must fall more than without as many
/// others. The others are drawn from the same pool of signals with the largest shifts, which is harder than drawing from all.
/// </summary>
public static class DeletionCheck
{
    /// <summary>Losses of one verdict, as probability of the stated class (or as anomaly score where there is none).</summary>
    /// <param name="shifts">The site.</param>
    /// <param name="diagnoser">Who gave the verdict.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="config">How many signals are named, from how many.</param>
    /// <param name="draws">Times that others are drawn.</param>
    /// <param name="seeds">Decides which.</param>
    public static DeletionLoss Of(
        SiteShifts shifts, ISiteDiagnoser diagnoser, Verdict verdict, EvidenceConfig config, int draws, Seeds seeds)
    {
        var measure = VerdictEvidence.Measure(diagnoser, verdict);
        var moment = VerdictEvidence.Clearest(shifts, diagnoser, verdict, measure);
        var occlusion = new Occlusion(shifts, moment, diagnoser, measure, config.HistoryMoments);
        var pool = occlusion.Moved(config.NumCandidates);
        SignalRef[] top = [.. occlusion.Strongest(pool, config.NumSignals).Select(one => one.Signal)];
        // The evidence is chosen on log-odds; what a reader is told is the probability.
        var shown = new Occlusion(shifts, moment, diagnoser, Shown(verdict.Class, diagnoser), config.HistoryMoments);
        SignalRef[] others = [.. pool.Except(top)];
        var random = seeds.Child("deletion").Generator();
        var drawn = Enumerable.Range(0, draws).Select(_ =>
        {
            random.Shuffle(others);
            return shown.Value - shown.Without(others.Take(top.Length).ToArray());
        });
        return new DeletionLoss(shown.Value - shown.Without(top), drawn.Average());
    }

    private static Func<SiteJudgement, double> Shown(int @class, ISiteDiagnoser diagnoser) =>
        @class < 0 || @class >= diagnoser.Classes.Names.Count ? judgement => judgement.Anomaly : judgement => judgement.Probabilities[@class];
}
