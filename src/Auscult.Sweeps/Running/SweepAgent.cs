using Auscult.Sweeps.Pruning;
using Auscult.Sweeps.Search;
using Auscult.Sweeps.Space;
using Auscult.Sweeps.Specification;
using Auscult.Sweeps.State;

namespace Auscult.Sweeps.Running;

/// <summary>Does a trial's work.</summary>
public interface ITrialExecutor
{
    /// <summary>Runs a trial to its end, until <paramref name="report"/> says to stop, or until <paramref name="stop"/>.</summary>
    /// <param name="trial">What to run; with more than one attempt, what to continue.</param>
    /// <param name="report">Takes each value of the metric; true means that the trial is to be stopped now.</param>
    /// <param name="stop">Asks to save and end.</param>
    TrialEnd Run(Trial trial, Func<TrialReport, bool> report, CancellationToken stop);
}

/// <summary>How a trial's program ended.</summary>
/// <param name="ExitCode">0 for a trial that ended well.</param>
/// <param name="Problem">One line about what went wrong, or null.</param>
/// <param name="RunId">Id of its tracked run, or null.</param>
public sealed record TrialEnd(int ExitCode, string? Problem = null, string? RunId = null);

/// <summary>One worker: takes a trial that is left behind or proposes the next one, runs it, and writes down how it ended.</summary>
/// <param name="folder">Where the sweep is.</param>
/// <param name="config">The sweep.</param>
/// <param name="executor">Does the work.</param>
/// <param name="clock">Gives times.</param>
/// <param name="notify">Told after each change of a trial.</param>
public sealed class SweepAgent(SweepFolder folder, SweepConfig config, ITrialExecutor executor, TimeProvider clock, Action<Trial> notify)
{
    // So many failures before any trial gave a value mean that something is wrong with all of them.
    private const int MostFirstFailures = 3;
    private readonly SearchSpace _space = SearchSpace.Of(config);
    private readonly ISearcher _searcher = Searchers.Of(config, SearchSpace.Of(config));
    private readonly IPruner? _pruner = Pruners.Of(config.EarlyTerminate);

    /// <summary>Works until nothing is left to start or <paramref name="stop"/> asks to end.</summary>
    public void Work(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && Take() is { } trial)
        {
            notify(trial);
            notify(Run(trial, stop));
        }
    }

    /// <summary>The next trial to work at, or null when none is left to start.</summary>
    internal Trial? Take() => folder.Change((board, append) =>
    {
        var now = clock.GetUtcNow();
        var left = board.Trials.FirstOrDefault(trial => trial.State == TrialState.Interrupted
            || (trial.State == TrialState.Running && trial.Owner?.IsAlive(folder.Heartbeat(trial.Number), now) != true));
        if (left is not null)
            return Start(left.Number, values: null);
        var number = board.Trials.Count;
        if (number >= config.RunCap || IsEnough(board) || IsHopeless(board) || _searcher.Suggest(number, board.History(_space, config.Metric)) is not { } point)
            return null;
        return Start(number, _space.Texts(point));

        Trial Start(int taken, IReadOnlyDictionary<string, string>? values)
        {
            Touch(taken);
            append(new SweepEvent { Event = SweepEventKind.Started, Time = now, Trial = taken, Values = values, Owner = TrialOwner.Current });
            return board.Trials[taken];
        }
    });

    private static bool IsHopeless(SweepBoard board) =>
        board.Trials.Count(trial => trial.State == TrialState.Failed) >= MostFirstFailures && board.Trials.All(trial => trial.Reports.Count == 0);

    private bool IsEnough(SweepBoard board) => config.Metric.Target is { } target
        && board.Best(config.Metric) is { } best && config.Metric.Cost(best.Value!.Value) <= config.Metric.Cost(target);

    private Trial Run(Trial trial, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        var pruned = false;
        using var beat = clock.CreateTimer(_ => Touch(trial.Number), state: null, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
        var end = executor.Run(trial, report => pruned |= Report(trial.Number, report), stop);
        return folder.Change((board, append) =>
        {
            var reports = board.Trials[trial.Number].Reports.Where(report => !double.IsNaN(report.Value)).ToArray();
            var best = reports.MinBy(report => config.Metric.Cost(report.Value))?.Value;
            var state = pruned ? TrialState.Pruned
                : end.ExitCode != 0 && stop.IsCancellationRequested ? TrialState.Interrupted
                : end.ExitCode == 0 && best is not null ? TrialState.Complete
                : TrialState.Failed;
            append(new SweepEvent
            {
                Event = SweepEventKind.Ended,
                Time = clock.GetUtcNow(),
                Trial = trial.Number,
                State = state,
                Value = state == TrialState.Complete ? best : state == TrialState.Pruned ? reports.LastOrDefault()?.Value : null,
                Seconds = clock.GetElapsedTime(began).TotalSeconds,
                Problem = state != TrialState.Failed ? null : end.ExitCode == 0 ? $"it gave no value of '{config.Metric.Name}'" : end.Problem,
                RunId = end.RunId,
            });
            return board.Trials[trial.Number];
        });
    }

    private bool Report(int number, TrialReport report) => folder.Change((board, append) =>
    {
        append(new SweepEvent { Event = SweepEventKind.Reported, Time = clock.GetUtcNow(), Trial = number, Step = report.Step, Value = report.Value });
        return _pruner?.ShouldStop(
            [.. board.Trials[number].Reports.Select(value => config.Metric.Cost(value.Value))], board.Others(number, config.Metric)) == true;
    });

    private void Touch(int number)
    {
        Directory.CreateDirectory(folder.TrialFolder(number));
        File.WriteAllText(folder.Heartbeat(number), "");
    }
}
