namespace Auscult.Tracking.Messages;

/// <summary>A model that a run made (MLflow 3).</summary>
public sealed record LoggedModel(LoggedModelInfo Info, LoggedModelData? Data);

/// <summary>What a logged model is.</summary>
public sealed record LoggedModelInfo(string ModelId, string ExperimentId, string Name)
{
    /// <summary>The status of a model whose files are still coming.</summary>
    public const string Pending = "LOGGED_MODEL_PENDING";

    /// <summary>The status of a whole model.</summary>
    public const string Ready = "LOGGED_MODEL_READY";

    /// <summary>The status of a model whose files did not come.</summary>
    public const string Failed = "LOGGED_MODEL_UPLOAD_FAILED";

    /// <summary>Where its files are.</summary>
    public string? ArtifactUri { get; init; }

    /// <summary>One of the three constants.</summary>
    public string? Status { get; init; }

    /// <summary>Free text, such as <c>encoder</c>.</summary>
    public string? ModelType { get; init; }

    /// <summary>The run that made it.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<KeyValue>? Tags { get; init; }
}

/// <summary>Params and metrics of a logged model.</summary>
public sealed record LoggedModelData(IReadOnlyList<KeyValue>? Params, IReadOnlyList<Metric>? Metrics);

/// <summary>POST <c>logged-models</c>.</summary>
public sealed record CreateLoggedModel(string ExperimentId, string Name)
{
    /// <summary>Free text, such as <c>encoder</c>.</summary>
    public string? ModelType { get; init; }

    /// <summary>The run that made it.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>Its params.</summary>
    public IReadOnlyList<KeyValue>? Params { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<KeyValue>? Tags { get; init; }
}

/// <summary>A logged model.</summary>
public sealed record LoggedModelAnswer(LoggedModel Model);

/// <summary>PATCH <c>logged-models/ID</c>.</summary>
public sealed record FinalizeLoggedModel(string ModelId, string Status);

/// <summary><c>logged-models/search</c>.</summary>
public sealed record SearchLoggedModels(IReadOnlyList<string> ExperimentIds, string? Filter = null, int MaxResults = 50,
    string? PageToken = null);

/// <summary>One page of logged models.</summary>
public sealed record SearchLoggedModelsAnswer(IReadOnlyList<LoggedModel>? Models, string? NextPageToken);

/// <summary>PATCH <c>logged-models/ID/tags</c>.</summary>
public sealed record SetLoggedModelTags(string ModelId, IReadOnlyList<KeyValue> Tags);

/// <summary>POST <c>logged-models/ID/params</c>.</summary>
public sealed record LogLoggedModelParams(string ModelId, IReadOnlyList<KeyValue> Params);

/// <summary>A name under which versions of a model are kept.</summary>
public sealed record RegisteredModel(string Name)
{
    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<KeyValue>? Tags { get; init; }

    /// <summary>Which version each alias means.</summary>
    public IReadOnlyList<ModelAlias>? Aliases { get; init; }
}

/// <summary>An alias and the version it means.</summary>
public sealed record ModelAlias(string Alias, string Version);

/// <summary><c>registered-models/create</c> and <c>update</c>.</summary>
public sealed record CreateRegisteredModel(string Name, string? Description = null, IReadOnlyList<KeyValue>? Tags = null);

/// <summary>A registered model.</summary>
public sealed record RegisteredModelAnswer(RegisteredModel RegisteredModel);

/// <summary><c>registered-models/delete</c>.</summary>
public sealed record RegisteredModelRequest(string Name);

/// <summary>One page of registered models.</summary>
public sealed record SearchRegisteredModelsAnswer(IReadOnlyList<RegisteredModel>? RegisteredModels, string? NextPageToken);

/// <summary>POST <c>registered-models/alias</c>.</summary>
public sealed record SetAlias(string Name, string Alias, string Version);

/// <summary>DELETE <c>registered-models/alias</c>.</summary>
public sealed record AliasRequest(string Name, string Alias);

/// <summary><c>registered-models/set-tag</c>.</summary>
public sealed record SetRegisteredModelTag(string Name, string Key, string Value);

/// <summary>A version of a registered model.</summary>
public sealed record ModelVersion(string Name, string Version)
{
    /// <summary>Where its files are.</summary>
    public string? Source { get; init; }

    /// <summary>The run that made it.</summary>
    public string? RunId { get; init; }

    /// <summary>The logged model it is.</summary>
    public string? ModelId { get; init; }

    /// <summary>READY, PENDING_REGISTRATION or FAILED_REGISTRATION.</summary>
    public string? Status { get; init; }

    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<KeyValue>? Tags { get; init; }

    /// <summary>Its aliases.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }
}

/// <summary><c>model-versions/create</c>.</summary>
public sealed record CreateModelVersion(string Name, string Source)
{
    /// <summary>The run that made it.</summary>
    public string? RunId { get; init; }

    /// <summary>The logged model it is.</summary>
    public string? ModelId { get; init; }

    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<KeyValue>? Tags { get; init; }
}

/// <summary>A version.</summary>
public sealed record ModelVersionAnswer(ModelVersion ModelVersion);

/// <summary>One page of versions.</summary>
public sealed record SearchModelVersionsAnswer(IReadOnlyList<ModelVersion>? ModelVersions, string? NextPageToken);

/// <summary>Where a version's files are.</summary>
public sealed record DownloadUriAnswer(string ArtifactUri);
