using Auscult.Evaluation.Baselines.Choosing;
using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Baselines;

/// <summary>The registry of baseline detectors, by the names that configurations and tables use.</summary>
public static class BaselineDetectors
{
    // Log distances spread a third as far as logs of squared errors.
    private static readonly double[] EnsembleWeights = [1, 1, 5];

    private static readonly Dictionary<string, Func<Seeds, IAnomalyDetector>> Known = new(StringComparer.Ordinal)
    {
        ["random"] = seeds => new RandomDetector(seeds),
        ["robust-z"] = _ => new RobustZDetector(),
        ["pca"] = _ => new PcaDetector(wholeSeries: false),
        ["pca-whole-series"] = _ => new PcaDetector(wholeSeries: true),
        ["pca-windows"] = _ => new WindowedPcaDetector(),
        ["mahalanobis"] = _ => new MahalanobisDetector(),
        ["auto-regression"] = _ => new AutoRegressionDetector(),
        ["isolation-forest"] = seeds => new IsolationForestDetector(seeds),
        ["nearest-windows"] = _ => new NearestWindowsDetector(),
        ["kmeans-windows"] = seeds => new KMeansDetector(seeds),
        ["change-points"] = _ => new ChangePointDetector(),
        ["peer-mad"] = _ => new PeerDeviationDetector(),
        ["linear-autoencoder-smoothed"] = _ => new SmoothedDetector(new LinearAutoencoderDetector(centred: false)),
        ["linear-autoencoder-centred-smoothed"] = _ => new SmoothedDetector(new LinearAutoencoderDetector(centred: true)),
        ["window-statistics"] = _ => new WindowStatisticsDetector(),
        ["window-statistics-centred"] = _ => new WindowStatisticsDetector(new WindowStatisticsConfig { Centred = true }),
        ["fused"] = _ => new FusedDetector(
            "fused", [new SmoothedDetector(new LinearAutoencoderDetector(centred: false)), new WindowStatisticsDetector()]),
        ["linear-kmeans-smoothed"] = seeds => new FusedDetector("linear-kmeans-smoothed",
        [
            new SmoothedDetector(new LinearAutoencoderDetector(centred: false)), new SmoothedDetector(new KMeansDetector(seeds)),
        ]),
        ["ensemble"] = _ => new FusedDetector("ensemble",
        [
            new RelativeErrorDetector(new LinearAutoencoderDetector(centred: false)),
            new RelativeErrorDetector(new AutoRegressionDetector()),
            new WindowStatisticsDetector(),
        ], weights: EnsembleWeights),
        ["chosen"] = seeds => new ChosenDetector("chosen",
        [
            .. ((string[])["ensemble", "window-statistics", "fused", "linear-autoencoder-smoothed", "pca"]).Select(name => (Func<IAnomalyDetector>)(() => Create(name, seeds))),
            () => new SmoothedDetector(new PcaDetector(wholeSeries: false)), () => new SmoothedDetector(new RobustZDetector()),
        ], seeds),
        ["cnn-forecast"] = seeds => new ConvolutionalForecastDetector(seeds),
        ["minder"] = seeds => new MinderDetector(seeds),
    };

    /// <summary>All names, from the simplest to the most elaborate.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    /// <summary>A detector that has not been fitted.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seeds">For those that draw random numbers.</param>
    /// <exception cref="InputException">The name is unknown.</exception>
    public static IAnomalyDetector Create(string name, Seeds seeds) =>
        Known.TryGetValue(name, out var create)
            ? create(seeds)
            : throw new InputException($"unknown detector '{name}'", remedy: NearestName.Suggest(name, Known.Keys));
}
