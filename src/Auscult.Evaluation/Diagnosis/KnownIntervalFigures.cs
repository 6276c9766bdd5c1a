using Auscult.Foundation;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>Class and place at known onsets of a diagnoser that learned from other labels, without alarms.</summary>
/// <param name="known">Classes whose answers count.</param>
/// <param name="alarms">Seconds after the onset that are looked at.</param>
internal sealed class KnownIntervalFigures(IReadOnlySet<string> known, AlarmConfig alarms)
{
    /// <summary>Fits and judges.</summary>
    public VariantRow Of(
        string kind, string name, Func<ISiteDiagnoser> create, IReadOnlyList<SiteShifts> train, IReadOnlyList<SiteShifts> test)
    {
        var outcomes = Outcomes(create, train, test);
        return new VariantRow(
            kind, name, SiteFigures.MacroF1(outcomes.Where(outcome => known.Contains(outcome.FaultClass)), outcome => outcome.Known!.Likeliest),
            outcomes.Select(outcome => outcome.Known!.PlaceRank <= 1 ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average(), null, outcomes.Length);
    }

    /// <summary>What is said of the faults of the test sites.</summary>
    public IncidentOutcome[] Outcomes(Func<ISiteDiagnoser> create, IReadOnlyList<SiteShifts> train, IReadOnlyList<SiteShifts> test)
    {
        using var diagnoser = create();
        diagnoser.Fit(train);
        return [.. test.SelectMany(site => Judged(diagnoser, site))];
    }

    private IEnumerable<IncidentOutcome> Judged(ISiteDiagnoser diagnoser, SiteShifts site)
    {
        var (places, model) = (new SitePlaces(site.Site), Uncalibrated(diagnoser));
        foreach (var incident in site.Site.Faults)
        {
            var moments = KnownIntervals.MomentsOf(site, incident, alarms.KnownSeconds);
            if (moments.Count == 0)
                continue;
            var verdict = model.Verdict(places, EvidenceSum.Of(diagnoser.Judge(site, moments)), alarms);
            yield return new IncidentOutcome(
                site.Site.Recording, "", incident.Incident.Id, incident.Incident.FaultClass, null, JudgedIncident.Of(site.Site, incident, verdict), null);
        }
    }

    private static AlarmModel Uncalibrated(ISiteDiagnoser diagnoser) => new()
    {
        Diagnoser = diagnoser.Name, Classes = diagnoser.Classes, Fusion = new ScoreFusion([1, 0, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1]), Threshold = 0, ConfirmMoments = 1,
        Scores = new ConformalScores([0.0]), Entities = new Dictionary<Telemetry.Domain.EntityKind, ConformalScores>(),
        Calibration = ClassCalibration.None(diagnoser.Classes.Names.Count), Memory = IncidentMemory.Of([]), Novelty = null,
        Choice = new AlarmChoice(0, 0, 0, 0),
    };
}
