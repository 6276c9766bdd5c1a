using Auscult.Evaluation.Leaderboard.Kinds;
using Auscult.Evaluation.RootCause;

namespace Auscult.Evaluation.Leaderboard;

/// <summary>What a row of the table is.</summary>
public enum RowOrigin
{
    /// <summary>A method, measured.</summary>
    Method,

    /// <summary>A control, measured: it sees no telemetry.</summary>
    Control,

    /// <summary>Published figures; not measured here.</summary>
    Published,
}

/// <summary>One method over all systems and seeds.</summary>
public sealed record LeaderboardRow
{
    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>What it is.</summary>
    public required RowOrigin Origin { get; init; }

    /// <summary>Whether it can run live; null where that does not matter or is unknown.</summary>
    public bool? IsLive { get; init; }

    /// <summary>Seeds it ran with; 0 for published figures.</summary>
    public required int Seeds { get; init; }

    /// <summary>Systems it has figures for.</summary>
    public required int Systems { get; init; }

    /// <summary>The headline with its interval.</summary>
    public required Figure Headline { get; init; }

    /// <summary>Headline minus that of the reference, paired; null for the reference itself.</summary>
    public Figure? Difference { get; init; }

    /// <summary>Mean of every figure over systems and seeds, by name.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }

    /// <summary>Headline by system or group.</summary>
    public required IReadOnlyDictionary<string, double> ByGroup { get; init; }

    /// <summary>Mean seconds per system and seed; NaN for published figures.</summary>
    public double Seconds { get; init; } = double.NaN;

    /// <summary>Largest growth of memory, MiB; NaN for published figures.</summary>
    public double PeakMegabytes { get; init; } = double.NaN;

    /// <summary>Why the figure says nothing about faults, or null.</summary>
    public string? MeansNothing { get; init; }
}

/// <summary>A figure that must equal a published one.</summary>
/// <param name="System">Name of the system.</param>
/// <param name="Published">The published figure; NaN where there is none.</param>
/// <param name="Measured">The figure here; NaN where it was not measured.</param>
/// <param name="Holds">Whether they are equal to the decimals asked for.</param>
public sealed record IdentityRow(string System, double Published, double Measured, bool Holds);

/// <summary>A rebuilt table.</summary>
public sealed record LeaderboardTable
{
    /// <summary>Name of its files.</summary>
    public required string Name { get; init; }

    /// <summary>Its settings.</summary>
    public required LeaderboardConfig Config { get; init; }

    /// <summary>The figure that orders it.</summary>
    public required FigureColumn Headline { get; init; }

    /// <summary>The other figures, then the controls of each method.</summary>
    public required IReadOnlyList<FigureColumn> Columns { get; init; }

    /// <summary>Rows, best first, published ones among them.</summary>
    public required IReadOnlyList<LeaderboardRow> Rows { get; init; }

    /// <summary>Lines of the breakdown, in order.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>What the breakdown shows.</summary>
    public required string Breakdown { get; init; }

    /// <summary>What the intervals resample.</summary>
    public required string Resampled { get; init; }

    /// <summary>What the controls are.</summary>
    public required string AboutControls { get; init; }

    /// <summary>Figures that must equal published ones.</summary>
    public IReadOnlyList<IdentityRow> Identity { get; init; } = [];

    /// <summary>What was left out and why, and what else a reader must know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Cells that were measured in this run, not taken from the cache.</summary>
    public required int Measured { get; init; }

    /// <summary>All cells.</summary>
    public required int Cells { get; init; }
}
