using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>Sites as they would be with other labels: for controls and few-shot curves.</summary>
public static class SiteRelabelling
{
    private const double RecoverySeconds = 150;
    private const double BeforeSeconds = 60;

    /// <summary>
    /// Classes dealt anew among the faults, each at a random entity of the kind of its own root: what is left tells nothing.
    /// </summary>
    public static IReadOnlyList<SiteShifts> Shuffled(IReadOnlyList<SiteShifts> sites, Seeds seeds)
    {
        var random = seeds.Child("shuffled labels").Generator();
        var classes = sites.SelectMany(site => site.Site.Faults).Select(fault => fault.Incident.FaultClass).ToArray();
        random.Shuffle(classes);
        var next = 0;
        return [.. sites.Select(site => site.Relabelled([.. site.Site.Incidents.Select(placed => placed.Incident.IsBenign ? placed.Incident : Dealt(site, placed))]))];

        Incident Dealt(SiteShifts site, SiteIncident placed) => placed.Incident with
        {
            FaultClass = classes[next++],
            RootEntity = placed.Root is { } root
                ? site.Site.IdOf(root with { Entity = random.Next(site.Kinds[root.Kind].Entities.Count) })
                : placed.Incident.RootEntity,
        };
    }

    /// <summary>
    /// Faults moved to the minute before their onset, and their own rows hidden: who names a class from these knows the recording, not the
    /// fault.
    /// </summary>
    public static IReadOnlyList<SiteShifts> BeforeFaults(IReadOnlyList<SiteShifts> sites) => [.. sites.Select(site =>
    {
        var faults = site.Site.Faults.ToArray();
        var before = TimeSpan.FromSeconds(BeforeSeconds);
        var clear = faults.Where(fault => fault.FirstRow > site.Site.RowsIn(BeforeSeconds) && !faults.Any(other =>
            other != fault && other.FirstRow < fault.FirstRow && other.EndRow + site.Site.RowsIn(BeforeSeconds) > fault.FirstRow));
        return site.Relabelled(
            [
                .. site.Site.Incidents.Where(placed => placed.Incident.IsBenign).Select(placed => placed.Incident),
                .. clear.Select(fault => fault.Incident with { Onset = fault.Incident.Onset - before, End = fault.Incident.Onset, PrecursorStart = null }),
            ],
            [.. faults.Select(fault => new RowSpan(fault.FirstRow, fault.EndRow + site.Site.RowsIn(RecoverySeconds)))]);
    })];

    /// <summary>Without the faults of some classes: their rows are hidden, so that they are not learned as normal either.</summary>
    public static IReadOnlyList<SiteShifts> WithoutClasses(IReadOnlyList<SiteShifts> sites, IReadOnlySet<string> classes) =>
        Kept(sites, fault => !classes.Contains(fault.Incident.FaultClass));

    /// <summary>
    /// A few faults of each class keep their labels; the rows of all others are hidden, so that they are not learned as normal either.
    /// </summary>
    public static IReadOnlyList<SiteShifts> Few(IReadOnlyList<SiteShifts> sites, int perClass, Seeds seeds)
    {
        var random = seeds.Child("few").Generator();
        var faults = sites.SelectMany(site => site.Site.Faults).ToArray();
        random.Shuffle(faults);
        var kept = faults.GroupBy(fault => fault.Incident.FaultClass).SelectMany(ofClass => ofClass.Take(perClass)).ToHashSet();
        return Kept(sites, kept.Contains);
    }

    private static IReadOnlyList<SiteShifts> Kept(IReadOnlyList<SiteShifts> sites, Func<SiteIncident, bool> isKept) => [.. sites.Select(site => site.Relabelled(
        [.. site.Site.Incidents.Where(placed => placed.Incident.IsBenign || isKept(placed)).Select(placed => placed.Incident)],
        [
            .. site.Site.Faults.Where(fault => !isKept(fault))
                .Select(fault => new RowSpan(site.Site.FirstSign(fault), fault.EndRow + site.Site.RowsIn(RecoverySeconds))),
        ]))];
}
