using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Retraining.Checks;
using Auscult.Retraining.Data;
using Auscult.Retraining.Decision;

namespace Auscult.Retraining.State;

/// <summary>How a call ended.</summary>
[JsonConverter(typeof(SnakeCaseEnum<LineageEvent>))]
public enum LineageEvent
{
    /// <summary>A challenger serves from now on.</summary>
    Promoted,

    /// <summary>The challenger is not better beyond noise.</summary>
    Kept,

    /// <summary>The challenger is worse beyond noise.</summary>
    Rejected,

    /// <summary>All new data were refused.</summary>
    Refused,

    /// <summary>There was nothing new.</summary>
    NothingNew,

    /// <summary>An unfinished attempt was given up, because data or settings had changed meanwhile.</summary>
    Abandoned,

    /// <summary>Somebody put an earlier version back.</summary>
    RolledBack,
}

/// <summary>A delivery that was refused, and why.</summary>
/// <param name="Delivery">Which.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record RefusedDelivery(Delivery Delivery, string Reason);

/// <summary>One line of the lineage: what came, what was decided, what serves from then on.</summary>
public sealed record LineageEntry
{
    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Number of the attempt; 0 where there was none.</summary>
    public required int Attempt { get; init; }

    /// <summary>How it ended.</summary>
    public required LineageEvent Event { get; init; }

    /// <summary>Why, in one line.</summary>
    public required string Reason { get; init; }

    /// <summary>The version that serves from then on; null when there is none.</summary>
    public required int? Champion { get; init; }

    /// <summary>The version that was made; null when there was none.</summary>
    public int? Challenger { get; init; }

    /// <summary>The version that served before.</summary>
    public int? Parent { get; init; }

    /// <summary>Digest of all recordings that the challenger was learned from and judged on; empty without a challenger.</summary>
    public string Data { get; init; } = "";

    /// <summary>Data that were taken.</summary>
    public IReadOnlyList<Delivery> Taken { get; init; } = [];

    /// <summary>Data that were refused.</summary>
    public IReadOnlyList<RefusedDelivery> Refused { get; init; } = [];

    /// <summary>Notes on the data, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Drift of what was taken; of several deliveries the furthest.</summary>
    public IReadOnlyList<Drift> Drift { get; init; } = [];

    /// <summary>Champion and challenger on the same held-out data.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>The event in words that programs compare: <c>nothing_new</c>.</summary>
    internal string EventName => JsonNamingPolicy.SnakeCaseLower.ConvertName(Event.ToString());

    /// <summary>As one line of JSON.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, RetrainLines.Default.LineageEntry);
}
