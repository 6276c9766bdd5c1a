using Auscult.Sweeps.State;
using Auscult.Tracking.Observing;

namespace Auscult.Sweeps.Running;

/// <summary>What a trial runs.</summary>
public sealed record TrialPlan
{
    /// <summary>Folder of its log and its metrics.</summary>
    public required string Folder { get; init; }

    /// <summary>Programs with their arguments, one after the other; each gets <see cref="Mark"/> and writes <see cref="Metrics"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Commands { get; init; }

    /// <summary>An argument by which a program of this trial is known.</summary>
    public required string Mark { get; init; }

    /// <summary>File of metrics (<see cref="MetricLines"/>).</summary>
    public string Metrics => Path.Combine(Folder, "metrics.jsonl");

    /// <summary>File of both streams.</summary>
    public string Log => Path.Combine(Folder, "log.txt");
}

/// <summary>Runs a trial's programs as child processes and reads the metric from the file that they write.</summary>
/// <param name="plan">What a trial runs.</param>
/// <param name="metric">Name of the metric.</param>
/// <param name="environment">Variables of the programs, such as the number of threads.</param>
/// <param name="endTracking">Given the trial's folder when a program had to be killed: closes its tracked run. Returns the run's id.</param>
public sealed class TrialProcess(
    Func<Trial, TrialPlan> plan, string metric, IReadOnlyDictionary<string, string> environment, Func<string, bool, string?> endTracking) : ITrialExecutor
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public TrialEnd Run(Trial trial, Func<TrialReport, bool> report, CancellationToken stop)
    {
        var work = plan(trial);
        Directory.CreateDirectory(work.Folder);
        if (trial.Attempts > 1)
            ChildProcess.StopAllWith(work.Mark, Grace);
        var metrics = new MetricLines(work.Metrics);
        var exitCode = 0;
        foreach (var command in work.Commands)
        {
            var (code, ended, goOn) = Run(command, work, metrics, report, stop);
            exitCode = code;
            if (!ended || code != 0 || !goOn)
                return new TrialEnd(exitCode, Problem(work, code), endTracking(work.Folder, !ended));
        }
        return new TrialEnd(exitCode, RunId: endTracking(work.Folder, false));
    }

    private (int ExitCode, bool EndedByItself, bool GoOn) Run(
        IReadOnlyList<string> command, TrialPlan work, MetricLines metrics, Func<TrialReport, bool> report, CancellationToken stop)
    {
        using var child = ChildProcess.Start(command, work.Log, environment);
        var (ended, pruned) = (true, false);
        while (!child.Wait(Look))
        {
            pruned = Pass(metrics, report);
            if (!pruned && !stop.IsCancellationRequested)
                continue;
            ended = child.Stop(Grace);
            break;
        }
        // What it gave since the last look counts, but cannot stop what has ended.
        if (!pruned)
            Pass(metrics, report);
        return (child.ExitCode, ended, !pruned && !stop.IsCancellationRequested);
    }

    private bool Pass(MetricLines metrics, Func<TrialReport, bool> report) => metrics.ReadNew()
        .Where(line => line.Name == metric).Aggregate(false, (stopped, line) => stopped || report(new TrialReport(line.Step, line.Value)));

    private static string Problem(TrialPlan work, int exitCode)
    {
        var last = File.Exists(work.Log) ? File.ReadLines(work.Log).LastOrDefault(line => line.Length > 0) : null;
        return $"exit code {exitCode}{(last is null ? "" : $": {last}")}";
    }
}
