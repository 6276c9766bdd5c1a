using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Evidence;

/// <summary>What is to be explained.</summary>
/// <param name="Start">First moment of the incident.</param>
/// <param name="End">First moment after what is known of it.</param>
/// <param name="Class">Index of the stated class; -1 when what is stated is only that something is strange.</param>
/// <param name="Culprit">Where it is said to have started.</param>
public sealed record Verdict(int Start, int End, int Class, EntityRef Culprit);

/// <summary>A signal that speaks for a verdict.</summary>
/// <param name="Contribution">Log-odds (or score) that are lost without it, after those named before it are gone.</param>
/// <param name="Reading">Where it shows most at the culprit's place, or anywhere when nothing is measured there.</param>
public sealed record SignalEvidence(double Contribution, SignalReading Reading);

/// <summary>A layer's part in a verdict.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Contribution">Log-odds (or score) that are lost without all of its signals.</param>
public sealed record LayerEvidence(Layer Layer, double Contribution);

/// <summary>Why a verdict was given.</summary>
public sealed record VerdictEvidence
{
    private const double SmallestProbability = 1e-6;

    /// <summary>The moment that was looked at: the clearest of the incident.</summary>
    public required int Moment { get; init; }

    /// <summary>Signals, most telling first.</summary>
    public required IReadOnlyList<SignalEvidence> Signals { get; init; }

    /// <summary>Layers, most telling first.</summary>
    public required IReadOnlyList<LayerEvidence> Layers { get; init; }

    /// <summary>How it spread, the culprit first where it shows.</summary>
    public required IReadOnlyList<SpreadStep> Spread { get; init; }

    /// <summary>Gathers evidence.</summary>
    /// <param name="shifts">The site.</param>
    /// <param name="diagnoser">Who gave the verdict.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="site">Lengths of now and past.</param>
    /// <param name="config">How much.</param>
    public static VerdictEvidence Of(SiteShifts shifts, ISiteDiagnoser diagnoser, Verdict verdict, SiteConfig site, EvidenceConfig config)
    {
        var measure = Measure(diagnoser, verdict);
        var moment = Clearest(shifts, diagnoser, verdict, measure);
        var occlusion = new Occlusion(shifts, moment, diagnoser, measure, config.HistoryMoments);
        return new VerdictEvidence
        {
            Moment = moment,
            Signals = [.. occlusion.Strongest(occlusion.Moved(config.NumCandidates), config.NumSignals)
                .Select(one => new SignalEvidence(one.Contribution, Reading(shifts, moment, one.Signal, verdict.Culprit, site)))],
            Layers = [.. occlusion.All().GroupBy(signal => shifts.Kinds[signal.Kind].Signals[signal.Signal].Layer)
                .Select(group => new LayerEvidence(group.Key, occlusion.Value - occlusion.Without([.. group])))
                .OrderByDescending(layer => layer.Contribution)],
            Spread = new CausalSpread(shifts, verdict.Start, verdict.End, config).Steps(verdict.Culprit),
        };
    }

    /// <summary>
    /// What evidence is counted in: the log-odds of the class plus those of the culprit, so that what all victims show alike tells less than what the
    /// culprit alone shows; the anomaly score where there is no class.
    /// </summary>
    public static Func<SiteJudgement, double> Measure(ISiteDiagnoser diagnoser, Verdict verdict)
    {
        if (verdict.Class < 0 || verdict.Class >= diagnoser.Classes.Names.Count)
            return judgement => judgement.Anomaly;
        return judgement => LogOdds(judgement.Probabilities[verdict.Class]) + LogOdds(judgement.Blame[verdict.Culprit.Kind][verdict.Culprit.Entity]);
    }

    private static double LogOdds(double probability)
    {
        var p = Math.Clamp(probability, SmallestProbability, 1 - SmallestProbability);
        return Math.Log(p / (1 - p));
    }

    /// <summary>The moment of an incident at which the measure is largest.</summary>
    public static int Clearest(SiteShifts shifts, ISiteDiagnoser diagnoser, Verdict verdict, Func<SiteJudgement, double> measure)
    {
        int[] moments = [.. Enumerable.Range(verdict.Start, Math.Max(1, verdict.End - verdict.Start))];
        var judged = diagnoser.Judge(shifts, moments);
        return moments.MaxBy(m => measure(judged[m - verdict.Start]));
    }

    private static SignalReading Reading(SiteShifts shifts, int moment, SignalRef signal, EntityRef culprit, SiteConfig config)
    {
        var kind = shifts.Kinds[signal.Kind];
        var place = shifts.Site.PlaceOf(shifts.Site.IdOf(culprit));
        EntityRef[] all = [.. Enumerable.Range(0, kind.Entities.Count).Select(e => new EntityRef(signal.Kind, e))];
        var here = Array.FindAll(all, entity => entity == culprit) is { Length: > 0 } itself ? itself
            : Array.FindAll(all, entity => shifts.Site.PlaceOf(shifts.Site.IdOf(entity)) == place) is { Length: > 0 } near ? near : all;
        var shown = here.MaxBy(entity => ShiftSize.Of(kind.At(moment, entity.Entity).Slice(signal.Signal * KindShifts.Channels, KindShifts.Channels)));
        return SignalReading.Of(shifts, moment, shown, signal.Signal, config);
    }
}
