using System.ComponentModel.DataAnnotations;
using Auscult.Retraining.Checks;

namespace Auscult.Retraining;

/// <summary>How a model is retrained on a schedule and when another one takes its place; <c>configs/retrain/*.yaml</c>.</summary>
public sealed record RetrainConfig
{
    /// <summary>Folder of the registry, the attempts, the lineage and the lock. Default <c>runs/retrain</c>.</summary>
    public string Folder { get; init; } = "runs/retrain";

    /// <summary>
    /// Folder of dataset folders that grows; a name that begins with a dot is not looked at. Null (the default): the recordings of the section
    /// <c>data</c>, of which there are more each time.
    /// </summary>
    public string? Incoming { get; init; }

    /// <summary>
    /// One recording in so many is held out for ever, in the order in which they came; a dataset with a part <c>test</c> holds out that part instead.
    /// Default 4.
    /// </summary>
    [Range(2, 1000)]
    public int HeldOutEvery { get; init; } = 4;

    /// <summary>Latest deliveries of data that are learned from and judged on; older ones are forgotten. Default 12.</summary>
    [Range(1, 100_000)]
    public int KeepDeliveries { get; init; } = 12;

    /// <summary>Versions that the registry keeps beside the champion; older ones are removed. Default 6.</summary>
    [Range(1, 100_000)]
    public int KeepVersions { get; init; } = 6;

    /// <summary>Times that an attempt may end without a word (a crash, a kill) before its data are refused. Default 3.</summary>
    [Range(1, 1000)]
    public int MaxTries { get; init; } = 3;

    /// <summary>Held-out faults below which nothing is promoted over a champion. Default 12.</summary>
    [Range(1, 1_000_000)]
    public int MinHeldOutFaults { get; init; } = 12;

    /// <summary>Held-out recordings below which nothing is promoted over a champion. Default 3.</summary>
    [Range(1, 1_000_000)]
    public int MinHeldOutRecordings { get; init; } = 3;

    /// <summary>
    /// What counts as noise: a difference is beyond it when 0 lies outside of the central 1 - level of its resamples; for "better" the level is
    /// divided by the number of figures. Default 0.05.
    /// </summary>
    [Range(0.0001, 0.5)]
    public double Level { get; init; } = 0.05;

    /// <summary>Resamples of the paired bootstrap. Default 2000.</summary>
    [Range(100, 1_000_000)]
    public int Resamples { get; init; } = 2000;

    /// <summary>Name of the registered model at the tracking store or server. Default <c>auscult-diagnosis</c>.</summary>
    public string RegisteredModel { get; init; } = "auscult-diagnosis";

    /// <summary>Alias of the version that serves. Default <c>champion</c>.</summary>
    public string Alias { get; init; } = "champion";

    /// <summary>When new data are refused or called drifted.</summary>
    public CheckConfig Check { get; init; } = new();
}
