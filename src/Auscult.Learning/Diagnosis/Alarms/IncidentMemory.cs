using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>An incident that was seen and named.</summary>
/// <param name="Id">Which.</param>
/// <param name="Class">What it was.</param>
/// <param name="Embedding">Mean embedding over its first moments.</param>
public sealed record KnownIncident(string Id, string Class, float[] Embedding);

/// <summary>A known incident and how far it is.</summary>
/// <param name="Incident">Which.</param>
/// <param name="Distance">Root mean square distance in standard deviations of the embedding's numbers.</param>
public sealed record NearIncident(KnownIncident Incident, double Distance);

/// <summary>The embeddings of all faults that were learned from: which of them is another one like?</summary>
/// <param name="Incidents">What is remembered.</param>
/// <param name="Scale">Standard deviation of each number of the embedding over them.</param>
public sealed record IncidentMemory(IReadOnlyList<KnownIncident> Incidents, IReadOnlyList<double> Scale)
{
    private const double SmallestScale = 1e-6;

    /// <summary>Remembers incidents.</summary>
    public static IncidentMemory Of(IReadOnlyList<KnownIncident> incidents)
    {
        var width = incidents.Count == 0 ? 0 : incidents[0].Embedding.Length;
        var scale = new double[width];
        for (var i = 0; i < width; i++)
        {
            var mean = incidents.Average(incident => incident.Embedding[i]);
            scale[i] = Math.Max(SmallestScale, Math.Sqrt(incidents.Average(incident => (incident.Embedding[i] - mean) * (incident.Embedding[i] - mean))));
        }
        return new IncidentMemory(incidents, scale);
    }

    /// <summary>Remembers the faults of labelled sites.</summary>
    /// <param name="diagnoser">Gives the embeddings.</param>
    /// <param name="sites">Labelled sites.</param>
    /// <param name="seconds">Seconds after the onset that are looked at.</param>
    public static IncidentMemory Of(ISiteDiagnoser diagnoser, IEnumerable<SiteShifts> sites, double seconds)
    {
        var known = new List<KnownIncident>();
        foreach (var site in sites)
        {
            foreach (var incident in site.Site.Faults)
            {
                var moments = KnownIntervals.MomentsOf(site, incident, seconds);
                if (moments.Count > 0)
                {
                    known.Add(new KnownIncident(
                        incident.Incident.Id, incident.Incident.FaultClass, EvidenceSum.Of(diagnoser.Judge(site, moments)).MeanEmbedding()));
                }
            }
        }
        return Of(known);
    }

    /// <summary>The nearest known incidents, nearest first.</summary>
    public IReadOnlyList<NearIncident> Nearest(ReadOnlySpan<float> embedding, int count)
    {
        var vector = embedding.ToArray();
        return [.. Incidents.Select(incident => new NearIncident(incident, Distance(incident.Embedding, vector)))
            .OrderBy(near => near.Distance).Take(count)];
    }

    /// <summary>
    /// How far apart two incidents of one class usually are: the median distance to the nearest other one of the class; 1 when there is none.
    /// </summary>
    public double TypicalDistance()
    {
        var nearest = Incidents.Select(incident => Incidents.Where(other => other != incident && other.Class == incident.Class)
            .Select(other => Distance(incident.Embedding, other.Embedding)).DefaultIfEmpty(double.NaN).Min()).Where(double.IsFinite).Order().ToArray();
        return nearest.Length == 0 ? 1 : Math.Max(SmallestScale, nearest[nearest.Length / 2]);
    }

    /// <summary>Root mean square distance of two embeddings in standard deviations of each number.</summary>
    public double Distance(float[] first, float[] second)
    {
        var sum = 0.0;
        for (var i = 0; i < Scale.Count; i++)
            sum += (first[i] - second[i]) * (first[i] - second[i]) / (Scale[i] * Scale[i]);
        return Math.Sqrt(sum / Math.Max(1, Scale.Count));
    }
}

/// <summary>The moments of an incident whose interval is known.</summary>
public static class KnownIntervals
{
    /// <summary>Moments from the onset on, for some seconds and no longer than the incident; empty when none lies in it.</summary>
    public static IReadOnlyList<int> MomentsOf(SiteShifts site, SiteIncident incident, double seconds)
    {
        var end = Math.Min(incident.EndRow, incident.FirstRow + site.Site.RowsIn(seconds) + 1);
        return [.. Enumerable.Range(0, site.Rows.Count).Where(m => site.Rows[m] > incident.FirstRow && site.Rows[m] < end)];
    }
}
