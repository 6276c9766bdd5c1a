using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;

namespace Auscult.Learning.Heads;

/// <summary>What a <see cref="RootCauseHead"/> has learned; <c>root_cause.json</c> beside a checkpoint.</summary>
public sealed record RootCauseModel
{
    /// <summary>Classes, in the order of all arrays.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Share of each layer among the training incidents of a class, <c>[class][layer]</c>.</summary>
    public required double[][] LayerShares { get; init; }

    /// <summary>What it looks at.</summary>
    public required RootCauseFeatures Features { get; init; }

    /// <summary>Penalty chosen by cross-validation.</summary>
    public required double Penalty { get; init; }

    /// <summary>Temperature chosen by cross-validation; logits are divided by it.</summary>
    public required double Temperature { get; init; }

    /// <summary>The linear map.</summary>
    public required SoftmaxRegression Regression { get; init; }

    /// <summary>Writes the model; the file appears whole or not at all.</summary>
    public void Save(string file) => AtomicFile.WriteAllText(file, JsonSerializer.Serialize(this, RootCauseModelJson.Default.RootCauseModel));

    /// <summary>Reads a model.</summary>
    /// <exception cref="InputException">It is missing or malformed.</exception>
    public static RootCauseModel Load(string file)
    {
        if (!File.Exists(file))
            throw new InputException("no such file", file, remedy: "train on data with labelled incidents first");
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), RootCauseModelJson.Default.RootCauseModel)
                ?? throw new InputException("no root-cause model", file);
        }
        catch (JsonException error)
        {
            throw new InputException($"no root-cause model: {error.Message}", file, error.LineNumber + 1, inner: error);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RootCauseModel))]
internal sealed partial class RootCauseModelJson : JsonSerializerContext;
