using System.Globalization;
using Auscult.Simulation.Configuration;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Benchmark;

/// <summary>One cluster of a dataset.</summary>
/// <param name="Recording">Name of its recording.</param>
/// <param name="Prefix">Put before its entity ids; empty where it is the only one.</param>
/// <param name="Split">The split it belongs to, or null.</param>
/// <param name="Config">What is simulated.</param>
/// <param name="Seeds">Its random choices.</param>
/// <param name="Composition">What it was drawn from, for the events of the dataset; empty where nothing was drawn.</param>
internal sealed record SuiteMember(string Recording, string Prefix, string? Split, SimulationConfig Config, Seeds Seeds, string Composition = "")
{
    /// <summary>The clusters of a simulation: those of its benchmark, or the one it describes.</summary>
    /// <exception cref="Foundation.InputException">The benchmark cannot be drawn; the message names the key.</exception>
    public static IReadOnlyList<SuiteMember> Of(SimulationConfig config, long seed) => config.Benchmark is { } benchmark
        ? new BenchmarkDraw(config, benchmark, new Seeds(seed).Child("benchmark")).Members()
        : [new SuiteMember("simulation", "", null, config, new Seeds(seed))];

    /// <summary>Name of member <paramref name="number"/> of a split.</summary>
    public static string NameOf(string split, int number) => string.Create(CultureInfo.InvariantCulture, $"{split}-{number + 1:D2}");
}
