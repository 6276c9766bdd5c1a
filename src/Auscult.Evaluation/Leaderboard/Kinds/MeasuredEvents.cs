using Auscult.Evaluation.Metrics;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>One dataset of a table of events.</summary>
internal sealed class MeasuredEvents(
    IReadOnlyList<EventFold> folds, Frame frame, LeaderboardSystem system, EventConfig config, TimeProvider clock) : IMeasuredSystem
{
    /// <summary>Control: the node of most training events.</summary>
    public const string Majority = "majority";

    private readonly int _nodes = frame.Schema.Entities.Count;

    public Measurement Measure(string method, Seeds seeds)
    {
        var started = clock.GetTimestamp();
        Outcome[] outcomes = [.. folds.SelectMany(fold => method == Majority
            ? ByFrequency(fold)
            : ByScores(fold, new NodeScores(frame, fold, () => ControlDetectors.Create(method, seeds))))];
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        var quietHours = folds.Sum(fold => fold.Quiet.Sum(range => range.EndRow - range.FirstRow)) * frame.Schema.Step.TotalHours;
        double[] delays = [.. outcomes.Select(outcome => outcome.DelayRows).OfType<int>().Select(rows => rows * frame.Schema.Step.TotalSeconds)];
        return new Measurement
        {
            Metrics =
            [
                new("ac@1", outcomes.Average(outcome => outcome.IsTop(1))), new("found", outcomes.Average(outcome => outcome.Found)),
                new("ac@3", outcomes.Average(outcome => outcome.IsTop(3))),
                new("mrr", outcomes.Average(outcome => 1.0 / (outcome.RankOf(outcome.Event.Node) + 1))),
                new("delay_seconds", delays.Length == 0 ? double.NaN : Quantiles.Of(delays, 0.5)),
                new("false_alarms_per_hour", outcomes.Sum(outcome => outcome.FalseAlarms) / quietHours),
            ],
            Controls =
            [
                new("shuffled", Shuffled(outcomes)),
                new("fault_free", Mean(outcomes.Select(outcome => outcome.IsTopBefore))),
                new("found_before", Mean(outcomes.Select(outcome => outcome.FoundBefore))),
            ],
            Units = [.. outcomes.Select(outcome => new UnitOutcome(
                $"{system.Name}/{outcome.Event.Id}",
                $"{outcome.Event.Id} at {frame.Schema.Entities[outcome.Event.Node].Id}", outcome.IsTop(1)))],
            Notes =
            [
                $"{system.Name}: {outcomes.Length} events in {folds.Count} groups, each group left out in turn; {_nodes} nodes, "
                + $"{frame.Schema.Signals.Count} signals, {frame.Schema.RowCount} rows of {frame.Schema.Step.TotalSeconds:0.##} s; "
                + $"a threshold may raise {config.FalseAlarmsPerHour:0.##} alarms an hour in training rows outside events",
            ],
            IsLive = method == Majority ? null : ControlDetectors.Create(method, seeds).IsCausal,
            Seconds = seconds,
        };
    }

    private IEnumerable<Outcome> ByScores(EventFold fold, NodeScores scores)
    {
        var hours = fold.QuietTrain.Where(range => range.Entity == 0).Sum(range => range.RowCount) * frame.Schema.Step.TotalHours;
        var threshold = scores.Threshold(fold, (int)(config.FalseAlarmsPerHour * hours));
        var rankRows = Math.Max(1, (int)(config.RankSeconds / frame.Schema.Step.TotalSeconds));
        var falseAlarms = fold.Quiet.Sum(range => LabelSegment.In(
            [.. Enumerable.Range(range.FirstRow, range.EndRow - range.FirstRow).Select(row => scores.Highest(row) > threshold)]).Count);
        foreach (var one in fold.Events)
        {
            int? First(int from, int to) => Enumerable.Range(from, to - from)
                .Where(row => scores.Highest(row) > threshold).Select(row => (int?)(row - from)).FirstOrDefault();
            var (before, hasBefore) = (one.Before, one.Before.EndRow > one.Before.FirstRow);
            yield return new Outcome(
                one, scores.Ranking(one.FirstRow, Math.Min(one.EndRow, one.FirstRow + rankRows)),
                First(one.FirstRow, one.EndRow),
                hasBefore ? scores.Ranking(before.FirstRow, Math.Min(before.EndRow, before.FirstRow + rankRows)) : [],
                hasBefore ? First(before.FirstRow, before.EndRow) is null ? 0 : 1 : double.NaN,
                one == fold.Events[0] ? falseAlarms : 0);
        }
    }

    private IEnumerable<Outcome> ByFrequency(EventFold fold)
    {
        int[] ranking = [.. Enumerable.Range(0, _nodes).OrderByDescending(node => fold.TrainNodes.Count(other => other == node))];
        return fold.Events.Select(one => new Outcome(one, ranking, DelayRows: null, [], double.NaN, 0) { Found = double.NaN });
    }

    private static double Mean(IEnumerable<double> values) =>
        values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Mean share of the events whose ranking begins with the node of another event.</summary>
    private static double Shuffled(Outcome[] outcomes) => outcomes.Average(outcome =>
        outcomes.Where(other => other != outcome).Select(other => outcome.Ranking[0] == other.Event.Node ? 1.0 : 0)
            .DefaultIfEmpty(double.NaN).Average());

    private sealed record Outcome(
        HeldOutEvent Event, IReadOnlyList<int> Ranking, int? DelayRows, IReadOnlyList<int> BeforeRanking, double FoundBefore,
        int FalseAlarms)
    {
        public double Found { get; init; } = DelayRows is null ? 0 : 1;

        public double IsTopBefore => BeforeRanking.Count == 0 ? double.NaN : BeforeRanking[0] == Event.Node ? 1 : 0;

        public double IsTop(int k) => RankOf(Event.Node) < k ? 1 : 0;

        public int RankOf(int node) => Ranking.TakeWhile(other => other != node).Count();
    }
}
