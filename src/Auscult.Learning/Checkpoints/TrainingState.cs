using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;
using Auscult.Learning.Encoding;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Checkpoints;

/// <summary>One layer of the data an encoder was trained on.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Signals">Its signals, in order.</param>
public sealed record LayerSignals(Layer Layer, IReadOnlyList<string> Signals);

/// <summary>
/// Everything about a training run that is not a tensor; <c>state.json</c> of a checkpoint. Batches, masks and dropout are functions of
/// <see cref="Seed"/> and <see cref="Step"/>, so these two are the state of every random source and of the sampler.
/// </summary>
public sealed record TrainingState
{
    /// <summary>The layout this code writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Layout of this file.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Optimiser steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Passes over the training windows completed.</summary>
    public required long Epoch { get; init; }

    /// <summary>Batches of the current pass that are done.</summary>
    public required long EpochPosition { get; init; }

    /// <summary>Seed of the run.</summary>
    public required long Seed { get; init; }

    /// <summary>Seconds spent training, over all sessions.</summary>
    public required double TrainedSeconds { get; init; }

    /// <summary>Rate the next step will use.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Smallest validation loss so far; null before the first evaluation.</summary>
    public double? BestLoss { get; init; }

    /// <summary>Evaluation phases since then.</summary>
    public int EvaluationsSinceBest { get; init; }

    /// <summary>Sizes of the encoder.</summary>
    public required JointEncoderConfig Encoder { get; init; }

    /// <summary>Rows of one window.</summary>
    public required int WindowLength { get; init; }

    /// <summary>Layers and signals, in the order of the encoder's columns.</summary>
    public required IReadOnlyList<LayerSignals> Signals { get; init; }

    /// <summary>The scaler, as it writes itself.</summary>
    public required string Scaler { get; init; }

    /// <summary>Linear units per signal.</summary>
    public required IReadOnlyList<float> SpreadPerDeviation { get; init; }

    /// <summary>What the data looked like; see <c>DataFingerprint</c>.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>The configuration of the run as YAML.</summary>
    public required string ResolvedConfig { get; init; }

    /// <summary>Versions of this program, the runtime and the tensor engine.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The state as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingStateJson.Default.TrainingState);

    /// <summary>Reads <c>state.json</c>.</summary>
    /// <exception cref="InputException">It is missing, truncated or of a later version.</exception>
    public static TrainingState Read(string file)
    {
        if (!File.Exists(file))
            throw new InputException("no such file", file);
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllText(file), TrainingStateJson.Default.TrainingState)
                ?? throw new InputException("no training state", file);
            return state.Version <= CurrentVersion
                ? state
                : throw new InputException($"written by a later version (layout {state.Version})", file, remedy: "update auscult");
        }
        catch (JsonException error)
        {
            throw new InputException($"no training state: {error.Message}", file, error.LineNumber + 1, inner: error);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(TrainingState))]
internal sealed partial class TrainingStateJson : JsonSerializerContext;
