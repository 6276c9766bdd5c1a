using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;

namespace Auscult.Learning.SiteEncoding;

/// <summary>Everything of a saved site encoder except its weights.</summary>
internal sealed record SiteEncoderState(
    SiteEncoderConfig Encoder, SiteTrainingConfig Training, IReadOnlyList<string> Signals, IReadOnlyList<string> Classes,
    IReadOnlyList<bool> IsBenign, IReadOnlyList<float> QuietLevels)
{
    public string ToJson() => JsonSerializer.Serialize(this, SiteEncoderJson.Default.SiteEncoderState);

    /// <exception cref="InputException">It is malformed.</exception>
    public static SiteEncoderState FromJson(string json, string file)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SiteEncoderJson.Default.SiteEncoderState)
                ?? throw new InputException("no site encoder", file);
        }
        catch (JsonException error)
        {
            throw new InputException($"no site encoder: {error.Message}", file, error.LineNumber + 1, inner: error);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SiteEncoderState))]
internal sealed partial class SiteEncoderJson : JsonSerializerContext;
