using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>
/// The data of a page as JSON within it: markup characters are escaped, so that no name can end the element; what is not finite is null; numbers have
/// seven digits.
/// </summary>
public static class DataIsland
{
    /// <summary>Writes runs and their differences.</summary>
    public static string Write(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences) =>
        JsonSerializer.Serialize(new ReportData(runs, differences), DataIslandJson.Default.ReportData);
}

/// <summary>What a page knows.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="Differences">The first run minus each other one.</param>
internal sealed record ReportData(IReadOnlyList<ReportedRun> Runs, IReadOnlyList<RunDifference> Differences);

/// <summary>JSON has no NaN.</summary>
internal sealed class FiniteNumber : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
            writer.WriteRawValue(value.ToString("G7", CultureInfo.InvariantCulture), skipInputValidation: true);
        else
            writer.WriteNullValue();
    }

    public override bool HandleNull => true;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, Converters = [typeof(FiniteNumber)])]
[JsonSerializable(typeof(ReportData))]
internal sealed partial class DataIslandJson : JsonSerializerContext;
