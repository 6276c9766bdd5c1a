using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>
/// Offsets between the clocks of hosts, one per host and recording, from what they saw at the same moment, by a median polish: the moment of
/// an event is the median of its sightings less their hosts' offsets, the offset of a host is the median of its sightings less
/// those moments, until nothing changes.
/// </summary>
internal sealed class ClockEstimate
{
    private const int MostRounds = 50;
    private readonly Dictionary<string, long[]> _corrections = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _hosts;
    private readonly IReadOnlyList<Recording> _recordings;

    public ClockEstimate(Dataset dataset, ClockConfig config)
    {
        (_hosts, _recordings) = (HostNames.Of(dataset.Topology), dataset.Manifest.Recordings);
        var events = SharedEvents.Of(dataset, (long)(config.MaxOffsetSeconds * Micros.PerSecond));
        Offsets =
        [
            .. events.GroupBy(shared => RecordingNear(shared[0].Micros)).OrderBy(recording => recording.Key)
                .SelectMany(recording => Estimate(_recordings[recording.Key].Name, [.. recording], config)),
        ];
        foreach (var offset in Offsets.Where(offset => offset.Corrected))
        {
            if (!_corrections.TryGetValue(offset.Host, out var corrections))
                _corrections.Add(offset.Host, corrections = new long[_recordings.Count]);
            var recording = _recordings.Index().First(pair => pair.Item.Name == offset.Recording).Index;
            corrections[recording] = (long)Math.Round(offset.OffsetSeconds * Micros.PerSecond);
        }
    }

    /// <summary>The estimates, by recording and host; empty when no event was shared.</summary>
    public IReadOnlyList<ClockOffset> Offsets { get; }

    /// <summary>The largest correction in microseconds, either way.</summary>
    public long LongestCorrection => _corrections.Values.SelectMany(corrections => corrections).Select(Math.Abs).DefaultIfEmpty().Max();

    /// <summary>Takes the offset of its host's clock off the times of an entity.</summary>
    public void Correct(string entity, Span<long> times)
    {
        if (!_hosts.TryGetValue(entity, out var host) || !_corrections.TryGetValue(host, out var corrections))
            return;
        foreach (ref var time in times)
            time -= corrections[RecordingNear(time)];
    }

    // A clock that is off may put a sample outside its recording.
    private int RecordingNear(long micros)
    {
        var nearest = 0;
        var shortest = long.MaxValue;
        for (var i = 0; i < _recordings.Count && shortest > 0; i++)
        {
            var (start, end) = (Micros.From(_recordings[i].Start), Micros.From(_recordings[i].End));
            var distance = micros < start ? start - micros : Math.Max(0, micros - end);
            if (distance < shortest)
                (nearest, shortest) = (i, distance);
        }
        return nearest;
    }

    private static IEnumerable<ClockOffset> Estimate(string recording, List<IReadOnlyList<Sighting>> events, ClockConfig config)
    {
        string[] hosts = [.. events.SelectMany(shared => shared.Select(seen => seen.Host)).Distinct().Order(StringComparer.Ordinal)];
        var numberOf = hosts.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var origin = events[0][0].Micros;
        var sightings = events.SelectMany((shared, number) => shared.Select(seen =>
            (Event: number, Host: numberOf[seen.Host], Time: (double)(seen.Micros - origin)))).ToArray();
        var byEvent = sightings.GroupBy(seen => seen.Event).Select(group => group.ToArray()).ToArray();
        var byHost = sightings.GroupBy(seen => seen.Host).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        var offsets = new double[hosts.Length];
        var moments = new double[byEvent.Length];
        for (var (round, change) = (0, double.MaxValue); round < MostRounds && change >= 0.5; round++)
        {
            for (var i = 0; i < moments.Length; i++)
                moments[i] = Median(byEvent[i].Select(seen => seen.Time - offsets[seen.Host]));
            change = 0;
            for (var host = 0; host < offsets.Length; host++)
            {
                var offset = Median(byHost[host].Select(seen => seen.Time - moments[seen.Event]));
                change = Math.Max(change, Math.Abs(offset - offsets[host]));
                offsets[host] = offset;
            }
        }
        Center(offsets, byEvent);
        for (var i = 0; i < moments.Length; i++)
            moments[i] = Median(byEvent[i].Select(seen => seen.Time - offsets[seen.Host]));
        return hosts.Select((host, number) =>
        {
            var spread = 1.4826 * Median(byHost[number].Select(seen => Math.Abs(seen.Time - offsets[number] - moments[seen.Event])));
            var estimate = new ClockOffset(
                recording, host, Math.Round(offsets[number]) / Micros.PerSecond, spread / Micros.PerSecond, byHost[number].Length, false);
            var isBelieved = estimate.Events >= config.MinEvents && Math.Abs(estimate.OffsetSeconds) <= config.MaxOffsetSeconds;
            return estimate with { Corrected = config.Correct && isBelieved && estimate.IsSignificant };
        });
    }

    // Events tell differences only: among hosts that are linked by events the median offset is 0.
    private static void Center(double[] offsets, (int Event, int Host, double Time)[][] byEvent)
    {
        var part = Enumerable.Range(0, offsets.Length).ToArray();
        foreach (var shared in byEvent)
        {
            var joined = shared.Select(seen => part[seen.Host]).ToHashSet();
            for (var host = 0; joined.Count > 1 && host < part.Length; host++)
                part[host] = joined.Contains(part[host]) ? joined.Min() : part[host];
        }
        foreach (var hosts in part.Index().GroupBy(pair => pair.Item, pair => pair.Index).ToArray())
        {
            var center = Median(hosts.Select(host => offsets[host]));
            foreach (var host in hosts)
                offsets[host] -= center;
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
