using Auscult.Foundation;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>Which entities stick out at a moment, kind by kind, at a rate of false discoveries.</summary>
internal static class EntityEvidence
{
    private const double SmallestSpread = 0.1;

    /// <param name="site">The site.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="calibration">Usual scores by kind; a kind without any never sticks out.</param>
    /// <param name="config">Rate and procedure.</param>
    /// <returns>
    /// Entities, strangest first, and how strange the site is by them: -log of the smallest p-value of a kind (Simes), adjusted for the number of
    /// kinds, plus how far the strangest entity lies beyond all calibration scores of its kind, where p-values can fall no further.
    /// </returns>
    public static (IReadOnlyList<StrangeEntity> Strange, double Strangeness) Of(
        SiteShifts site, int moment, IReadOnlyDictionary<EntityKind, ConformalScores> calibration, AlarmConfig config)
    {
        var strange = new List<StrangeEntity>();
        var ofKinds = new List<double>();
        var beyond = 0.0;
        for (var k = 0; k < site.Kinds.Count; k++)
        {
            if (!calibration.TryGetValue(site.Kinds[k].Kind, out var usual))
                continue;
            var scores = EntityScores.Of(site.Kinds[k], moment);
            var p = Array.ConvertAll(scores, score => usual.PValue(score));
            beyond = Math.Max(beyond, (scores.Max() - usual.Ascending[^1]) / Spread(usual));
            ofKinds.Add(FalseDiscovery.Simes(p));
            var adjusted = FalseDiscovery.Adjusted(p, config.Discovery);
            for (var e = 0; e < adjusted.Length; e++)
            {
                if (adjusted[e] <= config.DiscoveryRate)
                    strange.Add(new StrangeEntity(new EntityRef(k, e), adjusted[e]));
            }
        }
        return ([.. strange.OrderBy(entity => entity.AdjustedP)], beyond - Math.Log(FalseDiscovery.Simes(ofKinds)));
    }

    private static double Spread(ConformalScores usual) => Math.Max(SmallestSpread, usual.Ascending[^1] - usual.Ascending[usual.Count / 2]);
}
