using System.Globalization;
using System.Runtime.InteropServices;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>One event as one host saw it.</summary>
/// <param name="Host">The node.</param>
/// <param name="Micros">Its clock at that moment.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Sighting(string Host, long Micros);

/// <summary>
/// What several hosts saw at the same moment: an operational event of the same kind and detail, or the end of the same step of a
/// synchronous job (<see cref="StepSignal"/>).
/// </summary>
internal static class SharedEvents
{
    /// <summary>The signal that counts the steps of a job.</summary>
    public const string StepSignal = "steps_total";

    /// <summary>Events with one sighting per host, at least two of them.</summary>
    /// <param name="dataset">Events, steps, topology.</param>
    /// <param name="maxOffset">Sightings farther apart (microseconds) are different events.</param>
    public static IEnumerable<IReadOnlyList<Sighting>> Of(Dataset dataset, long maxOffset)
    {
        var hosts = HostNames.Of(dataset.Topology);
        if (hosts.Values.Distinct(StringComparer.Ordinal).Count() < 2)
            return [];
        var sightings = dataset.Events.Select(happened => (Key: $"{happened.Kind}\n{happened.Detail}", happened.Entity, Micros: Micros.From(happened.Time)))
            .Concat(Steps(dataset));
        return sightings.Where(seen => hosts.ContainsKey(seen.Entity))
            .GroupBy(seen => seen.Key, seen => new Sighting(hosts[seen.Entity], seen.Micros), StringComparer.Ordinal)
            .SelectMany(same => Apart([.. same.OrderBy(seen => seen.Micros)], maxOffset))
            .Where(shared => shared.Count > 1);
    }

    // A step number or a kind of event can come again later: sightings that are far apart are different events.
    private static IEnumerable<IReadOnlyList<Sighting>> Apart(Sighting[] sightings, long maxOffset)
    {
        var current = new List<Sighting>();
        foreach (var seen in sightings)
        {
            if (current.Count > 0 && seen.Micros - current[0].Micros > maxOffset)
            {
                yield return current;
                current = [];
            }
            // Several ranks of a host see the same end of a step; the first one counts.
            if (!current.Exists(other => other.Host == seen.Host))
                current.Add(seen);
        }
        yield return current;
    }

    // The first sample with a new number tells when the step ended.
    private static IEnumerable<(string Key, string Entity, long Micros)> Steps(Dataset dataset)
    {
        foreach (var info in dataset.Series.Where(info => info.Columns.Contains(StepSignal, StringComparer.Ordinal)))
        {
            var table = dataset.ReadSeries(info.Layer, info.EntityKind, new SeriesFilter { Columns = [StepSignal] });
            var last = new double[table.Entities.Count];
            Array.Fill(last, double.NaN);
            var values = table.Columns[0].Values;
            for (var row = 0; row < values.Length; row++)
            {
                var entity = table.EntityIndex[row];
                // What an entity counted before its first sample says nothing about when.
                if (double.IsFinite(values[row]) && values[row] > last[entity])
                {
                    yield return (
                        string.Create(CultureInfo.InvariantCulture, $"step\n{values[row]:R}"), table.Entities[entity], table.TimesMicros[row]);
                }
                if (double.IsFinite(values[row]))
                    last[entity] = values[row];
            }
        }
    }
}
