using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Incidents;

/// <summary>Tells the story of labelled incidents in signals: the root beside a victim and an unaffected peer.</summary>
public static class IncidentGallery
{
    private const int MostLanes = 12;
    private const int MostOfLayer = 4;
    private const double LeastShift = 3;

    /// <summary>One incident of every class: alone in its time where there is such a one, and as severe as there is.</summary>
    /// <param name="dataset">The dataset.</param>
    public static IReadOnlyList<Incident> OneOfEach(Dataset dataset) =>
        [.. dataset.Incidents.GroupBy(incident => (incident.FaultClass, incident.IsBenign))
            .Select(group => group.MinBy(incident => (Company(dataset, incident), -(incident.Severity ?? 0), incident.Onset)))
            .OfType<Incident>()
            .OrderBy(incident => incident.IsBenign).ThenBy(incident => incident.Layer).ThenBy(incident => incident.FaultClass, StringComparer.Ordinal)];

    /// <summary>Reads what is shown of one incident.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="incident">One of its incidents.</param>
    public static IncidentStory Tell(Dataset dataset, Incident incident)
    {
        var (from, until) = Ends(dataset, incident);
        var roles = new IncidentRoles(dataset.Topology, incident);
        var series = dataset.Series
            .Select(info => (Info: info, Roles: roles.Of(info.EntityKind))).Where(table => table.Roles.Count > 0)
            .SelectMany(table => IncidentSeries.Read(dataset, table.Info, table.Roles, incident.Onset, from, until))
            .ToLookup(one => (one.Signal.Layer, one.Signal.EntityKind, one.Signal.Name));
        var (left, right) = ((from - incident.Onset).TotalSeconds, (until - incident.Onset).TotalSeconds);
        var end = (incident.End - incident.Onset).TotalSeconds;
        var lanes = Choose(series, incident, end).Select(key => new IncidentLane(
            key.Layer, key.Name, Unit(series[key].First().Signal), incident.RootSignals.Contains(key.Name, StringComparer.Ordinal),
            [.. series[key].Select(one => one.Curve(left, right)).OrderBy(curve => curve.Role)]));
        return new IncidentStory(
            incident, left, right, [.. lanes.OrderBy(lane => lane.Layer)],
            [.. Overlapping(dataset, incident, from, until).Where(other => roles.IsNear(other.RootEntity))]);
    }

    /// <summary>Signals that the label or its causal chain names, then those that moved most, layer by layer.</summary>
    private static IEnumerable<(Layer Layer, EntityKind Kind, string Name)> Choose(
        ILookup<(Layer Layer, EntityKind Kind, string Name), IncidentSeries> series, Incident incident, double end)
    {
        var chosen = new List<(Layer Layer, EntityKind Kind, string Name)>();
        var named = incident.RootSignals.Concat(incident.CausalChain.Select(link => link.Signal)).Distinct(StringComparer.Ordinal);
        foreach (var name in named)
        {
            var known = series.Where(group => string.Equals(group.Key.Name, name, StringComparison.Ordinal)).OrderByDescending(group => group.Max(one => one.Shift(end)));
            if (known.FirstOrDefault() is { } best && chosen.Count < MostLanes)
                chosen.Add(best.Key);
        }
        var moved = series.Select(group => (group.Key, Shift: group.Max(one => one.Shift(end)))).Where(one => one.Shift >= LeastShift)
            .OrderByDescending(one => one.Shift).ThenBy(one => one.Key.Name, StringComparer.Ordinal).ToArray();
        for (var round = 1; round <= MostOfLayer; round++)
        {
            foreach (var layer in Enum.GetValues<Layer>())
            {
                if (chosen.Count >= MostLanes || chosen.Count(key => key.Layer == layer) >= round)
                    continue;
                var next = moved.Where(one => one.Key.Layer == layer && !chosen.Contains(one.Key)).Select(one => one.Key).ToArray();
                if (next.Length > 0)
                    chosen.Add(next[0]);
            }
        }
        return chosen;
    }

    /// <summary>
    /// The incident with as much before and after it, but not before a long precursor's last part nor outside the recording.
    /// </summary>
    private static (DateTimeOffset From, DateTimeOffset Until) Ends(Dataset dataset, Incident incident)
    {
        var length = incident.End - incident.Onset;
        var pad = TimeSpan.FromSeconds(Math.Max(60, 0.6 * length.TotalSeconds));
        var earliest = incident.Onset - (4 * pad);
        var from = (incident.PrecursorStart is { } precursor && precursor > earliest ? precursor : incident.Onset) - pad;
        if (incident.PrecursorStart < earliest)
            from = earliest;
        var recording = dataset.Manifest.Recordings.First(one => string.Equals(one.Name, incident.Recording, StringComparison.Ordinal));
        var until = incident.End + pad;
        return (from < recording.Start ? recording.Start : from, until > recording.End ? recording.End : until);
    }

    private static int Company(Dataset dataset, Incident incident)
    {
        var (from, until) = Ends(dataset, incident);
        return Overlapping(dataset, incident, from, until).Count(other => !other.IsBenign);
    }

    private static IEnumerable<Incident> Overlapping(Dataset dataset, Incident incident, DateTimeOffset from, DateTimeOffset until) =>
        dataset.Incidents.Where(other => other.Id != incident.Id && other.Recording == incident.Recording && other.Onset < until && other.End > from);

    private static string Unit(Signal signal) => signal.Kind == SignalKind.Counter ? $"{signal.Unit}/s" : signal.Unit;
}
