using Auscult.Tracking.Messages;

namespace Auscult.Tracking.Rest;

/// <summary>
/// MLflow's REST API (mlflow/protos/service.proto, model_registry.proto, mlflow_artifacts.proto), as far as a training pipeline needs it.
/// Every
/// method throws <see cref="MlflowException"/> when the server refuses or cannot be asked.
/// </summary>
/// <remarks>Declared as Refit declares one; <see cref="MlflowClient"/> adds paging, batches and what makes repetitions harmless.</remarks>
public interface IMlflowApi
{
    /// <summary>Makes an experiment.</summary>
    [Post("/api/2.0/mlflow/experiments/create")]
    Task<CreateExperimentAnswer> CreateExperiment([Body] CreateExperiment request, CancellationToken cancellation = default);

    /// <summary>An experiment by its id.</summary>
    [Get("/api/2.0/mlflow/experiments/get")]
    Task<ExperimentAnswer> GetExperiment([AliasAs("experiment_id")] string experimentId, CancellationToken cancellation = default);

    /// <summary>An experiment by its name, deleted ones too.</summary>
    [Get("/api/2.0/mlflow/experiments/get-by-name")]
    Task<ExperimentAnswer> GetExperimentByName([AliasAs("experiment_name")] string name, CancellationToken cancellation = default);

    /// <summary>One page of experiments.</summary>
    [Post("/api/2.0/mlflow/experiments/search")]
    Task<SearchExperimentsAnswer> SearchExperiments([Body] SearchExperiments request, CancellationToken cancellation = default);

    /// <summary>Renames an experiment.</summary>
    [Post("/api/2.0/mlflow/experiments/update")]
    Task<Empty> UpdateExperiment([Body] UpdateExperiment request, CancellationToken cancellation = default);

    /// <summary>Moves an experiment to the trash.</summary>
    [Post("/api/2.0/mlflow/experiments/delete")]
    Task<Empty> DeleteExperiment([Body] ExperimentRequest request, CancellationToken cancellation = default);

    /// <summary>Takes an experiment out of the trash.</summary>
    [Post("/api/2.0/mlflow/experiments/restore")]
    Task<Empty> RestoreExperiment([Body] ExperimentRequest request, CancellationToken cancellation = default);

    /// <summary>Sets a tag of an experiment.</summary>
    [Post("/api/2.0/mlflow/experiments/set-experiment-tag")]
    Task<Empty> SetExperimentTag([Body] SetExperimentTag request, CancellationToken cancellation = default);

    /// <summary>Starts a run.</summary>
    [Post("/api/2.0/mlflow/runs/create")]
    Task<RunAnswer> CreateRun([Body] CreateRun request, CancellationToken cancellation = default);

    /// <summary>A run.</summary>
    [Get("/api/2.0/mlflow/runs/get")]
    Task<RunAnswer> GetRun([AliasAs("run_id")] string runId, CancellationToken cancellation = default);

    /// <summary>Changes status, end or name of a run.</summary>
    [Post("/api/2.0/mlflow/runs/update")]
    Task<Empty> UpdateRun([Body] UpdateRun request, CancellationToken cancellation = default);

    /// <summary>Moves a run to the trash.</summary>
    [Post("/api/2.0/mlflow/runs/delete")]
    Task<Empty> DeleteRun([Body] RunRequest request, CancellationToken cancellation = default);

    /// <summary>Takes a run out of the trash.</summary>
    [Post("/api/2.0/mlflow/runs/restore")]
    Task<Empty> RestoreRun([Body] RunRequest request, CancellationToken cancellation = default);

    /// <summary>One page of runs.</summary>
    [Post("/api/2.0/mlflow/runs/search")]
    Task<SearchRunsAnswer> SearchRuns([Body] SearchRuns request, CancellationToken cancellation = default);

    /// <summary>Logs many metrics, params and tags at once.</summary>
    [Post("/api/2.0/mlflow/runs/log-batch")]
    Task<Empty> LogBatch([Body] LogBatch request, CancellationToken cancellation = default);

