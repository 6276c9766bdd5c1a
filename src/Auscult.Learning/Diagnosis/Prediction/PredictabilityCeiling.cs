using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>The best recall that anything could reach for a class at a lead.</summary>
/// <param name="LeadMinutes">The lead.</param>
/// <param name="Incidents">Incidents that began at least that long after their recording; earlier ones say nothing.</param>
/// <param name="Labelled">Share of them whose first sign lies at least that long before the onset; NaN without any.</param>
/// <param name="Exported">Share of them whose sign is moreover on a signal that the site exports at all.</param>
public sealed record PredictabilityCeiling(double LeadMinutes, int Incidents, double Labelled, double Exported)
{
    /// <summary>The ceilings of one class.</summary>
    /// <param name="sites">Labelled sites.</param>
    /// <param name="faultClass">The class.</param>
    /// <param name="leads">Leads in minutes.</param>
    public static IReadOnlyList<PredictabilityCeiling> Of(IReadOnlyList<Site> sites, string faultClass, IEnumerable<double> leads)
    {
        var incidents = sites.SelectMany(site => site.Faults
            .Where(placed => placed.Incident.FaultClass == faultClass)
            .Select(placed => (
                Before: (placed.Incident.Onset - site.Start).TotalMinutes,
                Sign: placed.Incident.PrecursorStart is { } sign ? (placed.Incident.Onset - sign).TotalMinutes : 0,
                IsExported: IsExported(site, placed)))).ToArray();
        return [.. leads.Select(lead => At(incidents, lead))];
    }

    /// <summary>Incidents with a sign that early and on an exported signal.</summary>
    public static bool CanForetell(Site site, SiteIncident placed, double leadMinutes) =>
        placed.Incident.PrecursorStart is { } sign && (placed.Incident.Onset - sign).TotalMinutes >= leadMinutes && IsExported(site, placed);

    private static PredictabilityCeiling At((double Before, double Sign, bool IsExported)[] incidents, double lead)
    {
        var judged = incidents.Where(incident => incident.Before >= lead).ToArray();
        var signs = judged.Where(incident => incident.Sign > 0 && incident.Sign >= lead).ToArray();
        double Share(int count) => judged.Length == 0 ? double.NaN : (double)count / judged.Length;
        return new PredictabilityCeiling(lead, judged.Length, Share(signs.Length), Share(signs.Count(incident => incident.IsExported)));
    }

    // The causal chain names the signals that show something before the onset. Without a chain the label has to be believed.
    private static bool IsExported(Site site, SiteIncident placed)
    {
        var early = placed.Incident.CausalChain.Where(link => link.DelaySeconds < 0).ToArray();
        return early.Length == 0 || early.Any(link => site.Find(link.Entity) is { } entity && site.Kinds[entity.Kind].Frame.Schema.Signals
            .Any(signal => signal.Name == link.Signal || signal.Name == RateOf(link.Signal)));
    }

    private static string RateOf(string counter) =>
        counter.EndsWith("_total", StringComparison.Ordinal) ? $"{counter[..^"_total".Length]}_per_second" : counter;
}
