using System.Text.Json;
using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.RootCause;
using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>Rankings of signals by how high the labelled root signals of each incident stand.</summary>
internal sealed class RankingKind(TimeProvider clock) : ILeaderboardKind
{
    public const string Random = "random";
    public const string Frequency = "frequency";

    public FigureColumn Headline { get; } = new("avg@5", "Avg@5");

    public IReadOnlyList<FigureColumn> Columns { get; } =
        [new("ac@1", "AC@1"), new("ac@3", "AC@3"), new("ac@5", "AC@5"), new("mrr", "MRR"), new("late_avg@5", "Avg@5, onset half a fault late")];

    public IReadOnlyList<FigureColumn> ControlColumns { get; } = [new("shuffled", "shuffled"), new("fault_free", "before faults")];

    public string Resampled => "incidents";

    public string Breakdown => "Avg@5 by system or recording";

    public string AboutControls =>
        "Controls: `random` order; `frequency` ranks the signals by how often they are roots in other recordings (or other "
        + "incidents, where there is one) and sees no telemetry (time and length are no ranking of signals); *shuffled*: Avg@5 against the "
        + "root signals of other incidents; *before faults*: ranked by the rows before each fault.";

    public IReadOnlyList<string> Methods { get; } =
        [Random, Frequency, "n-sigma", "robust-shift", "baro", .. BaselineDetectors.Names.Where(name => name != Random)];

    public IReadOnlyList<string> Controls { get; } = [Random, Frequency];

    public string SettingsOf(LeaderboardSystem system) =>
        "signals\n" + JsonSerializer.Serialize(system.Pipeline.Head.Examples, SettingsJson.Default.IncidentExampleConfig);

    public double Statistic(IReadOnlyList<UnitOutcome> units) => units.Average(unit => unit.Value);

    public IMeasuredSystem Open(PreparedData data, LeaderboardSystem system) => new MeasuredRankings(data, system, clock);
}

/// <summary>One dataset of a table of signals.</summary>
internal sealed class MeasuredRankings : IMeasuredSystem
{
    private const int Top = 5;

    /// <summary>Places of a ranking that are looked at for the reciprocal rank.</summary>
    private const int Kept = 20;
    private readonly PreparedData _data;
    private readonly LeaderboardSystem _system;
    private readonly TimeProvider _clock;
    private readonly (IncidentExample Example, int[] Roots)[] _cases;
    private readonly int _unseen;
    private readonly bool _hasRecordings;

    public MeasuredRankings(PreparedData data, LeaderboardSystem system, TimeProvider clock)
    {
        (_data, _system, _clock) = (data, system, clock);
        var roots = data.Dataset.Incidents.ToDictionary(
            incident => incident.Id,
            incident => incident.RootSignals.Select(data.Frame.Schema.SignalIndexOf).Where(index => index >= 0).Distinct().ToArray(),
            StringComparer.Ordinal);
        var examples = data.Examples(RowRange.Everything(data.Frame.Schema), system.Pipeline.Head.Examples);
        _cases = [.. examples.Select(example => (example, roots[example.Id])).Where(one => one.Item2.Length > 0)];
        _unseen = examples.Count - _cases.Length;
        _hasRecordings = _cases.Select(one => one.Example.Recording).Distinct(StringComparer.Ordinal).Count() > 1;
        if (_cases.Length == 0)
            throw new InputException(
                $"'{system.Name}': no incident has a root signal that the frame shows", remedy: "leave the system out");
    }

