using System.Text.Json.Serialization;

namespace Auscult.Tracking.Messages;

/// <summary>A measurement. The last three are those of a logged model's metric.</summary>
/// <param name="Key">Name.</param>
/// <param name="Value">May be NaN or infinite, which go over the wire as text.</param>
/// <param name="Timestamp">Milliseconds since 1970 UTC.</param>
/// <param name="Step">Position on the run's axis.</param>
public sealed record Metric(string Key, double Value, long Timestamp, long Step)
{
    /// <summary>The dataset it was measured on.</summary>
    public string? DatasetName { get; init; }

    /// <summary>That dataset's fingerprint.</summary>
    public string? DatasetDigest { get; init; }

    /// <summary>The logged model it judges.</summary>
    public string? ModelId { get; init; }
}

/// <summary>A run: what it is, what it logged, what it read and made.</summary>
public sealed record Run(RunInfo Info, RunData? Data)
{
    /// <summary>What it read.</summary>
    public RunInputs? Inputs { get; init; }

    /// <summary>What it made.</summary>
    public RunOutputs? Outputs { get; init; }
}

/// <summary>What a run is.</summary>
public sealed record RunInfo(string RunId, string ExperimentId)
{
    /// <summary>Its name.</summary>
    public string? RunName { get; init; }

    /// <summary>RUNNING, SCHEDULED, FINISHED, FAILED or KILLED.</summary>
    public string? Status { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long? StartTime { get; init; }

    /// <summary>Milliseconds since 1970 UTC; null while it runs.</summary>
    public long? EndTime { get; init; }

    /// <summary>Where its artifacts are.</summary>
    public string? ArtifactUri { get; init; }

    /// <summary><c>active</c> or <c>deleted</c>.</summary>
    public string? LifecycleStage { get; init; }
}

/// <summary>What a run logged; of each metric the last measurement.</summary>
public sealed record RunData(IReadOnlyList<Metric>? Metrics, IReadOnlyList<KeyValue>? Params, IReadOnlyList<KeyValue>? Tags);

/// <summary>What a run read.</summary>
public sealed record RunInputs(IReadOnlyList<DatasetUse>? DatasetInputs);

/// <summary>What a run made.</summary>
public sealed record RunOutputs(IReadOnlyList<ModelOutput>? ModelOutputs);

/// <summary>Data and what a run does with them (tag <c>mlflow.data.context</c>).</summary>
public sealed record DatasetUse(RunDataset Dataset, IReadOnlyList<KeyValue>? Tags);

/// <summary>Data.</summary>
public sealed record RunDataset(string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile);

/// <summary>A logged model that a run made, and at which step.</summary>
public sealed record ModelOutput(string ModelId, long Step);

/// <summary><c>runs/create</c>.</summary>
public sealed record CreateRun(string ExperimentId, string RunName, long StartTime, IReadOnlyList<KeyValue> Tags)
{
    /// <summary>Who started it.</summary>
    public string? UserId { get; init; }
}

/// <summary><c>runs/create</c> and <c>runs/get</c>.</summary>
public sealed record RunAnswer(Run Run);

/// <summary><c>runs/update</c>.</summary>
public sealed record UpdateRun(string RunId)
{
    /// <summary>RUNNING, SCHEDULED, FINISHED, FAILED or KILLED.</summary>
    public string? Status { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long? EndTime { get; init; }

    /// <summary>Its name.</summary>
    public string? RunName { get; init; }
}

/// <summary><c>runs/delete</c> and <c>runs/restore</c>.</summary>
public sealed record RunRequest(string RunId);

/// <summary><c>runs/search</c>.</summary>
public sealed record SearchRuns(IReadOnlyList<string> ExperimentIds)
{
    /// <summary>MLflow's filter language, such as <c>params.seed = '1'</c>.</summary>
    public string? Filter { get; init; }

    /// <summary>Such as <c>attributes.start_time DESC</c>.</summary>
    public IReadOnlyList<string>? OrderBy { get; init; }

    /// <summary>ACTIVE_ONLY (the default), DELETED_ONLY or ALL.</summary>
    public string? RunViewType { get; init; }

    /// <summary>Length of a page.</summary>
    public int MaxResults { get; init; } = 1000;

    /// <summary>Where the page starts.</summary>
    public string? PageToken { get; init; }
}

/// <summary>One page of runs.</summary>
public sealed record SearchRunsAnswer(IReadOnlyList<Run>? Runs, string? NextPageToken);

/// <summary><c>runs/log-batch</c>: at most 1 MB, 1,000 entries, 1,000 metrics, 100 params, 100 tags.</summary>
public sealed record LogBatch(string RunId, IReadOnlyList<Metric> Metrics, IReadOnlyList<KeyValue> Params, IReadOnlyList<KeyValue> Tags);

/// <summary><c>runs/log-metric</c>.</summary>
public sealed record LogMetric(string RunId, string Key, double Value, long Timestamp, long Step);

/// <summary><c>runs/log-parameter</c> and <c>runs/set-tag</c>.</summary>
public sealed record LogValue(string RunId, string Key, string Value);

/// <summary><c>runs/delete-tag</c>.</summary>
public sealed record DeleteTag(string RunId, string Key);

/// <summary><c>runs/log-inputs</c>.</summary>
public sealed record LogInputs(string RunId, IReadOnlyList<DatasetUse> Datasets);

/// <summary><c>runs/outputs</c>.</summary>
public sealed record LogOutputs(string RunId, IReadOnlyList<ModelOutput> Models);

/// <summary>One page of a metric's history.</summary>
public sealed record MetricHistoryAnswer(IReadOnlyList<Metric>? Metrics, string? NextPageToken);

/// <summary>A file or a folder among artifacts.</summary>
public sealed record FileInfo(string Path, bool IsDir)
{
    /// <summary>Bytes; null for a folder.</summary>
    public long? FileSize { get; init; }
}

/// <summary><c>artifacts/list</c>, of a run.</summary>
public sealed record ListArtifactsAnswer([property: JsonPropertyName("root_uri")] string? RootUri, IReadOnlyList<FileInfo>? Files,
    string? NextPageToken);
