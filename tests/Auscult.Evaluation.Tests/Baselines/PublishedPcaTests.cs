using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Protocols;
using Auscult.Learning.Training;
using Auscult.Telemetry.Loading.Smd;
using Auscult.Telemetry.Tests;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.Baselines;

/// <summary>
/// The whole chain (loader, fusion, protocol, detector, buffer length, VUS-PR) gives published figures: PCA of TSB-AD's 2024 table.
/// </summary>
public sealed class PublishedPcaTests
{
    [DatasetFact("SMD")]
    public void Pca_reproduces_the_published_figures_to_six_decimals()
    {
        var root = Path.Combine(DatasetFactAttribute.Root, "SMD");
        foreach (var published in PublishedScores.Load(root))
        {
            using var data = PreparedData.From(
                new SmdSource(root, published.Machine).Load(), new PipelineConfig { Window = new WindowConfig { Length = 64, Stride = 8 } });
            var task = DetectionTasks.TsbAd(data, published);
            var detector = new PcaDetector(wholeSeries: true);
            detector.Fit(task.Frame, task.Train);
            var series = new ScoredSeries(task.FaultRows(), detector.Score(task.Frame, 0));
            VolumeUnderSurface.Of(series, task.BufferLength()).Pr
                .ShouldBe(published.VusPr.Single(method => method.Key == "PCA").Value, 1e-6, published.Machine);
        }
    }

    [DatasetFact("SMD")]
    public void Buffer_lengths_of_smd_are_those_of_the_reference()
    {
        var root = Path.Combine(DatasetFactAttribute.Root, "SMD");
        foreach (var (machine, expected) in new[] { ("machine-2-1", 125), ("machine-3-4", 21) })
        {
            using var data = PreparedData.From(
                new SmdSource(root, machine).Load(), new PipelineConfig { Window = new WindowConfig { Length = 64, Stride = 8 } });
            DetectionTasks.Own(data, excludeFaults: false).BufferLength().ShouldBe(expected, machine);
        }
    }
}
