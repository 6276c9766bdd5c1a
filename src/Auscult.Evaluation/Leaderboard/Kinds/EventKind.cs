using System.Text.Json;
using Auscult.Learning.Training;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>Detectors by whether they find events that were left out of training, and at which node.</summary>
internal sealed class EventKind(LeaderboardConfig config, TimeProvider clock) : ILeaderboardKind
{
    public FigureColumn Headline { get; } = new("ac@1", "node top-1");

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("found", "events found"), new("ac@3", "node top-3"), new("mrr", "node MRR"), new("delay_seconds", "delay s", 0),
        new("false_alarms_per_hour", "false alarms/hour", 1),
    ];

    public IReadOnlyList<FigureColumn> ControlColumns { get; } =
        [new("shuffled", "top-1, shuffled"), new("fault_free", "top-1 before events"), new("found_before", "found before events")];

    public string Resampled => "events";

    public string Breakdown => "Event by event: whether the node stood first";

    public string AboutControls =>
        "Controls: `random` scores, `position` (when a row is, the same for every node), `majority` (the node of most "
        + "training events; it finds nothing); *shuffled*: the ranking of each event against the nodes of the others; "
        + "*before events*: the same rules applied to as many rows before each group of events.";

    public IReadOnlyList<string> Methods => [.. ControlDetectors.Names, MeasuredEvents.Majority];

    public IReadOnlyList<string> Controls => [ControlDetectors.Random, ControlDetectors.Position, MeasuredEvents.Majority];

    public string SettingsOf(LeaderboardSystem system) =>
        "events\n" + JsonSerializer.Serialize(config.Events, SettingsJson.Default.EventConfig);

    public double Statistic(IReadOnlyList<UnitOutcome> units) => units.Average(unit => unit.Value);

    public IMeasuredSystem Open(PreparedData data, LeaderboardSystem system) => new MeasuredEvents(
        EventFolds.Of(data, config.Events, system.Pipeline.Train.ExcludeFaults), data.Frame, system, config.Events, clock);
}