    public Measurement Measure(string method, Seeds seeds)
    {
        var started = _clock.GetTimestamp();
        using var ranker = Ranker(method, seeds);
        var rank = ranker.Score;
        double[][] scores = [.. _cases.Select(one => rank(one.Example))];
        var seconds = _clock.GetElapsedTime(started).TotalSeconds;
        var ranked = Array.ConvertAll(scores, Order);
        var truths = Array.ConvertAll(_cases, one => Names(one.Roots));
        return new Measurement
        {
            Metrics =
            [
                new("avg@5", CauseRanking.AverageAccuracy(Top, ranked, truths)),
                new("ac@1", CauseRanking.AccuracyAt(1, ranked, truths)), new("ac@3", CauseRanking.AccuracyAt(3, ranked, truths)),
                new("ac@5", CauseRanking.AccuracyAt(Top, ranked, truths)), new("mrr", CauseRanking.MeanReciprocalRank(ranked, truths)),
                new("late_avg@5", At(rank, Late)),
            ],
            Controls = [new("shuffled", Shuffled(ranked, truths)), new("fault_free", At(rank, Intervals.BeforeFault))],
            Units = [.. _cases.Select((one, i) => new UnitOutcome(
                $"{_system.Name}/{one.Example.Id}", _hasRecordings ? one.Example.Recording : _system.Name,
                CauseRanking.AverageAccuracy(Top, [ranked[i]], [truths[i]])))],
            Notes = [$"{_system.Name}: {_cases.Length} incidents, {_data.Frame.Schema.Signals.Count} signals"
                + (_unseen > 0 ? $"; {_unseen} incidents whose root signals the frame does not show are left out" : "")],
            Seconds = seconds,
        };
    }

    private UsedRanker Ranker(string method, Seeds seeds)
    {
        var frame = _data.Frame;
        switch (method)
        {
            case RankingKind.Random: return new(new RandomRanker(frame, seeds).Score);
            case RankingKind.Frequency: return new(Frequency);
            case "n-sigma": return new(new NSigmaRanker(frame).Score);
            case "robust-shift": return new(new RobustShiftRanker(frame).Score);
            case "baro": return new(new BaroRanker(frame).Score);
            default: break;
        }
        var detector = BaselineDetectors.Create(method, seeds);
        if (detector is not ISignalEvidence evidence)
            throw new InputException($"leaderboard.methods: '{method}' does not say which signals made a row anomalous", remedy: "leave it out of this table");
        detector.Fit(frame, _data.TrainRows);
        return new(new EvidenceRanker(method, frame, evidence).Score, detector);
    }

    private double[] Frequency(IncidentExample example)
    {
        var counts = new double[_data.Frame.Schema.Signals.Count];
        foreach (var (other, roots) in _cases)
        {
            if (_hasRecordings ? other.Recording == example.Recording : other.Id == example.Id)
                continue;
            foreach (var root in roots)
                counts[root]++;
        }
        return counts;
    }

    private double At(Func<IncidentExample, double[]> rank, Func<IncidentExample, IncidentExample?> moved)
    {
        var shown = _cases.Select(one => (Example: moved(one.Example), one.Roots)).Where(one => one.Example is not null).ToArray();
        return CauseRanking.AverageAccuracy(
            Top, [.. shown.Select(one => Order(rank(one.Example!)))], [.. shown.Select(one => Names(one.Roots))]);
    }

    /// <summary>The onset stated late by half the fault: its first half counts as normal.</summary>
    private static IncidentExample? Late(IncidentExample example)
    {
        var half = example.Fault.RowCount / 2;
        return half == 0 ? null : example with
        {
            Context = example.Context with { RowCount = example.Fault.FirstRow + half - example.Context.FirstRow },
            Fault = example.Fault with { FirstRow = example.Fault.FirstRow + half, RowCount = example.Fault.RowCount - half },
        };
    }

    /// <summary>The mean over every other incident's root signals, without the luck of one shuffle.</summary>
    private static double Shuffled(IReadOnlyList<string>[] ranked, IReadOnlySet<string>[] truths) => ranked.Length < 2 ? double.NaN : ranked
        .Average(list => truths.Where((_, other) => ranked[other] != list)
            .Average(truth => CauseRanking.AverageAccuracy(Top, [list], [truth])));

    private IReadOnlyList<string> Order(double[] scores) =>
        [.. Enumerable.Range(0, scores.Length).OrderByDescending(signal => scores[signal]).Take(Kept).Select(NameOf)];

    private IReadOnlySet<string> Names(int[] signals) => signals.Select(NameOf).ToHashSet(StringComparer.Ordinal);

    private string NameOf(int signal) => _data.Frame.Schema.Signals[signal].Name;

    /// <summary>A ranker, and the detector that it asks.</summary>
    private sealed record UsedRanker(Func<IncidentExample, double[]> Score, IAnomalyDetector? Detector = null) : IDisposable
    {
        public void Dispose() => Detector?.Dispose();
    }
}
