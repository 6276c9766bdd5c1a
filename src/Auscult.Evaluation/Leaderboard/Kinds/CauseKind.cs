using System.Text.Json;
using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.RootCause;
using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>Classifiers of root causes by macro F1 at the true interval.</summary>
internal sealed class CauseKind(LeaderboardConfig config, TimeProvider clock) : ILeaderboardKind
{
    private static readonly string[] Splits = ["occurrence", "recording"];

    public FigureColumn Headline { get; } = new("macro_f1", "macro F1");

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("balanced_accuracy", "balanced accuracy"), new("ac@1", "AC@1"), new("ac@3", "AC@3"), new("avg@5", "Avg@5"), new("mrr", "MRR"),
        new("calibration_error", "calibration error"), new("blind_macro_f1", "blind macro F1"),
    ];

    public IReadOnlyList<FigureColumn> ControlColumns { get; } =
        [new("shuffled_high", "shuffled, up to"), new("fault_free", "before faults")];

    public string Resampled => "incidents";

    public string Breakdown => "Share of incidents named rightly, by recording or, where there are many, by class";

    public string AboutControls =>
        "Controls: `random` order of the classes, `majority`, `time-and-length` (when the fault happened and how long it took); "
        + "*shuffled*: upper end of macro F1 after training on shuffled labels; *before faults*: trained and judged on rows before each "
        + "fault. *Blind*: at the interval that a detector found, misses are wrong.";

    public IReadOnlyList<string> Methods => ShiftEntrants.Names;

    public IReadOnlyList<string> Controls => ShiftEntrants.Controls;

    public string SettingsOf(LeaderboardSystem system) => string.Join('\n', "causes", config.Protocol, system.Evaluation.BlindDetector,
        JsonSerializer.Serialize(system.Evaluation.RootCause, SettingsJson.Default.RootCauseEvaluationConfig),
        JsonSerializer.Serialize(system.Pipeline.Head.Examples, SettingsJson.Default.IncidentExampleConfig));

    public double Statistic(IReadOnlyList<UnitOutcome> units)
    {
        string[] classes =
            [.. units.SelectMany(unit => new[] { unit.Truth!, unit.Answer }).OfType<string>().Distinct(StringComparer.Ordinal)];
        return new ConfusionMatrix(classes, [.. units.Select(unit => unit.Truth!)], [.. units.Select(unit => unit.Answer)]).MacroF1;
    }

    public double GroupStatistic(IReadOnlyList<UnitOutcome> units) => units.Average(unit => unit.Value);

    public IMeasuredSystem Open(PreparedData data, LeaderboardSystem system)
    {
        if (!Splits.Contains(config.Protocol, StringComparer.Ordinal))
            throw new InputException(
                $"leaderboard.protocol: '{config.Protocol}' is unknown", remedy: NearestName.Suggest(config.Protocol, Splits));
        var tasks = RootCauseTasks.Of(
            data, system.Pipeline.Head.Examples, system.Evaluation.RootCause.NumFolds, new Seeds(1).Child("folds"));
        var task = tasks.FirstOrDefault(task => task.Split.StartsWith($"by {config.Protocol}", StringComparison.Ordinal))
            ?? throw new InputException(
                $"'{system.Name}' cannot be split by {config.Protocol}", remedy: "choose the other leaderboard.protocol");
        return new MeasuredCauses(task, system, clock);
    }
}

/// <summary>One dataset of a table of causes.</summary>
internal sealed class MeasuredCauses(RootCauseTask task, LeaderboardSystem system, TimeProvider clock) : IMeasuredSystem
{
    private const int MaxRecordings = 20;
    private readonly RootCauseEvaluation _evaluation = new(system.Evaluation.RootCause, new Seeds(1).Child("root cause"));
    private readonly FoldShifts _shifts = new(task);
    private readonly bool _isByRecording =
        task.Folds.SelectMany(fold => fold.Test).Select(example => example.Recording).Distinct(StringComparer.Ordinal).Count() <= MaxRecordings;
    private IReadOnlyList<RowRange>[]? _alarms;

    public Measurement Measure(string method, Seeds seeds)
    {
        _alarms ??= system.Evaluation.RootCause.Blind ? Alarms() : null;
        var started = clock.GetTimestamp();
        var outcome = _evaluation.Measure(task, ShiftEntrants.Create(method, task, _shifts, seeds), _alarms);
        var examples = task.Folds.SelectMany(fold => fold.Test).ToArray();
        return new Measurement
        {
            Metrics =
            [
                new("macro_f1", outcome.Known.MacroF1.Value),
                new("balanced_accuracy", outcome.Known.BalancedAccuracy.Value), .. outcome.Known.Others,
                new("blind_macro_f1", outcome.Blind?.MacroF1.Value ?? double.NaN), new("blind_missed", outcome.Blind?.Missed ?? double.NaN),
            ],
            Controls =
            [
                new("shuffled_high", outcome.Known.Chance?.High ?? double.NaN), new("fault_free", outcome.Known.FaultFree?.Value ?? double.NaN),
            ],
            Units = [.. examples.Zip(outcome.Judgements, (example, judgement) => new UnitOutcome(
                $"{system.Name}/{example.Id}", _isByRecording ? example.Recording : example.FaultClass,
                judgement.Answer == judgement.Truth ? 1 : 0, judgement.Truth, judgement.Answer))],
            Notes =
            [
                $"{system.Name}: split {task.Split}, {examples.Length} incidents of {task.Classes.Count} classes"
                + (_alarms is null ? "" : $"; blind intervals by {system.Evaluation.BlindDetector}"),
                .. outcome.Known.Note is { } note && note != RootCauseEvaluation.ControlNote
                    ? [$"{method}: {note}"] : Array.Empty<string>(),
            ],
            Seconds = clock.GetElapsedTime(started).TotalSeconds,
        };
    }

    private IReadOnlyList<RowRange>[] Alarms()
    {
        using var detector = BaselineDetectors.Create(system.Evaluation.BlindDetector, new Seeds(1));
        var blind = new BlindIntervals(detector, system.Evaluation.RootCause.BlindLevel);
        return [.. task.Folds.Select(fold => blind.Find(task.Frame, fold.TrainRows))];
    }
}
