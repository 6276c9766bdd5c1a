using Auscult.Evaluation.Results;
using Auscult.Learning.Training;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Smd;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Leaderboard;

/// <summary>One system of a table: a machine, a site, a recording.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Source">Where its data are.</param>
/// <param name="Pipeline">How they are fused and split.</param>
/// <param name="Evaluation">Thresholds, folds, buffer length.</param>
public sealed record LeaderboardSystem(string Name, DataConfig Source, PipelineConfig Pipeline, EvaluationConfig Evaluation)
{
    /// <summary>Reads the samples; by default from <see cref="Source"/>.</summary>
    public Func<Dataset> Load { get; init; } = () => DatasetSources.Load(Source);

    /// <summary>Why the system cannot be measured here, or null.</summary>
    public string? Absent { get; init; } = Directory.Exists(Source.Root) || File.Exists(Source.Root) ? null : $"no data at {Source.Root}";

    /// <summary>Published figures of an SMD machine under TSB-AD's protocol, or null.</summary>
    public PublishedScores? Published { get; init; }
}

/// <summary>A table and the systems it is measured on.</summary>
/// <param name="Name">Name of its files.</param>
/// <param name="Config">Its settings.</param>
/// <param name="Systems">In the order of the breakdown.</param>
public sealed record LeaderboardPlan(string Name, LeaderboardConfig Config, IReadOnlyList<LeaderboardSystem> Systems);
