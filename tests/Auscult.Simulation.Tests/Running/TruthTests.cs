using System.Security.Cryptography;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Simulation.Tests.Running;

public sealed class TruthTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"auscult-truth-{Guid.NewGuid():N}");

    [Fact]
    public void The_hidden_state_lies_beside_the_series_without_noise_and_changes_nothing_else()
    {
        var config = new SimulationConfig
        {
            Duration = TimeSpan.FromMinutes(2), Room = new MachineRoomConfig { Nodes = 2 }, Training = new TrainingJobConfig(),
            Truth = true,
        };
        Simulator.ToFolder(config, 1, _folder);
        using var connection = DuckDbConnection.Open();
        var file = Path.Combine(_folder, DatasetLayout.TruthFile(EntityKind.Gpu));
        using var result = connection.Query(
            "SELECT (count(*) = 16 * 120 AND min(condition_cooling) = 1 AND max(cause) = -1 AND max(activity_compute) > 0.5 AND "
            + $"max(state_power) BETWEEN 400 AND 700)::BIGINT FROM '{file}'");
        result.Scalar().ShouldBe(1);
        File.Exists(Path.Combine(_folder, DatasetLayout.TruthFile(EntityKind.Nic))).ShouldBeTrue();
        var series = Series();
        Simulator.ToFolder(config with { Truth = false }, 1, _folder, overwrite: true);
        Series().ShouldBe(series);
        Directory.Exists(Path.Combine(_folder, DatasetLayout.TruthFolder)).ShouldBeFalse();
    }

    private string[] Series() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(_folder, DatasetLayout.SeriesFolder), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
    ];

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}
