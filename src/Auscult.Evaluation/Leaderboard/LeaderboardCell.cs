using System.Text.Json.Serialization;
using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Leaderboard;

/// <summary>What came of one independent unit, for bootstraps and breakdowns: an incident, or a whole series.</summary>
/// <param name="Id">Same for every method of a table.</param>
/// <param name="Group">Line of the breakdown it belongs to: a system, a recording.</param>
/// <param name="Value">Its part of the headline figure, for figures that are means.</param>
/// <param name="Truth">True class, for figures over classes.</param>
/// <param name="Answer">Answered class, or null.</param>
public sealed record UnitOutcome(string Id, string Group, double Value, string? Truth = null, string? Answer = null);

/// <summary>What a method gave on one system with one seed.</summary>
public sealed record Measurement
{
    /// <summary>Figures, headline first.</summary>
    public required IReadOnlyList<MetricValue> Metrics { get; init; }

    /// <summary>
    /// What controls of this method give for the headline: <c>fault_free</c>, <c>shuffled</c> (mean), <c>shuffled_high</c>.
    /// </summary>
    public IReadOnlyList<MetricValue> Controls { get; init; } = [];

    /// <summary>Units behind the headline.</summary>
    public required IReadOnlyList<UnitOutcome> Units { get; init; }

    /// <summary>Headline over shared resamples of the incidents within the system; empty where units are resampled instead.</summary>
    public IReadOnlyList<double> Replicates { get; init; } = [];

    /// <summary>What a reader must know of the system, such as incidents that could not be used.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the method can run live; null where it does not matter.</summary>
    public bool? IsLive { get; init; }

    /// <summary>Seconds to fit and to judge.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A measurement with what it depends on, as it is kept.</summary>
public sealed record LeaderboardCell
{
    /// <summary>Name of the system.</summary>
    public required string System { get; init; }

    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Seed it ran with.</summary>
    public required int Seed { get; init; }

    /// <summary>What it depends on; see <see cref="CellKey"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Build of the program that measured it.</summary>
    public required string Build { get; init; }

    /// <summary>Growth of the process's memory while it ran, at most, MiB.</summary>
    public required double PeakMegabytes { get; init; }

    /// <summary>What was measured.</summary>
    public required Measurement Measurement { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = false,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(LeaderboardCell))]
internal sealed partial class LeaderboardJson : JsonSerializerContext;
