using Auscult.Learning.Heads;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>Which entities stick out at a moment, kind by kind, at a rate of false discoveries.</summary>
internal static class EntityEvidence
{
    /// <param name="site">The site.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="calibration">Usual scores by kind; a kind without any never sticks out.</param>
    /// <param name="config">Rate and procedure.</param>
    /// <returns>Entities, strangest first, and the smallest p-value of a kind (Simes), adjusted for the number of kinds.</returns>
    public static (IReadOnlyList<StrangeEntity> Strange, double SmallestP) Of(
        SiteShifts site, int moment, IReadOnlyDictionary<EntityKind, ConformalScores> calibration, AlarmConfig config)
    {
        var strange = new List<StrangeEntity>();
        var ofKinds = new List<double>();
        for (var k = 0; k < site.Kinds.Count; k++)
        {
            if (!calibration.TryGetValue(site.Kinds[k].Kind, out var usual))
                continue;
            var p = Array.ConvertAll(EntityScores.Of(site.Kinds[k], moment), usual.PValue);
            ofKinds.Add(FalseDiscovery.Simes(p));
            var adjusted = FalseDiscovery.Adjusted(p, config.Discovery);
            for (var e = 0; e < adjusted.Length; e++)
            {
                if (adjusted[e] <= config.DiscoveryRate)
                    strange.Add(new StrangeEntity(new EntityRef(k, e), adjusted[e]));
            }
        }
        return ([.. strange.OrderBy(entity => entity.AdjustedP)], FalseDiscovery.Simes(ofKinds));
    }
}
