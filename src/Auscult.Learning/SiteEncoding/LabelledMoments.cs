using System.Runtime.InteropServices;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Sites;

namespace Auscult.Learning.SiteEncoding;

/// <summary>A moment with its label.</summary>
/// <param name="Moment">Index of the moment.</param>
/// <param name="Class">Index of the class.</param>
/// <param name="Root">Where the fault started; null for other moments, or when its place has no rows.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LabelledMoment(int Moment, int Class, EntityRef? Root);

/// <summary>Draws labelled moments of sites: mostly the first minute and a half of faults, benign events, and moments of nothing.</summary>
internal sealed class LabelledMoments
{
    // A fault that has just begun cannot be seen yet.
    private const double FirstSeconds = 5;
    private const double FreshSeconds = 90;
    private const double FreshShare = 0.75;
    private const int Tries = 8;

    private readonly IReadOnlyList<SiteShifts> _sites;
    private readonly DiagnosisClasses _classes;
    private readonly (int Site, SiteIncident Incident)[][] _faults;
    private readonly int[][] _quiet;

    public LabelledMoments(IReadOnlyList<SiteShifts> sites, DiagnosisClasses classes)
    {
        (_sites, _classes) = (sites, classes);
        _faults = [.. Enumerable.Range(0, sites.Count).SelectMany(s => sites[s].Site.Incidents.Select(incident => (Site: s, Incident: incident)))
            .Where(place => !place.Incident.Incident.IsBenign).GroupBy(place => place.Incident.Incident.FaultClass, StringComparer.Ordinal)
            .OrderBy(places => places.Key, StringComparer.Ordinal).Select(places => places.ToArray())];
        _quiet = [.. sites.Select(site => Enumerable.Range(0, site.Rows.Count).Where(moment => !IsBusy(site, moment)).ToArray())];
    }

    /// <summary>Draws a site, faults of every class equally often, and moments of it: of a fault, of a benign event and of nothing in turn.</summary>
    public (int Site, LabelledMoment[] Moments) Draw(Random random, int count)
    {
        if (_faults.Length == 0)
        {
            var any = random.Next(_sites.Count);
            return (any, [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? Benign(any, random) : Quiet(any, random))]);
        }
        var places = _faults[random.Next(_faults.Length)];
        var (site, first) = places[random.Next(places.Length)];
        var others = _sites[site].Site.Incidents.Where(incident => !incident.Incident.IsBenign).ToArray();
        return (site, [.. Enumerable.Range(0, count).Select(i => (i % 4) switch
        {
            0 => Fault(site, first, random),
            1 => Fault(site, others[random.Next(others.Length)], random),
            2 => Benign(site, random),
            _ => Quiet(site, random),
        })]);
    }

    /// <summary>Moments at which nothing is labelled, some of each site, evenly spaced.</summary>
    public IEnumerable<(int Site, int[] Moments)> Quiet(int perSite) => Enumerable.Range(0, _sites.Count)
        .Select(site => (site, Enumerable.Range(0, Math.Min(perSite, _quiet[site].Length))
            .Select(i => _quiet[site][(int)((long)i * _quiet[site].Length / perSite)]).ToArray()));

    private LabelledMoment Fault(int site, SiteIncident incident, Random random)
    {
        var shifts = _sites[site];
        var (first, fresh) = (shifts.Site.RowsIn(FirstSeconds), shifts.Site.RowsIn(FreshSeconds));
        var length = incident.EndRow - incident.FirstRow;
        var end = random.NextDouble() < FreshShare ? Math.Min(length, fresh) : length;
        var row = incident.FirstRow + first + random.Next(Math.Max(1, end - first));
        return new LabelledMoment(
            Math.Clamp(shifts.MomentAt(row), 0, shifts.Rows.Count - 1), _classes.IndexOf(incident.Incident.FaultClass), incident.Root);
    }

    private LabelledMoment Benign(int site, Random random)
    {
        var shifts = _sites[site];
        var events = shifts.Site.Incidents.Where(incident => incident.Incident.IsBenign)
            .GroupBy(incident => incident.Incident.FaultClass, StringComparer.Ordinal).Select(same => same.ToArray()).ToArray();
        for (var i = 0; i < Tries && events.Length > 0; i++)
        {
            var same = events[random.Next(events.Length)];
            var chosen = same[random.Next(same.Length)];
            var row = chosen.FirstRow + random.Next(Math.Max(shifts.Site.RowsIn(FirstSeconds), chosen.EndRow - chosen.FirstRow));
            var moment = Math.Clamp(shifts.MomentAt(row + (shifts.Site.RowsIn(FirstSeconds) / 2)), 0, shifts.Rows.Count - 1);
            if (!shifts.Site.Incidents.Any(incident => !incident.Incident.IsBenign && Touches(shifts, moment, incident)))
                return new LabelledMoment(moment, _classes.IndexOf(chosen.Incident.FaultClass), null);
        }
        return Quiet(site, random);
    }

    private LabelledMoment Quiet(int site, Random random) =>
        new(_quiet[site].Length == 0 ? 0 : _quiet[site][random.Next(_quiet[site].Length)], 0, null);

    private static bool IsBusy(SiteShifts site, int moment) => site.Site.Incidents.Any(incident => Touches(site, moment, incident));

    private static bool Touches(SiteShifts site, int moment, SiteIncident incident) =>
        incident.FirstRow <= site.Rows[moment] && incident.EndRow > site.Rows[moment] - site.Site.RowsIn(FirstSeconds);
}
