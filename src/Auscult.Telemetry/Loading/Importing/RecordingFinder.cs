using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>Finds the recordings of a source that does not name them.</summary>
internal static class RecordingFinder
{
    /// <summary>One recording over all samples, or several where none came for longer than <paramref name="gap"/>.</summary>
    public static IReadOnlyList<Recording> Find(IEnumerable<SampleSeries> series, TimeSpan step, TimeSpan? gap)
    {
        var longest = gap is { } given ? Math.Max(Micros.From(given), Micros.From(step)) : long.MaxValue;
        var busy = new List<(long First, long Last)>();
        foreach (var (first, last) in series.SelectMany(samples => Busy(samples, longest)).Order())
        {
            if (busy.Count > 0 && first - busy[^1].Last <= longest)
                busy[^1] = (busy[^1].First, Math.Max(busy[^1].Last, last));
            else
                busy.Add((first, last));
        }
        return [.. busy.Select((part, i) => new Recording($"part{i}", Micros.ToTime(part.First), Micros.ToTime(part.Last) + step))];
    }

    /// <summary>An incident with the recording its onset lies in, when it does not name one; its end is cut where the recording ends.</summary>
    /// <exception cref="InputException">No recording was running.</exception>
    public static Incident Assign(Incident incident, IReadOnlyList<Recording> recordings, string location)
    {
        if (incident.Recording.Length > 0)
            return incident;
        var recording = recordings.FirstOrDefault(part => incident.Onset < part.End && incident.End > part.Start) ?? throw new InputException(
            $"incident '{incident.Id}' ({incident.Onset:O} to {incident.End:O}) lies in no recording", location);
        return incident with
        {
            Recording = recording.Name,
            Onset = incident.Onset < recording.Start ? recording.Start : incident.Onset,
            End = incident.End > recording.End ? recording.End : incident.End,
        };
    }

    // Stretches of a series without a gap; few per series, whatever its length.
    private static List<(long First, long Last)> Busy(SampleSeries samples, long longest)
    {
        var stretches = new List<(long, long)>();
        var times = samples.Times;
        var first = times[0];
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] - times[i - 1] <= longest)
                continue;
            stretches.Add((first, times[i - 1]));
            first = times[i];
        }
        stretches.Add((first, times[^1]));
        return stretches;
    }
}
