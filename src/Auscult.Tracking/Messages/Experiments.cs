namespace Auscult.Tracking.Messages;

/// <summary>What an endpoint answers that has nothing to say.</summary>
public sealed record Empty;

/// <summary>How MLflow says that something went wrong.</summary>
public sealed record ErrorAnswer(string? ErrorCode, string? Message);

/// <summary>A key and its text: a param, or a tag of anything.</summary>
public sealed record KeyValue(string Key, string Value);

/// <summary>An experiment.</summary>
public sealed record Experiment(string ExperimentId, string Name, string? ArtifactLocation, string? LifecycleStage)
{
    /// <summary>Its tags.</summary>
    public IReadOnlyList<KeyValue>? Tags { get; init; }
}

/// <summary><c>experiments/create</c>.</summary>
public sealed record CreateExperiment(string Name)
{
    /// <summary>Its tags.</summary>
    public IReadOnlyList<KeyValue>? Tags { get; init; }
}

/// <summary>The id of a new experiment.</summary>
public sealed record CreateExperimentAnswer(string ExperimentId);

/// <summary><c>experiments/get</c> and <c>get-by-name</c>.</summary>
public sealed record ExperimentAnswer(Experiment Experiment);

/// <summary><c>experiments/search</c>.</summary>
public sealed record SearchExperiments(long MaxResults, string? PageToken = null, string? Filter = null)
{
    /// <summary>ACTIVE_ONLY, DELETED_ONLY or ALL.</summary>
    public string? ViewType { get; init; }
}

/// <summary>One page of experiments.</summary>
public sealed record SearchExperimentsAnswer(IReadOnlyList<Experiment>? Experiments, string? NextPageToken);

/// <summary><c>experiments/update</c>: another name.</summary>
public sealed record UpdateExperiment(string ExperimentId, string NewName);

/// <summary><c>experiments/delete</c> and <c>restore</c>.</summary>
public sealed record ExperimentRequest(string ExperimentId);

/// <summary><c>experiments/set-experiment-tag</c>.</summary>
public sealed record SetExperimentTag(string ExperimentId, string Key, string Value);
