using Auscult.Simulation.Benchmark;
using Auscult.Simulation.Configuration;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Running;

/// <summary>
/// The faults of a simulation without its telemetry: a year of a large cluster in a second. What a fault costs the job is not known, so
/// labels end with their cause.
/// </summary>
public static class FaultCalendar
{
    private static readonly TimeSpan Step = TimeSpan.FromDays(1);
    private static readonly Signal FaultState = new("fault_state", Layer.Hardware, SignalKind.State, "faults", EntityKind.Node, Aggregation.Sum);

    /// <summary>Draws the faults and benign events of a configuration.</summary>
    /// <param name="config">What would be simulated.</param>
    /// <param name="seed">Every random choice derives from it: the labels are those that a simulation with this seed has.</param>
    /// <returns>
    /// The labels and the topology; the one signal, <c>fault_state</c>, is the number of open faults of each host at the start of each day, as
    /// in the InfiniteHBD trace.
    /// </returns>
    /// <exception cref="Foundation.InputException">The configuration cannot be; the message names the key.</exception>
    public static Dataset Of(SimulationConfig config, long seed)
    {
        var members = SuiteMember.Of(config, seed);
        var head = SuiteHead.Of(config, members);
        Incident[] labels = [.. members.SelectMany(member => new SimulatedCluster(member).Labels(member.Recording))];
        var manifest = head.Manifest with { Step = Step, Signals = [FaultState], Origin = $"{head.Manifest.Origin}, faults only" };
        return new MemoryDataset("calendar", manifest, head.Topology, [new MemorySeries(Layer.Hardware, EntityKind.Node, States(head, labels))], labels);
    }

    private static SeriesTable States(SuiteHead head, Incident[] labels)
    {
        string[] nodes = [.. head.Topology.Entities.Where(entity => entity.Kind == EntityKind.Node).Select(entity => entity.Id)];
        var containment = Containment.Of(head.Topology);
        var faults = labels.Where(label => !label.IsBenign).ToLookup(label => containment.NodeOf(label.RootEntity)?.Id, StringComparer.Ordinal);
        var (times, index, states) = (new List<long>(), new List<int>(), new List<double>());
        foreach (var (node, number) in nodes.Select((node, number) => (node, number)))
        {
            foreach (var recording in head.Manifest.Recordings)
            {
                for (var time = recording.Start; time < recording.End; time += Step)
                {
                    times.Add(Micros.From(time));
                    index.Add(number);
                    states.Add(faults[node].Count(fault => fault.Onset <= time && time < fault.End));
                }
            }
        }
        return new SeriesTable(nodes, [.. times], [.. index], [new SeriesColumn(FaultState.Name, [.. states])]);
    }
}
