using System.Runtime.InteropServices;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis;

/// <summary>A moment of a site with what its labels say.</summary>
/// <param name="Site">Index of the site among those that are learned from.</param>
/// <param name="Moment">Index into <see cref="SiteShifts.Rows"/>.</param>
/// <param name="Class">Index into <see cref="DiagnosisClasses.Names"/>.</param>
/// <param name="Incident">The incident it lies in, or just after; null for normal moments.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LabelledMoment(int Site, int Moment, int Class, SiteIncident? Incident);

/// <summary>Which moments diagnosers learn from; <c>configs/diagnosis/*.yaml</c> under <c>moments</c>.</summary>
public sealed record LabelledMomentsConfig
{
    /// <summary>Seconds after the onset of an incident, the moments of which are learned. Early ones count most: that is when help is needed.</summary>
    public IReadOnlyList<double> SecondsAfterOnset { get; init; } = [5, 10, 15, 20, 30, 40, 60, 90, 120];

    /// <summary>Seconds after the end of an incident during which the site recovers. Default 150.</summary>
    public double RecoverySeconds { get; init; } = 150;

    /// <summary>Moments of recovery that are learned per incident. Default 3.</summary>
    public int RecoveryMoments { get; init; } = 3;

    /// <summary>Normal moments that are learned per site. Default 150.</summary>
    public int NormalMoments { get; init; } = 150;
}

/// <summary>Picks moments with one clear label out of labelled sites.</summary>
public static class LabelledMoments
{
    /// <summary>Moments in a drawn selection that depends on the seed only. A moment within two incidents is left out.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="classes">Their classes.</param>
    /// <param name="config">How many.</param>
    /// <param name="seeds">Decides which.</param>
    public static IReadOnlyList<LabelledMoment> Of(
        IReadOnlyList<SiteShifts> sites, DiagnosisClasses classes, LabelledMomentsConfig config, Seeds seeds)
    {
        var found = new List<LabelledMoment>();
        for (var s = 0; s < sites.Count; s++)
        {
            var states = States(sites[s], config);
            var random = seeds.Child(sites[s].Site.Recording).Generator();
            foreach (var incident in sites[s].Site.Incidents)
                found.AddRange(Within(s, sites[s], incident, states, classes, config));
            foreach (var incident in sites[s].Site.Faults)
                found.AddRange(After(s, sites[s], incident, states, classes, config, random));
            var normal = Enumerable.Range(0, states.Length).Where(m => states[m].Count == 0).ToArray();
            random.Shuffle(normal);
            found.AddRange(normal.Take(config.NormalMoments).Select(m => new LabelledMoment(s, m, 0, null)));
        }
        return found;
    }

    /// <summary>
    /// What every moment of a site lies in: incidents under way, first signs before them, and recoveries after faults. A moment in none is normal; so
    /// is the time after a benign event, which in a training that saves checkpoints is much of the time.
    /// </summary>
    public static IReadOnlyList<SiteIncident>[] States(SiteShifts shifts, LabelledMomentsConfig config)
    {
        var site = shifts.Site;
        var recovery = site.RowsIn(config.RecoverySeconds);
        return [.. shifts.Rows.Select(row => (IReadOnlyList<SiteIncident>)[.. site.Incidents.Where(incident =>
            row >= site.FirstSign(incident) && row < incident.EndRow + (incident.Incident.IsBenign ? 0 : recovery))])];
    }

    private static IEnumerable<LabelledMoment> Within(
        int index, SiteShifts shifts, SiteIncident incident, IReadOnlyList<SiteIncident>[] states, DiagnosisClasses classes, LabelledMomentsConfig config)
    {
        var known = classes.IndexOf(incident.Incident.FaultClass);
        var moments = config.SecondsAfterOnset.Select(seconds => shifts.MomentAt(incident.FirstRow + shifts.Site.RowsIn(seconds)))
            .Where(m => m >= 0 && shifts.Rows[m] >= incident.FirstRow && shifts.Rows[m] < incident.EndRow).Distinct();
        return known < 0 ? [] : moments.Where(m => IsClear(shifts.Rows[m], incident, states[m])).Select(m => new LabelledMoment(index, m, known, incident));
    }

    // First signs and recoveries of others do not blur a label; another fault under way does, and a fault blurs a benign event.
    private static bool IsClear(int row, SiteIncident incident, IReadOnlyList<SiteIncident> state) =>
        state.All(other => other == incident || row < other.FirstRow || row >= other.EndRow || (other.Incident.IsBenign && !incident.Incident.IsBenign));

    private static IEnumerable<LabelledMoment> After(
        int index, SiteShifts shifts, SiteIncident incident, IReadOnlyList<SiteIncident>[] states, DiagnosisClasses classes,
        LabelledMomentsConfig config, Random random)
    {
        var after = Enumerable.Range(0, states.Length)
            .Where(m => states[m].Count == 1 && states[m][0] == incident && shifts.Rows[m] >= incident.EndRow).ToArray();
        random.Shuffle(after);
        return after.Take(config.RecoveryMoments).Select(m => new LabelledMoment(index, m, classes.IndexOf(DiagnosisClasses.Recovery), incident));
    }
}
