using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>A figure of the table.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Header">Header of its column.</param>
/// <param name="Decimals">Decimals that are printed.</param>
public sealed record FigureColumn(string Name, string Header, int Decimals = 3);

/// <summary>How one kind of table measures and what it prints.</summary>
internal interface ILeaderboardKind
{
    /// <summary>The figure that orders the table and gets intervals and differences.</summary>
    FigureColumn Headline { get; }

    /// <summary>The other figures.</summary>
    IReadOnlyList<FigureColumn> Columns { get; }

    /// <summary>Controls of every method, for the headline.</summary>
    IReadOnlyList<FigureColumn> ControlColumns { get; }

    /// <summary>What the intervals resample, in words.</summary>
    string Resampled { get; }

    /// <summary>What the controls are, in a few sentences.</summary>
    string AboutControls { get; }

    /// <summary>Every method it can run.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>Those of them that see no telemetry.</summary>
    IReadOnlyList<string> Controls { get; }

    /// <summary>Protocol and settings, as text: what a cell depends on beside the data.</summary>
    string SettingsOf(LeaderboardSystem system);

    /// <summary>The headline figure of some units.</summary>
    double Statistic(IReadOnlyList<UnitOutcome> units);

    /// <summary>The figure of one line of the breakdown; by default the headline.</summary>
    double GroupStatistic(IReadOnlyList<UnitOutcome> units) => Statistic(units);

    /// <summary>What the lines of the breakdown show, in words.</summary>
    string Breakdown { get; }

    /// <summary>Prepares one system.</summary>
    IMeasuredSystem Open(PreparedData data, LeaderboardSystem system);
}

/// <summary>A prepared system that measures methods.</summary>
internal interface IMeasuredSystem
{
    /// <summary>Runs one method.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="seeds">For its random choices.</param>
    Measurement Measure(string method, Seeds seeds);
}
