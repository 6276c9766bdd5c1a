using System.Security.Cryptography;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Tests.Running;

/// <summary>The files of a simulation.</summary>
public sealed class SimulatedFolderTests : IDisposable
{
    /// <summary>More accelerators than are handed over at once, a whole block of time and a short one.</summary>
    private static readonly SimulationConfig Config = new()
    {
        Duration = TimeSpan.FromSeconds(70),
        Room = new MachineRoomConfig { Nodes = 34 },
        Training = new TrainingJobConfig(),
        Faults = new FaultPlanConfig { Rates = FaultRates.Uniform, MeanInterval = TimeSpan.FromSeconds(30) },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_file_has_the_same_bytes_for_one_two_and_five_threads()
    {
        var one = Files(threads: 1);

        one.Count.ShouldBeGreaterThan(8);
        Files(threads: 2).ShouldBe(one);
        Files(threads: 5).ShouldBe(one);
    }

    private List<string> Files(int threads)
    {
        var set = _folder.At($"set{threads}");
        Simulator.ToFolder(Config, seed: 7, set, threads: threads);
        return
        [
            .. Directory.EnumerateFiles(set, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => $"{Path.GetRelativePath(set, file)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}"),
        ];
    }
}
