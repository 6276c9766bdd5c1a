using System.Text.Json.Serialization;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>First line of a journal: what is recorded.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Recording">Name of the recording.</param>
/// <param name="Start">Time of the first tick's earliest possible stamp, UTC.</param>
/// <param name="StepSeconds">Nominal distance of two ticks.</param>
/// <param name="Origin">Where the data come from, in one line.</param>
/// <param name="Licence">SPDX identifier or one line.</param>
public sealed record JournalHeader(string Dataset, string Recording, DateTimeOffset Start, double StepSeconds, string Origin, string Licence);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JournalHeader))]
internal sealed partial class JournalJson : JsonSerializerContext;
