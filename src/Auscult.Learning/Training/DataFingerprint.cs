using System.Text.Json.Serialization;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Training;

/// <summary>Everything that decides which numbers a window holds.</summary>
internal sealed record FingerprintedSettings(string Dataset, FusionConfig Fusion, WindowConfig Window, bool ExcludeFaults);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FingerprintedSettings))]
internal sealed partial class FingerprintJson : JsonSerializerContext;
