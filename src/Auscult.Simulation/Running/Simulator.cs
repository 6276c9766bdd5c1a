using System.Diagnostics;
using Auscult.Simulation.Benchmark;
using Auscult.Simulation.Configuration;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Simulation.Running;

/// <summary>Simulates one cluster, or the clusters of a benchmark one after the other, and gives the telemetry as a dataset.</summary>
public static class Simulator
{
    /// <summary>Simulates into memory: for tests and small examples.</summary>
    /// <param name="config">What to simulate.</param>
    /// <param name="seed">Every random choice derives from it.</param>
    /// <param name="threads">Threads; the result does not depend on it.</param>
    /// <param name="cancellation">Stops early; then nothing is returned.</param>
    /// <exception cref="Foundation.InputException">The configuration cannot be; the message names the key.</exception>
    public static Dataset ToMemory(SimulationConfig config, long seed, int threads = 1, CancellationToken cancellation = default)
    {
        var members = SuiteMember.Of(config, seed);
        var head = SuiteHead.Of(config, members);
        var sink = new MemorySink();
        var (incidents, events) = Run(members, head, sink, threads, progress: null, cancellation);
        return new MemoryDataset("simulation", head.Manifest, head.Topology, sink.Series(), incidents, events);
    }

    /// <summary>Simulates into a dataset folder, which appears whole or not at all; memory does not grow with the simulated time.</summary>
    /// <param name="config">What to simulate.</param>
    /// <param name="seed">Every random choice derives from it.</param>
    /// <param name="directory">The folder.</param>
    /// <param name="overwrite">Whether an existing one may be replaced.</param>
    /// <param name="threads">Threads; the result does not depend on it.</param>
    /// <param name="progress">Told how far it is after every block; may be null.</param>
    /// <param name="compression">How series are compressed; null for the format's own way.</param>
    /// <param name="cancellation">Stops early; then no folder appears.</param>
    /// <exception cref="Foundation.InputException">The configuration cannot be, or the folder exists.</exception>
    /// <exception cref="IOException">It cannot be stored.</exception>
    public static SimulationSummary ToFolder(
        SimulationConfig config, long seed, string directory, bool overwrite = false, int threads = 1,
        Action<SimulationProgress>? progress = null, ParquetCompression? compression = null, CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        var members = SuiteMember.Of(config, seed);
        var head = SuiteHead.Of(config, members);
        long rows, samples;
        IReadOnlyList<Incident> incidents;
        using (var writer = DatasetWriter.Create(directory, overwrite, compression))
        {
            writer.Write(head.Manifest);
            writer.Write(head.Topology);
            var sink = new FolderSink(writer, head);
            (incidents, var events) = Run(members, head, sink, threads, progress, cancellation);
            writer.Write(incidents);
            writer.Write(events);
            cancellation.ThrowIfCancellationRequested();
            writer.Commit();
            (rows, samples) = (sink.Rows, sink.Samples);
        }
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new SimulationSummary
        {
            Name = config.Name,
            Folder = directory,
            Members = members.Count,
            Nodes = members.Sum(member => member.Config.Room.Nodes),
            SimulatedSeconds = members.Sum(member => member.Config.Duration.TotalSeconds),
            NodeSeconds = members.Sum(NodeSeconds),
            Rows = rows,
            Samples = samples,
            Signals = head.Manifest.Signals.Count,
            Faults = Count(incidents.Where(incident => !incident.IsBenign)),
            Benign = Count(incidents.Where(incident => incident.IsBenign)),
            Bytes = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length),
            Seconds = seconds,
            Fingerprint = Dataset.Open(directory).Fingerprint,
        };
    }

    /// <summary>Node-seconds that a configuration asks for.</summary>
    /// <exception cref="Foundation.InputException">The benchmark cannot be drawn; the message names the key.</exception>
    public static double NodeSecondsOf(SimulationConfig config, long seed) => SuiteMember.Of(config, seed).Sum(NodeSeconds);

    private static (IReadOnlyList<Incident> Incidents, IReadOnlyList<OperationalEvent> Events) Run(
        IReadOnlyList<SuiteMember> members, SuiteHead head, Exporting.ISeriesSink inner, int threads, Action<SimulationProgress>? progress,
        CancellationToken cancellation)
    {
        var sink = new SuiteSink(head.Tables, inner);
        var (incidents, events, done) = (new List<Incident>(), new List<OperationalEvent>(), 0.0);
        foreach (var member in members)
        {
            var (before, nodes) = (done, member.Config.Room.Nodes);
            void Report(double seconds) => progress?.Invoke(new SimulationProgress(member.Recording, seconds, done = before + (seconds * nodes)));
            var cluster = new SimulatedCluster(member);
            cluster.Run(sink, threads, cancellation, Report);
            incidents.AddRange(cluster.Labels(member.Recording));
            if (member.Composition.Length > 0)
                events.Add(new OperationalEvent(member.Config.Start, $"{member.Prefix}cluster", "composition", member.Composition));
            events.AddRange(cluster.Events);
        }
        return (incidents, events);
    }

    private static double NodeSeconds(SuiteMember member) => member.Config.Room.Nodes * member.Config.Duration.TotalSeconds;

    private static SortedDictionary<string, int> Count(IEnumerable<Incident> incidents) => new(
        incidents.GroupBy(incident => incident.FaultClass, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
        StringComparer.Ordinal);
}
