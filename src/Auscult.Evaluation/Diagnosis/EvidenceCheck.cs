using Auscult.Evaluation.Metrics;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using MathNet.Numerics.Statistics;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>Evidence of one labelled fault beside its label.</summary>
/// <param name="Incident">Id of the fault.</param>
/// <param name="Class">Its class.</param>
/// <param name="TopLoss">Probability lost without the signals that evidence names.</param>
/// <param name="RandomLoss">Mean probability lost without as many others with large shifts.</param>
/// <param name="NamesRootSignal">Whether a labelled signal of the cause is named; null where none is labelled.</param>
/// <param name="Links">Labelled steps of its causal chain.</param>
/// <param name="LinksSeen">Steps that are seen to shift.</param>
/// <param name="OrderCorrelation">
/// Spearman correlation of labelled and seen delays; null with fewer than three steps seen, or without an order.
/// </param>
public sealed record EvidenceOutcome(
    string Incident, string Class, double TopLoss, double RandomLoss, bool? NamesRootSignal, int Links, int LinksSeen, double? OrderCorrelation);

/// <summary>A mean over incidents with its 95 % interval.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Count">Incidents it is over.</param>
public sealed record EvidenceFigure(double Value, double Low, double High, int Count);

/// <summary>Whether evidence is worth its name: the deletion test, the labelled signals, the labelled chain.</summary>
public sealed record EvidenceCheck
{
    // What somebody who asks soon after the alarm has.
    private const double SeenSeconds = 60;
    private const int Draws = 8;
    private const int FewestLinks = 3;

    /// <summary>One per fault.</summary>
    public required IReadOnlyList<EvidenceOutcome> Incidents { get; init; }

    /// <summary>Probability lost without the named signals.</summary>
    public EvidenceFigure TopLoss => Mean(one => one.TopLoss);

    /// <summary>Probability lost without others.</summary>
    public EvidenceFigure RandomLoss => Mean(one => one.RandomLoss);

    /// <summary>Their difference, incident by incident.</summary>
    public EvidenceFigure Difference => Mean(one => one.TopLoss - one.RandomLoss);

    /// <summary>Share of faults of which a labelled signal is named.</summary>
    public EvidenceFigure NamesRootSignal => Mean(one => one.NamesRootSignal is { } named ? named ? 1 : 0 : null);

    /// <summary>Share of labelled steps that are seen.</summary>
    public EvidenceFigure LinksSeen => Mean(one => one.Links == 0 ? null : (double)one.LinksSeen / one.Links);

    /// <summary>Correlation of the order of steps.</summary>
    public EvidenceFigure OrderCorrelation => Mean(one => one.OrderCorrelation);

    /// <summary>Checks all faults of a site.</summary>
    /// <param name="shifts">The site.</param>
    /// <param name="diagnoser">Fitted on other sites.</param>
    /// <param name="site">Lengths of now and past.</param>
    /// <param name="config">How much evidence.</param>
    /// <param name="seeds">Decides which other signals are drawn.</param>
    public static IEnumerable<EvidenceOutcome> Of(SiteShifts shifts, ISiteDiagnoser diagnoser, SiteConfig site, EvidenceConfig config, Seeds seeds)
    {
        foreach (var fault in shifts.Site.Faults)
        {
            var end = Math.Min(fault.EndRow, fault.FirstRow + shifts.Site.RowsIn(SeenSeconds));
            var (first, last) = (shifts.MomentAt(fault.FirstRow) + 1, shifts.MomentAt(end - 1) + 1);
            if (last <= first)
                continue;
            var judged = diagnoser.Judge(shifts, [.. Enumerable.Range(first, last - first)]);
            var verdict = new Verdict(first, last, Likeliest(diagnoser.Classes, judged), Culprit(judged));
            var evidence = VerdictEvidence.Of(shifts, diagnoser, verdict, site, config);
            var loss = DeletionCheck.Of(shifts, diagnoser, verdict, config, Draws, seeds.Child(fault.Incident.Id));
            var (seen, correlation) = Chain(shifts, fault, first, config);
            yield return new EvidenceOutcome(
                fault.Incident.Id, fault.Incident.FaultClass, loss.Top, loss.Random,
                fault.Incident.RootSignals.Count == 0 ? null
                    : evidence.Signals.Any(signal => fault.Incident.RootSignals.Any(label => IsCalled(signal.Reading.Signal.Name, label))),
                fault.Incident.CausalChain.Count, seen, correlation);
        }
    }

    // Labels speak of counters, frames hold their rates.
    private static bool IsCalled(string fused, string label) => fused == label || fused == FusedSignal.RateName(label);

    private static int Likeliest(DiagnosisClasses classes, SiteJudgement[] judged) =>
        Enumerable.Range(0, classes.Names.Count).Where(c => !classes.IsBenign[c]).MaxBy(c => judged.Sum(one => one.Probabilities[c]));

    private static EntityRef Culprit(SiteJudgement[] judged)
    {
        var blame = judged[0].Blame;
        return blame.SelectMany((kind, k) => Enumerable.Range(0, kind.Length).Select(e => new EntityRef(k, e)))
            .MaxBy(entity => judged.Sum(one => one.Blame[entity.Kind][entity.Entity]));
    }

    private static (int Seen, double? Correlation) Chain(SiteShifts shifts, SiteIncident fault, int first, EvidenceConfig config)
    {
        var last = Math.Min(shifts.Rows.Count, shifts.MomentAt(fault.EndRow - 1) + 1);
        var spread = new CausalSpread(shifts, first, last, config);
        var (labelled, seen) = (new List<double>(), new List<double>());
        foreach (var link in fault.Incident.CausalChain)
        {
            if (shifts.Site.Find(link.Entity) is not { } entity)
                continue;
            var signal = shifts.Kinds[entity.Kind].Signals.ToList().FindIndex(known => IsCalled(known.Name, link.Signal));
            var moment = signal >= 0 ? spread.FirstShift(entity, signal) : -1;
            if (moment < 0)
                continue;
            labelled.Add(link.DelaySeconds);
            seen.Add(shifts.Rows[moment]);
        }
        var correlation = labelled.Count < FewestLinks ? double.NaN : Correlation.Spearman(labelled, seen);
        return (labelled.Count, double.IsNaN(correlation) ? null : correlation);
    }

    private EvidenceFigure Mean(Func<EvidenceOutcome, double?> of)
    {
        var values = Incidents.Select(of).OfType<double>().ToArray();
        if (values.Length == 0)
            return new EvidenceFigure(double.NaN, double.NaN, double.NaN, 0);
        var interval = Bootstrap.Interval(values.Length, drawn => drawn.Average(i => values[i]), new Seeds(1).Child("evidence").Generator());
        return new EvidenceFigure(values.Average(), interval.Low, interval.High, values.Length);
    }
}
