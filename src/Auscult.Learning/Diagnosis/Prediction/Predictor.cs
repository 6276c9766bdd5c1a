using Auscult.Foundation;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>Probability of an onset until a horizon.</summary>
/// <param name="Minutes">The horizon.</param>
/// <param name="Probability">Calibrated; does not fall from one horizon to the next.</param>
public sealed record HorizonProbability(double Minutes, double Probability);

/// <summary>A feature that speaks for an onset.</summary>
/// <param name="Signal">The signal, or <c>gaps</c>.</param>
/// <param name="View">What of it: level, trend, ...</param>
/// <param name="Value">The feature.</param>
/// <param name="Contribution">What it adds to the log odds of the hazard.</param>
public sealed record PredictionEvidence(string Signal, string View, double Value, double Contribution);

/// <summary>An alarm that has not expired.</summary>
/// <param name="Terms">Its lead, and how often such alarms are right.</param>
/// <param name="Raised">When its threshold was passed.</param>
/// <param name="Earliest">Foretold onset: not before.</param>
/// <param name="Latest">Foretold onset: not after; then it expires.</param>
public sealed record StandingAlarm(AlarmTerms Terms, DateTimeOffset Raised, DateTimeOffset Earliest, DateTimeOffset Latest);

/// <summary>What is foretold of one entity.</summary>
/// <param name="Entity">Its id.</param>
/// <param name="FaultClass">The class.</param>
/// <param name="Horizons">Probabilities, ascending horizons.</param>
/// <param name="Alarm">The alarm that was raised last and stands; null when there is none.</param>
/// <param name="Ceilings">Best possible recall of the class by lead in minutes.</param>
/// <param name="Evidence">Features that speak for it, the strongest first.</param>
public sealed record EntityPrediction(
    string Entity, string FaultClass, IReadOnlyList<HorizonProbability> Horizons, StandingAlarm? Alarm,
    IReadOnlyDictionary<double, double> Ceilings, IReadOnlyList<PredictionEvidence> Evidence);

/// <summary>All that is foretold of a site.</summary>
/// <param name="Time">As of when.</param>
/// <param name="Predictions">Alarms first, the soonest first; then by probability.</param>
/// <param name="NotPredictable">Classes that show no sign at any lead often enough; nothing is claimed about them.</param>
public sealed record SitePrediction(DateTimeOffset Time, IReadOnlyList<EntityPrediction> Predictions, IReadOnlyList<string> NotPredictable);

/// <summary>Foretells onsets of faults at a site with a stored <see cref="HazardModel"/>.</summary>
/// <param name="model">The model.</param>
public sealed class Predictor(HazardModel model)
{
    private const int MaxEvidence = 3;

    /// <summary>Opens a recording as the model needs it.</summary>
    /// <inheritdoc cref="Site.Open"/>
    public Site Open(Dataset dataset, string recording, string? cacheFolder = null) => Site.Open(
        dataset, recording, model.Config.Site, cacheFolder, new HashSet<EntityKind>([EntityKind.Node, .. model.Classes.Select(one => one.Kind)]));

    /// <summary>The model of a folder.</summary>
    /// <exception cref="InputException">There is none, or it cannot be read.</exception>
    public static Predictor Load(string folder) => new(HazardModel.Load(folder));

