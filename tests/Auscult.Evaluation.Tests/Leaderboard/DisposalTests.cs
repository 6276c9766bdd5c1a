using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.Leaderboard;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

namespace Auscult.Evaluation.Tests.Leaderboard;

/// <summary>Tables leave no network behind. Counts all tensors of the process, so nothing runs beside it.</summary>
[Collection(Name)]
public sealed class DisposalTests : IDisposable
{
    public const string Name = "counts tensors";
    private readonly string _folder = Directory.CreateTempSubdirectory("disposal").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(TableKind.Detection, "cnn-forecast")]
    [InlineData(TableKind.Detection, "minder")]
    [InlineData(TableKind.Signals, "cnn-forecast")]
    public void Detectors_are_disposed_after_use(TableKind kind, string method)
    {
        var site = Sites.Dataset(nodes: 1, effect: 6, signals: 4);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        new LeaderboardRunner(new LeaderboardOptions { CacheFolder = _folder }, TimeProvider.System)
            .Run(Sites.Plan(kind, Sites.System("site", site), method, method), (_, _) => { }, CancellationToken.None).Measured.ShouldBe(1);
        Tensor.TotalCount.ShouldBe(before);
    }

    [Fact]
    public void What_wraps_a_detector_disposes_it()
    {
        using var frame = SyntheticFrames.Waves(2, [200], _ => false);
        var before = Tensor.TotalCount;
        IAnomalyDetector detector = new FusedDetector(
            "all", [new SmoothedDetector(new RelativeErrorDetector(new ConvolutionalForecastDetector(new Seeds(1))))]);
        detector.Fit(frame, [new RowRange(0, 0, 200)]);
        Tensor.TotalCount.ShouldBeGreaterThan(before);
        detector.Dispose();
        Tensor.TotalCount.ShouldBe(before);
    }
}

[CollectionDefinition(DisposalTests.Name, DisableParallelization = true)]
public sealed class TensorCountingTests;
