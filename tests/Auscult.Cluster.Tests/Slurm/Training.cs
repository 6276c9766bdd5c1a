using Auscult.Cli.Tests;

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>A training on data/tiny that is over in a moment.</summary>
internal static class Training
{
    /// <summary>Overrides of every training.</summary>
    public static IReadOnlyList<string> Quick { get; } =
    [
        "experiment=tiny", $"data.root={Path.Combine(Repository.Root, "data", "tiny")}", "tracker=none", "train.max_steps=2", "train.batch_size=4",
        "train.evaluation_windows=4", "train.num_threads=1", "encoder.embed_dim=16", "encoder.num_layer_blocks=1", "head.anomaly.score_stride=64",
        "head.root_cause.num_steps=2", "head.root_cause.max_windows=1",
    ];
}
