using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>
/// For each (moment, entity) pair of a kind, minutes to the next onset of one class at that entity. A recording that ends first censors: it is
/// only known that there was none until then. Pairs whose place is in an incident, or recovers from one, say nothing.
/// </summary>
public sealed class OnsetTimes
{
    private readonly float[] _minutes;

    private OnsetTimes(float[] minutes, IReadOnlyList<SiteIncident> incidents) => (_minutes, Incidents) = (minutes, incidents);

    /// <summary>The incidents of the class at entities of the kind, in order of onset.</summary>
    public IReadOnlyList<SiteIncident> Incidents { get; }

    /// <summary>Whether a pair may be learned from and judged.</summary>
    public bool IsQuiet(int pair) => !float.IsNaN(_minutes[pair]);

    /// <summary>Minutes to the next onset; infinite when none is recorded.</summary>
    public double Onset(int pair) => _minutes[pair] >= 0 ? _minutes[pair] : double.PositiveInfinity;

    /// <summary>Minutes for which it is known whether there was an onset.</summary>
    public double Known(int pair) => _minutes[pair] >= 0 ? double.PositiveInfinity : -_minutes[pair];

    /// <summary>Reads the labels of a site.</summary>
    /// <param name="precursors">Its moments and entities.</param>
    /// <param name="faultClass">The class.</param>
    /// <param name="config">Length of a recovery.</param>
    /// <param name="incidents">Labels in place of the site's own: a control.</param>
    public static OnsetTimes Of(
        KindPrecursors precursors, string faultClass, PredictionConfig config, IReadOnlyList<SiteIncident>? incidents = null)
    {
        var (site, entities) = (precursors.Site, precursors.Entities);
        var faults = incidents?.Where(incident => !incident.Incident.IsBenign).ToArray() ?? site.Faults;
        var (minutes, end) = (new float[precursors.Count], site.TimeOf(site.RowCount));
        var ofClass = faults.Where(incident => incident.Incident.FaultClass == faultClass
            && incident.Root is { } root && root.Kind == precursors.KindIndex).ToArray();
        for (var e = 0; e < entities.Count; e++)
        {
            var place = site.PlaceOf(entities[e].Id);
            var here = faults.Where(incident => site.PlaceOf(incident.Incident.RootEntity) == place)
                .Select(incident => (Start: incident.Incident.Onset, End: incident.Incident.End.AddSeconds(config.RecoverySeconds))).ToArray();
            var onsets = ofClass.Where(incident => incident.Root!.Value.Entity == e).Select(incident => incident.Incident.Onset).ToArray();
            for (var m = 0; m < precursors.Rows.Count; m++)
            {
                var time = precursors.TimeOf(m);
                var next = onsets.Where(onset => onset >= time).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
                minutes[(m * entities.Count) + e] = here.Any(span => time >= span.Start && time <= span.End) ? float.NaN
                    : next == DateTimeOffset.MaxValue ? -Math.Max(float.Epsilon, (float)(end - time).TotalMinutes)
                    : (float)(next - time).TotalMinutes;
            }
        }
        return new OnsetTimes(minutes, ofClass);
    }
}
