using System.Text.Json.Serialization;

namespace Auscult.Tracking.Messages;

/// <summary>
/// MLflow's JSON: snake case, absent rather than null, and as protocol buffers have it, 64-bit integers that may come as text and doubles
/// that
/// are <c>"NaN"</c>, <c>"Infinity"</c> or <c>"-Infinity"</c>.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Empty))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(CreateExperiment))]
[JsonSerializable(typeof(CreateExperimentAnswer))]
[JsonSerializable(typeof(ExperimentAnswer))]
[JsonSerializable(typeof(SearchExperiments))]
[JsonSerializable(typeof(SearchExperimentsAnswer))]
[JsonSerializable(typeof(UpdateExperiment))]
[JsonSerializable(typeof(ExperimentRequest))]
[JsonSerializable(typeof(SetExperimentTag))]
[JsonSerializable(typeof(CreateRun))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(UpdateRun))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(SearchRuns))]
[JsonSerializable(typeof(SearchRunsAnswer))]
[JsonSerializable(typeof(LogBatch))]
[JsonSerializable(typeof(LogMetric))]
[JsonSerializable(typeof(LogValue))]
[JsonSerializable(typeof(DeleteTag))]
[JsonSerializable(typeof(LogInputs))]
[JsonSerializable(typeof(LogOutputs))]
[JsonSerializable(typeof(MetricHistoryAnswer))]
[JsonSerializable(typeof(ListArtifactsAnswer))]
[JsonSerializable(typeof(CreateLoggedModel))]
[JsonSerializable(typeof(LoggedModelAnswer))]
[JsonSerializable(typeof(FinalizeLoggedModel))]
[JsonSerializable(typeof(SearchLoggedModels))]
[JsonSerializable(typeof(SearchLoggedModelsAnswer))]
[JsonSerializable(typeof(SetLoggedModelTags))]
[JsonSerializable(typeof(LogLoggedModelParams))]
[JsonSerializable(typeof(CreateRegisteredModel))]
[JsonSerializable(typeof(RegisteredModelAnswer))]
[JsonSerializable(typeof(RegisteredModelRequest))]
[JsonSerializable(typeof(SearchRegisteredModelsAnswer))]
[JsonSerializable(typeof(SetAlias))]
[JsonSerializable(typeof(AliasRequest))]
[JsonSerializable(typeof(SetRegisteredModelTag))]
[JsonSerializable(typeof(CreateModelVersion))]
[JsonSerializable(typeof(ModelVersionAnswer))]
[JsonSerializable(typeof(SearchModelVersionsAnswer))]
[JsonSerializable(typeof(DownloadUriAnswer))]
[JsonSerializable(typeof(CreateMultipartUpload))]
[JsonSerializable(typeof(CreateMultipartUploadAnswer))]
[JsonSerializable(typeof(EndMultipartUpload))]
internal sealed partial class MlflowJson : JsonSerializerContext;