    /// <summary>Logs one metric.</summary>
    [Post("/api/2.0/mlflow/runs/log-metric")]
    Task<Empty> LogMetric([Body] LogMetric request, CancellationToken cancellation = default);

    /// <summary>Logs one param.</summary>
    [Post("/api/2.0/mlflow/runs/log-parameter")]
    Task<Empty> LogParam([Body] LogValue request, CancellationToken cancellation = default);

    /// <summary>Sets one tag.</summary>
    [Post("/api/2.0/mlflow/runs/set-tag")]
    Task<Empty> SetTag([Body] LogValue request, CancellationToken cancellation = default);

    /// <summary>Removes one tag.</summary>
    [Post("/api/2.0/mlflow/runs/delete-tag")]
    Task<Empty> DeleteTag([Body] DeleteTag request, CancellationToken cancellation = default);

    /// <summary>Says what a run reads.</summary>
    [Post("/api/2.0/mlflow/runs/log-inputs")]
    Task<Empty> LogInputs([Body] LogInputs request, CancellationToken cancellation = default);

    /// <summary>Says which models a run made.</summary>
    [Post("/api/2.0/mlflow/runs/outputs")]
    Task<Empty> LogOutputs([Body] LogOutputs request, CancellationToken cancellation = default);

    /// <summary>One page of a metric's history.</summary>
    [Get("/api/2.0/mlflow/metrics/get-history")]
    Task<MetricHistoryAnswer> GetMetricHistory(
        [AliasAs("run_id")] string runId, [AliasAs("metric_key")] string key, [AliasAs("max_results")] int? maxResults = null,
        [AliasAs("page_token")] string? pageToken = null, CancellationToken cancellation = default);

    /// <summary>Files and folders among a run's artifacts.</summary>
    [Get("/api/2.0/mlflow/artifacts/list")]
    Task<ListArtifactsAnswer> ListArtifacts(
        [AliasAs("run_id")] string runId, string? path = null, [AliasAs("page_token")] string? pageToken = null,
            CancellationToken cancellation = default);

    /// <summary>Makes a logged model, whose files come next.</summary>
    [Post("/api/2.0/mlflow/logged-models")]
    Task<LoggedModelAnswer> CreateLoggedModel([Body] CreateLoggedModel request, CancellationToken cancellation = default);

    /// <summary>A logged model.</summary>
    [Get("/api/2.0/mlflow/logged-models/{model_id}")]
    Task<LoggedModelAnswer> GetLoggedModel([AliasAs("model_id")] string modelId, CancellationToken cancellation = default);

    /// <summary>Says that a logged model's files are all there, or will not come.</summary>
    [Patch("/api/2.0/mlflow/logged-models/{model_id}")]
    Task<LoggedModelAnswer> FinalizeLoggedModel(
        [AliasAs("model_id")] string modelId, [Body] FinalizeLoggedModel request, CancellationToken cancellation = default);

    /// <summary>Deletes a logged model.</summary>
    [Delete("/api/2.0/mlflow/logged-models/{model_id}")]
    Task<Empty> DeleteLoggedModel([AliasAs("model_id")] string modelId, CancellationToken cancellation = default);

    /// <summary>One page of logged models.</summary>
    [Post("/api/2.0/mlflow/logged-models/search")]
    Task<SearchLoggedModelsAnswer> SearchLoggedModels([Body] SearchLoggedModels request, CancellationToken cancellation = default);

    /// <summary>Sets tags of a logged model.</summary>
    [Patch("/api/2.0/mlflow/logged-models/{model_id}/tags")]
    Task<Empty> SetLoggedModelTags([AliasAs("model_id")] string modelId, [Body] SetLoggedModelTags request,
        CancellationToken cancellation = default);

    /// <summary>Adds params to a logged model.</summary>
    [Post("/api/2.0/mlflow/logged-models/{model_id}/params")]
    Task<Empty> LogLoggedModelParams(
        [AliasAs("model_id")] string modelId, [Body] LogLoggedModelParams request, CancellationToken cancellation = default);

    /// <summary>Registers a name for versions of a model.</summary>
    [Post("/api/2.0/mlflow/registered-models/create")]
    Task<RegisteredModelAnswer> CreateRegisteredModel([Body] CreateRegisteredModel request, CancellationToken cancellation = default);

