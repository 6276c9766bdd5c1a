using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>Sites with the features of the kinds in which faults start.</summary>
/// <param name="Sites">The sites.</param>
/// <param name="Precursors">Features per site.</param>
public sealed record LabelledPrecursors(IReadOnlyList<Site> Sites, IReadOnlyList<IReadOnlyList<KindPrecursors>> Precursors)
{
    /// <summary>Classes of faults and the kind in which most of each start, in alphabetical order.</summary>
    public static IReadOnlyList<(string FaultClass, EntityKind Kind)> ClassesOf(IEnumerable<Site> sites) =>
    [
        .. sites.SelectMany(site => site.Faults.Where(placed => placed.Root is not null)
                .Select(placed => (placed.Incident.FaultClass, site.Kinds[placed.Root!.Value.Kind].Kind)))
            .GroupBy(pair => pair.FaultClass, StringComparer.Ordinal)
            .Select(ofClass => (ofClass.Key, ofClass.GroupBy(pair => pair.Kind).OrderByDescending(kind => kind.Count()).ThenBy(kind => kind.Key).First().Key))
            .OrderBy(pair => pair.Item1, StringComparer.Ordinal),
    ];

    /// <summary>Kinds in which faults of a dataset start, or their nearest container with series, and nodes.</summary>
    public static IReadOnlySet<EntityKind> KindsOf(Dataset dataset)
    {
        var measured = dataset.Series.Select(info => info.EntityKind).ToHashSet();
        var containment = Containment.Of(dataset.Topology);
        var kinds = new HashSet<EntityKind> { EntityKind.Node };
        foreach (var root in dataset.Incidents.Where(incident => !incident.IsBenign).Select(incident => incident.RootEntity).Distinct(StringComparer.Ordinal))
        {
            var shown = containment.Outwards(root).FirstOrDefault(entity => measured.Contains(entity.Kind));
            if (shown is not null)
                kinds.Add(shown.Kind);
        }
        return kinds;
    }

    /// <summary>Describes sites.</summary>
    public static LabelledPrecursors Of(IReadOnlyList<Site> sites, IReadOnlySet<EntityKind> kinds, SignalScales scales, PredictionConfig config) =>
        new(sites, [.. sites.Select(site => PrecursorFeatures.Of(site, kinds, scales, config))]);

    /// <summary>The features of one kind at all sites that have it.</summary>
    public IReadOnlyList<KindPrecursors> OfKind(EntityKind kind) =>
        [.. Precursors.SelectMany(site => site.Where(precursors => precursors.Kind == kind))];
}
