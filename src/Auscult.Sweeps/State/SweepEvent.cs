using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auscult.Sweeps.State;

/// <summary>What happened; one line of <c>trials.jsonl</c>.</summary>
internal enum SweepEventKind
{
    /// <summary>The sweep was made: <see cref="SweepEvent.Digest"/>, <see cref="SweepEvent.RunId"/> of the tracked parent.</summary>
    Created,

    /// <summary>A trial was taken: <see cref="SweepEvent.Values"/> the first time, <see cref="SweepEvent.Owner"/>.</summary>
    Started,

    /// <summary>A trial gave a value of the metric.</summary>
    Reported,

    /// <summary>A trial ended or was interrupted.</summary>
    Ended,
}

/// <summary>One line of a sweep's log.</summary>
internal sealed record SweepEvent
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public required SweepEventKind Event { get; init; }

    public required DateTimeOffset Time { get; init; }

    public int? Trial { get; init; }

    public IReadOnlyDictionary<string, string>? Values { get; init; }

    public TrialOwner? Owner { get; init; }

    public long? Step { get; init; }

    public double? Value { get; init; }

    public TrialState? State { get; init; }

    public double? Seconds { get; init; }

    public string? Problem { get; init; }

    public string? Digest { get; init; }

    public string? RunId { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, Format);

    /// <exception cref="JsonException">The line is not an event.</exception>
    public static SweepEvent Parse(string line) => JsonSerializer.Deserialize<SweepEvent>(line, Format) ?? throw new JsonException("null is no event");
}
