using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>
/// One line of a label file: an incident (<c>fault_class</c>, <c>layer</c>, <c>root_entity</c>, <c>onset</c>, <c>end</c>, ...) or an event (<c>time</c>,
/// <c>entity</c>, <c>kind</c>, <c>detail</c>), with the snake-case keys of <see cref="Incident"/> and <see cref="OperationalEvent"/>.
/// </summary>
internal sealed record LabelLine
{
    public string? Id { get; init; }

    public string? FaultClass { get; init; }

    public Layer? Layer { get; init; }

    public string? RootEntity { get; init; }

    public IReadOnlyList<string>? RootSignals { get; init; }

    public IReadOnlyList<string>? Victims { get; init; }

    public IReadOnlyList<double>? VictimDelaySeconds { get; init; }

    public DateTimeOffset? PrecursorStart { get; init; }

    public DateTimeOffset? Onset { get; init; }

    public DateTimeOffset? End { get; init; }

    public double? Severity { get; init; }

    public double? LostSeconds { get; init; }

    public IReadOnlyList<CausalLink>? CausalChain { get; init; }

    public bool IsBenign { get; init; }

    public string? Recording { get; init; }

    public DateTimeOffset? Time { get; init; }

    public string? Entity { get; init; }

    public string? Kind { get; init; }

    public string? Detail { get; init; }

    public static LabelLine Of(Incident incident) => new()
    {
        Id = incident.Id,
        FaultClass = incident.FaultClass,
        Layer = incident.Layer,
        RootEntity = incident.RootEntity,
        RootSignals = incident.RootSignals,
        Victims = incident.Victims,
        VictimDelaySeconds = incident.VictimDelaySeconds,
        PrecursorStart = incident.PrecursorStart,
        Onset = incident.Onset,
        End = incident.End,
        Severity = incident.Severity,
        LostSeconds = incident.LostSeconds,
        CausalChain = incident.CausalChain,
        IsBenign = incident.IsBenign,
        Recording = incident.Recording,
    };

    public static LabelLine Of(OperationalEvent happened) =>
        new() { Time = happened.Time, Entity = happened.Entity, Kind = happened.Kind, Detail = happened.Detail };

    /// <summary>Reads one line; null when it is not JSON.</summary>
    public static LabelLine? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, LabelJson.Default.LabelLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The incident it describes, or null when it describes none.</summary>
    public Incident? ToIncident(string id, string recording) =>
        FaultClass is null || Layer is null || RootEntity is null || Onset is null || End is null || End <= Onset ? null : new Incident
        {
            Id = Id ?? id,
            FaultClass = FaultClass,
            Layer = Layer.Value,
            RootEntity = RootEntity,
            RootSignals = RootSignals ?? [],
            Victims = Victims ?? [],
            VictimDelaySeconds = VictimDelaySeconds ?? [],
            PrecursorStart = PrecursorStart,
            Onset = Onset.Value,
            End = End.Value,
            Severity = Severity,
            LostSeconds = LostSeconds,
            CausalChain = CausalChain ?? [],
            IsBenign = IsBenign,
            Recording = Recording ?? recording,
        };

    /// <summary>The event it describes, or null when it describes none.</summary>
    public OperationalEvent? ToEvent() =>
        Time is null || Entity is null || Kind is null ? null : new OperationalEvent(Time.Value, Entity, Kind, Detail ?? "");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(LayerWords)])]
[JsonSerializable(typeof(LabelLine))]
internal sealed partial class LabelJson : JsonSerializerContext;

internal sealed class LayerWords() : JsonStringEnumConverter<Layer>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
