using System.Text.Json.Serialization;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.RootCause;
using Auscult.Learning.Heads;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>Settings as text, for cache keys.</summary>
[JsonSerializable(typeof(ThresholdConfig))]
[JsonSerializable(typeof(RootCauseEvaluationConfig))]
[JsonSerializable(typeof(IncidentExampleConfig))]
[JsonSerializable(typeof(EventConfig))]
internal sealed partial class SettingsJson : JsonSerializerContext;
