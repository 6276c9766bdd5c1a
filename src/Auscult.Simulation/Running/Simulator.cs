using Auscult.Simulation.Configuration;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Running;

/// <summary>Simulates a cluster and gives its telemetry as a dataset.</summary>
public static class Simulator
{
    private const string Recording = "simulation";

    /// <summary>Simulates into memory: for tests and small examples.</summary>
    /// <param name="config">What to simulate.</param>
    /// <param name="seed">Every random choice derives from it.</param>
    /// <param name="threads">Threads; the result does not depend on it.</param>
    /// <param name="cancellation">Stops early; then nothing is returned.</param>
    /// <exception cref="Foundation.InputException">The configuration cannot be; the message names the key.</exception>
    public static Dataset ToMemory(SimulationConfig config, long seed, int threads = 1, CancellationToken cancellation = default)
    {
        var cluster = new SimulatedCluster(config, new Seeds(seed));
        var sink = new MemorySink();
        cluster.Run(sink, threads, cancellation);
        return new MemoryDataset("simulation", ManifestOf(config, cluster), cluster.Topology, sink.Series(), cluster.Labels(Recording), cluster.Events);
    }

    private static DatasetManifest ManifestOf(SimulationConfig config, SimulatedCluster cluster) => new()
    {
        Name = config.Name,
        Step = config.Step,
        Origin = "simulated by auscult",
        Licence = "CC0-1.0",
        Recordings = [new Recording(Recording, config.Start, config.Start + config.Duration)],
        Signals = [.. cluster.Signals()],
    };
}
