using System.Text.Json.Serialization;
using Auscult.Tracking.Messages;

namespace Auscult.Tracking.Spool;

/// <summary>What a record of a spool says.</summary>
internal enum SpoolOp
{
    /// <summary>The run begins: <see cref="SpoolRecord.Start"/>.</summary>
    Start,

    /// <summary>A setting: key and value.</summary>
    Param,

    /// <summary>A measurement: key, number, time, step.</summary>
    Metric,

    /// <summary>A tag: key and value.</summary>
    Tag,

    /// <summary>Data that the run reads: <see cref="SpoolRecord.Dataset"/>.</summary>
    Dataset,

    /// <summary>A file: its path among the artifacts is the key, the copy in the spool the value; of a model when
    /// <see cref="SpoolRecord.Model"/> is set.</summary>
    Artifact,

    /// <summary>A logged model begins: its id here is the key, <see cref="SpoolRecord.Logged"/> says what it is.</summary>
    Model,

    /// <summary>All files of the logged model are there: key, step.</summary>
    ModelReady,

    /// <summary>A version of a registered model: its name is the key, the logged model the value, aliases.</summary>
    Register,

    /// <summary>Aliases of the version that was made of a logged model of any run: the registered model's name is the key, the logged model the
    /// value.</summary>
    Alias,

    /// <summary>The run ended, or goes on: status as the value, time.</summary>
    Status,
}

/// <summary>One line of a spool.</summary>
internal sealed record SpoolRecord(SpoolOp Op)
{
    public string? Key { get; init; }

    public string? Value { get; init; }

    public double? Number { get; init; }

    public long? Time { get; init; }

    public long? Step { get; init; }

    public string? Model { get; init; }

    public IReadOnlyList<string>? Aliases { get; init; }

    public DatasetUse? Dataset { get; init; }

    public CreateLoggedModel? Logged { get; init; }

    public SpoolStart? Start { get; init; }
}

/// <summary>What the server is told when a run begins.</summary>
/// <param name="Server">Its address.</param>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="RunName">Name of the run.</param>
/// <param name="User">Who started it.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record SpoolStart(string Server, string Experiment, string RunName, string User, IReadOnlyList<KeyValue> Tags);

/// <summary>How far a spool was sent.</summary>
internal sealed record SpoolState
{
    /// <summary>Bytes of the records that arrived.</summary>
    public long Sent { get; init; }

    /// <summary>The run's id at the server.</summary>
    public string? RunId { get; init; }

    /// <summary>The experiment's id at the server.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>Where the run's artifacts are.</summary>
    public string? ArtifactUri { get; init; }

    /// <summary>Logged models: their id here to that at the server.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = new Dictionary<string, string>();

    /// <summary>Last step of each metric, once the records are gone.</summary>
    public IReadOnlyDictionary<string, long> LastSteps { get; init; } = new Dictionary<string, long>();

    /// <summary>Whether the last status that arrived is an end.</summary>
    public bool Ended { get; init; }

    /// <summary>Records that the server refused.</summary>
    public int Refused { get; init; }
}

/// <summary>JSON of spools.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SpoolRecord))]
[JsonSerializable(typeof(SpoolState))]
internal sealed partial class SpoolJson : JsonSerializerContext;
