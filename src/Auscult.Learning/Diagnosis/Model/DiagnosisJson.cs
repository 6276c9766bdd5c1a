using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Shift;

namespace Auscult.Learning.Diagnosis.Model;

/// <summary>JSON of the files of a <see cref="DiagnosisModel"/>: snake case, enums by name.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(DiagnosisModelInfo))]
[JsonSerializable(typeof(ShiftModel))]
[JsonSerializable(typeof(AlarmModel))]
internal sealed partial class DiagnosisJson : JsonSerializerContext
{
    /// <summary>Writes a file.</summary>
    public static void Write<T>(string file, T value, JsonTypeInfo<T> type) => AtomicFile.WriteAllText(file, JsonSerializer.Serialize(value, type));

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is missing or malformed.</exception>
    public static T Read<T>(string file, JsonTypeInfo<T> type)
    {
        if (!File.Exists(file))
            throw new InputException("no such file", file, remedy: "train the model again");
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), type) ?? throw new InputException("is empty", file, remedy: "train the model again");
        }
        catch (JsonException error)
        {
            throw new InputException($"is damaged: {error.Message}", file, error.LineNumber + 1, remedy: "train the model again", inner: error);
        }
    }
}