    /// <summary>Predictions as of the last moment of a site at or before a time; labels are not looked at.</summary>
    /// <param name="site">The site, from <see cref="Open"/>.</param>
    /// <param name="until">As of when; null for the end.</param>
    /// <exception cref="InputException">Nothing lies before that time.</exception>
    public SitePrediction Predict(Site site, DateTimeOffset? until = null)
    {
        var kinds = model.Classes.Select(one => one.Kind).ToHashSet();
        var described = PrecursorFeatures.Of(site, kinds, model.Scales, model.Config);
        if (described.Count == 0)
        {
            throw new InputException(
                $"the site has none of the entities that the model knows ({string.Join(", ", kinds.Select(kind => kind.ToString().ToLowerInvariant()))})",
                site.Dataset.Location);
        }
        var moment = MomentAt(described[0], until);
        if (moment < 0)
            throw new InputException("nothing was recorded that early", site.Dataset.Location, remedy: $"the recording starts at {site.Start:O}");
        var predictable = model.Classes.Where(one => one.Alarms.Any(terms => terms.IsPredictable(model.Config.MinCeiling))).ToArray();
        var predictions = described.SelectMany(precursors => predictable.Where(one => one.Kind == precursors.Kind)
            .SelectMany(one => Of(one, precursors, moment)));
        return new SitePrediction(
            described[0].TimeOf(moment),
            [.. predictions.OrderBy(one => one.Alarm?.Latest ?? DateTimeOffset.MaxValue).ThenByDescending(one => one.Horizons[^1].Probability)],
            [.. model.Classes.Except(predictable).Select(one => one.FaultClass)]);
    }

    private IEnumerable<EntityPrediction> Of(ClassHazard one, KindPrecursors precursors, int moment)
    {
        var columns = ClassHazard.ColumnsOf(precursors, one.Features);
        var (horizons, entities) = (model.Config.HorizonMinutes, precursors.Entities.Count);
        var all = new WindowScores(one, model.Config).CumulativeOf(precursors);
        for (var e = 0; e < entities; e++)
        {
            var pair = (moment * entities) + e;
            var alarm = Enumerable.Range(0, one.Alarms.Count).Select(lead => Standing(one.Alarms[lead], model.Config.Windows()[lead], precursors, all, moment, e))
                .OfType<StandingAlarm>().OrderBy(standing => standing.Raised).ThenByDescending(standing => standing.Latest).LastOrDefault();
            var interval = alarm is null ? horizons.Count - 1 : model.Config.Windows()[one.Alarms.TakeWhile(terms => terms != alarm.Terms).Count()].Until;
            yield return new EntityPrediction(
                precursors.Entities[e].Id, one.FaultClass, [.. horizons.Select((minutes, k) => new HorizonProbability(minutes, all[pair][k]))], alarm,
                one.Alarms.ToDictionary(terms => terms.LeadMinutes, terms => terms.Ceiling),
                Evidence(one, ClassHazard.FeaturesOf(precursors, columns, pair), interval));
        }
    }

    /// <summary>Replays an entity's moments up to now: an alarm is raised once and stands until it expires.</summary>
    private static StandingAlarm? Standing(
        AlarmTerms terms, (int Lead, int Until) window, KindPrecursors precursors, double[][] all, int moment, int entity)
    {
        if (terms.Threshold is not { } threshold)
            return null;
        StandingAlarm? alarm = null;
        for (var m = 0; m <= moment; m++)
        {
            var (time, cumulative) = (precursors.TimeOf(m), all[(m * precursors.Entities.Count) + entity]);
            if (alarm?.Latest <= time)
                alarm = null;
            if (alarm is null && (float)(cumulative[window.Until] - cumulative[window.Lead]) >= threshold)
                alarm = new StandingAlarm(terms, time, time.AddMinutes(terms.LeadMinutes), time.AddMinutes(terms.UntilMinutes));
        }
        return alarm;
    }

    private static PredictionEvidence[] Evidence(ClassHazard one, float[] features, int interval)
    {
        var contributions = one.Hazard.Contributions(features, interval);
        return
        [
            .. Enumerable.Range(0, features.Length).Where(f => contributions[f] > 0).OrderByDescending(f => contributions[f]).Take(MaxEvidence).Select(f =>
            {
                var parts = one.Features[f].Split(':');
                return new PredictionEvidence(parts[0], parts[1], features[f], contributions[f]);
            }),
        ];
    }

    private static int MomentAt(KindPrecursors precursors, DateTimeOffset? until)
    {
        for (var m = precursors.Rows.Count - 1; m >= 0; m--)
        {
            if (until is null || precursors.TimeOf(m) <= until)
                return m;
        }
        return -1;
    }
}
