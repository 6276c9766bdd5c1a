using Auscult.Learning.Diagnosis;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.SiteEncoding;

/// <summary>Draws labelled moments of one site at a time: every class of fault equally often, and what is no fault beside it.</summary>
internal sealed class MomentDraws
{
    private static readonly LabelledMomentsConfig Density = new()
    {
        SecondsAfterOnset = [.. Enumerable.Range(1, 18).Select(i => i * 5.0), 100, 120, 140, 160, 200, 300, 600],
        RecoveryMoments = 15,
        NormalMoments = 300,
    };

    private readonly LabelledMoment[][] _faults;
    private readonly LabelledMoment[][][] _harmless;
    private readonly LabelledMoment[][] _faultsOf;

    public MomentDraws(IReadOnlyList<SiteShifts> sites, DiagnosisClasses classes, Seeds seeds)
    {
        var all = LabelledMoments.Of(sites, classes, Density, seeds);
        _faults = ByClass(all.Where(IsFault));
        _harmless = [.. Enumerable.Range(0, sites.Count).Select(s => ByClass(all.Where(moment => moment.Site == s && !IsFault(moment))))];
        _faultsOf = [.. Enumerable.Range(0, sites.Count).Select(s => all.Where(moment => moment.Site == s && IsFault(moment)).ToArray())];

        bool IsFault(LabelledMoment moment) => !classes.IsBenign[moment.Class];
    }

    /// <summary>Whether there is anything to learn from.</summary>
    public bool HasFaults => _faults.Length > 0;

    /// <summary>Moments at which nothing is labelled, at most so many of each site.</summary>
    public IEnumerable<LabelledMoment> Quiet(int perSite) =>
        _harmless.SelectMany(site => site.Where(same => same[0].Class == 0).SelectMany(same => same.Take(perSite)));

    /// <summary>Moments of one site, in turn: of a class of fault, of any fault, of any class that is none, of nothing.</summary>
    public LabelledMoment[] Draw(Random random, int count)
    {
        var first = Any(Any(_faults, random), random);
        var harmless = _harmless[first.Site];
        return [.. Enumerable.Range(0, count).Select(i => (i % 4) switch
        {
            0 => i == 0 ? first : Any(_faultsOf[first.Site], random),
            1 => Any(_faultsOf[first.Site], random),
            2 when harmless.Length > 0 => Any(Any(harmless, random), random),
            3 when harmless.Length > 0 => Any(harmless[0], random),
            _ => first,
        })];
    }

    private static T Any<T>(T[] items, Random random) => items[random.Next(items.Length)];

    private static LabelledMoment[][] ByClass(IEnumerable<LabelledMoment> moments) =>
        [.. moments.GroupBy(moment => moment.Class).OrderBy(same => same.Key).Select(same => same.ToArray())];
}
