using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Realism.Statistics;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>Why the slowest rank of a step is slow.</summary>
public sealed class StragglerAspect : Aspect
{
    private const int LeastSteps = 20;

    private static readonly (string Key, string Column)[] Operations =
    [
        ("forward", "forward_seconds"), ("backward", "backward_seconds"), ("allreduce", "step_allreduce_seconds"),
        ("reducescatter", "step_reducescatter_seconds"), ("allgather", "step_allgather_seconds"), ("send", "step_send_seconds"),
        ("recv", "step_recv_seconds"), ("alltoall", "step_alltoall_seconds"),
    ];

    /// <inheritdoc/>
    public override string Name => "stragglers";

    /// <inheritdoc/>
    public override string Title => "Stragglers";

    /// <inheritdoc/>
    public override string About =>
        "Compute time (forward and backward) of every rank in every step. The slowest rank sets the pace: slowdown is its time over the mean of all, "
        + "and a share is how much of the slowdown goes away when one cause is taken out: differences between pipeline stages, the slowest 3 % of the "
        + "ranks, what varies from step to step. Shares overlap, as they do in Lin et al. (OSDI 2025).";

    /// <inheritdoc/>
    public override IReadOnlyList<FigureKind> Figures { get; } =
    [
        new("slowdown", "slowdown: slowest rank over the mean", "", FigureScale.Ratio, "Ranks differ too much", "Ranks are too much alike"),
        new("stage_share", "share explained by pipeline stages", "", FigureScale.Difference,
            "Stages explain too much", "Stages explain too little"),
        new("last_stage", "last pipeline stage over the mean stage", "", FigureScale.Ratio,
            "The last stage has too much to do", "The last stage has too little to do"),
        new("worker_share", "share explained by the slowest 3 % of the ranks", "", FigureScale.Difference,
            "A few ranks explain too much", "A few ranks explain too little"),
        new("varying_share", "share explained by what varies from step to step", "", FigureScale.Difference,
            "Too much varies from step to step", "Too little varies from step to step"),
        new("forward_backward", "correlation of what varies in forward and backward", "", FigureScale.Difference,
            "Forward and backward vary too much together", "Forward and backward vary too independently (long sequences slow both)"),
        new("persistence", "probability that the slowest rank stays the slowest", "", FigureScale.Difference,
            "The slowest rank stays too long", "The slowest rank changes too fast"),
        .. Operations.Select(operation => new FigureKind(
            $"ratio/{operation.Key}", $"slowest over median rank: {operation.Key}", "", FigureScale.Ratio,
                "Ranks differ too much", "Ranks are too much alike")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<SampleKind> Samples { get; } =
    [
        new("rank", "compute time of a rank over the mean of the step", "of the mean"),
        new("slowest", "slowest rank of a step over the mean of the step", "of the mean"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<RecordingProfile> Measure(Dataset dataset) => [.. dataset.Manifest.Recordings
        .Select(recording => RankSteps.Of(dataset, recording, [.. Operations.Select(operation => operation.Column)]))
        .Where(steps => steps?.StepCount >= LeastSteps).Select(steps => Measure(steps!))];

    private static RecordingProfile Measure(RankSteps steps)
    {
        var (forward, backward) = (steps["forward_seconds"]!, steps["backward_seconds"]!);
        double[][] compute = [.. forward.Zip(backward, (a, b) => a.Zip(b, (x, y) => x + y).ToArray())];
        var decomposition = new Decomposition(compute, steps.StageOf);
        double[][] relative = [.. compute.Select(step => step.Select(value => value / step.Average()).ToArray())];
        var slowest = relative.Select(step => Array.IndexOf(step, step.Max())).ToArray();
        var profile = new RecordingProfile(steps.Recording.Name)
        {
            Figures =
            {
                ["slowdown"] = decomposition.Slowdown,
                ["stage_share"] = decomposition.StageShare,
                ["last_stage"] = decomposition.LastStage,
                ["worker_share"] = decomposition.WorkerShare,
                ["varying_share"] = decomposition.VaryingShare,
                ["forward_backward"] = SeriesStatistics.Correlation(Decomposition.Varying(forward), Decomposition.Varying(backward)),
                ["persistence"] = slowest.Skip(1).Where((rank, i) => rank == slowest[i]).Count() / (double)(slowest.Length - 1),
            },
            Samples =
            {
                ["rank"] = [.. relative.SelectMany(step => step)],
                ["slowest"] = [.. relative.Select(step => step.Max())],
            },
        };
        foreach (var (key, column) in Operations)
        {
            if (steps[column] is { } values)
                profile.Figures[$"ratio/{key}"] = Quantiles.Of([.. values.Select(step => step.Max() / Quantiles.Of(step, 0.5)).Where(double.IsFinite)], 0.5);
        }
        return profile;
    }
}
