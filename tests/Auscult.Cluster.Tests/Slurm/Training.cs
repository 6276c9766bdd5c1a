using Auscult.Cli.Tests;

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>Trainings on data/tiny that are over in a moment.</summary>
internal static class Training
{
    /// <summary>Number of steps of <see cref="Stoppable"/>.</summary>
    public const int Steps = 240;

    /// <summary>Overrides of a training of two steps.</summary>
    public static IReadOnlyList<string> Quick { get; } =
    [
        "experiment=tiny", $"data.root={Path.Combine(Repository.Root, "data", "tiny")}", "tracker=none", "train.max_steps=2", "train.batch_size=4",
        "train.evaluation_windows=4", "train.num_threads=1", "encoder.embed_dim=16", "encoder.num_layer_blocks=1", "head.anomaly.score_stride=64",
        "head.root_cause.num_steps=2", "head.root_cause.max_windows=1",
    ];

    /// <summary>Overrides of a training that saves often, and is long enough to be stopped after it saved first.</summary>
    public static IReadOnlyList<string> Stoppable { get; } =
        [.. Quick, $"train.max_steps={Steps}", "train.checkpoint_steps=40", "train.evaluation_steps=120", "train.keep_checkpoints=4", "output_dir=run"];

    /// <summary>Weights after the last step.</summary>
    public static byte[] Weights(string folder) =>
        File.ReadAllBytes(Path.Combine(folder, "run", "checkpoints", $"step-{Steps:D8}", "weights.safetensors"));

    /// <summary>Whether it has saved something.</summary>
    public static bool HasSaved(string folder) =>
        Directory.Exists(Path.Combine(folder, "run", "checkpoints")) && Directory.EnumerateDirectories(Path.Combine(folder, "run", "checkpoints"), "step-*").Any();
}
