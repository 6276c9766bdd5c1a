using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Auscult.Foundation;
using Auscult.Retraining.Checks;
using Auscult.Retraining.Decision;
using Auscult.Retraining.Registry;

namespace Auscult.Retraining.State;

/// <summary>JSON of the files of a retraining: snake case, enums by name.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(AttemptPlan))]
[JsonSerializable(typeof(CheckedDelivery[]))]
[JsonSerializable(typeof(Comparison))]
[JsonSerializable(typeof(Ruling))]
[JsonSerializable(typeof(ModelVersion))]
[JsonSerializable(typeof(TrackedVersion))]
internal sealed partial class RetrainJson : JsonSerializerContext
{
    /// <summary>Writes a file, whole or not at all.</summary>
    public static void Write<T>(string file, T value, JsonTypeInfo<T> type) => AtomicFile.WriteAllText(file, JsonSerializer.Serialize(value, type) + "\n");

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is missing or malformed.</exception>
    public static T Read<T>(string file, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), type) ?? throw new InputException("is empty", file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("no such file", file, remedy: "give the folder of 'auscult retrain'", inner: e);
        }
        catch (JsonException e)
        {
            throw new InputException($"is damaged: {e.Message}", file, e.LineNumber + 1, inner: e);
        }
    }
}

/// <summary>The same on one line, and profiles, which are long.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(LineageEntry))]
[JsonSerializable(typeof(DataProfile))]
[JsonSerializable(typeof(LockOwner))]
internal sealed partial class RetrainLines : JsonSerializerContext;

/// <summary>Names of an enum in snake case.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