    /// <summary>A registered model.</summary>
    [Get("/api/2.0/mlflow/registered-models/get")]
    Task<RegisteredModelAnswer> GetRegisteredModel(string name, CancellationToken cancellation = default);

    /// <summary>Changes a registered model's description.</summary>
    [Patch("/api/2.0/mlflow/registered-models/update")]
    Task<RegisteredModelAnswer> UpdateRegisteredModel([Body] CreateRegisteredModel request, CancellationToken cancellation = default);

    /// <summary>Deletes a registered model with its versions.</summary>
    [Delete("/api/2.0/mlflow/registered-models/delete")]
    Task<Empty> DeleteRegisteredModel([Body] RegisteredModelRequest request, CancellationToken cancellation = default);

    /// <summary>One page of registered models.</summary>
    [Get("/api/2.0/mlflow/registered-models/search")]
    Task<SearchRegisteredModelsAnswer> SearchRegisteredModels(
        string? filter = null, [AliasAs("max_results")] int? maxResults = null, [AliasAs("page_token")] string? pageToken = null,
        CancellationToken cancellation = default);

    /// <summary>Sets a tag of a registered model.</summary>
    [Post("/api/2.0/mlflow/registered-models/set-tag")]
    Task<Empty> SetRegisteredModelTag([Body] SetRegisteredModelTag request, CancellationToken cancellation = default);

    /// <summary>Makes an alias mean a version.</summary>
    [Post("/api/2.0/mlflow/registered-models/alias")]
    Task<Empty> SetAlias([Body] SetAlias request, CancellationToken cancellation = default);

    /// <summary>The version that an alias means.</summary>
    [Get("/api/2.0/mlflow/registered-models/alias")]
    Task<ModelVersionAnswer> GetModelVersionByAlias(string name, string alias, CancellationToken cancellation = default);

    /// <summary>Removes an alias.</summary>
    [Delete("/api/2.0/mlflow/registered-models/alias")]
    Task<Empty> DeleteAlias([Body] AliasRequest request, CancellationToken cancellation = default);

    /// <summary>Makes the next version of a registered model.</summary>
    [Post("/api/2.0/mlflow/model-versions/create")]
    Task<ModelVersionAnswer> CreateModelVersion([Body] CreateModelVersion request, CancellationToken cancellation = default);

    /// <summary>A version.</summary>
    [Get("/api/2.0/mlflow/model-versions/get")]
    Task<ModelVersionAnswer> GetModelVersion(string name, string version, CancellationToken cancellation = default);

    /// <summary>Where a version's files are.</summary>
    [Get("/api/2.0/mlflow/model-versions/get-download-uri")]
    Task<DownloadUriAnswer> GetDownloadUri(string name, string version, CancellationToken cancellation = default);

    /// <summary>One page of versions.</summary>
    [Get("/api/2.0/mlflow/model-versions/search")]
    Task<SearchModelVersionsAnswer> SearchModelVersions(
        string? filter = null, [AliasAs("max_results")] int? maxResults = null, [AliasAs("page_token")] string? pageToken = null,
        CancellationToken cancellation = default);

    /// <summary>Starts the upload of a large artifact in parts.</summary>
    [Post("/api/2.0/mlflow-artifacts/mpu/create/{**path}")]
    Task<CreateMultipartUploadAnswer> CreateMultipartUpload(string path, [Body] CreateMultipartUpload request,
        CancellationToken cancellation = default);

    /// <summary>Puts the parts together.</summary>
    [Post("/api/2.0/mlflow-artifacts/mpu/complete/{**path}")]
    Task<Empty> CompleteMultipartUpload(string path, [Body] EndMultipartUpload request, CancellationToken cancellation = default);

    /// <summary>Throws the parts away.</summary>
    [Post("/api/2.0/mlflow-artifacts/mpu/abort/{**path}")]
    Task<Empty> AbortMultipartUpload(string path, [Body] EndMultipartUpload request, CancellationToken cancellation = default);
}
