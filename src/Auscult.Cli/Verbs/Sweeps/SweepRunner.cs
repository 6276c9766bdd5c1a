using System.Globalization;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Sweeps;
using Auscult.Sweeps.Running;
using Auscult.Sweeps.State;
using Auscult.Tracking;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>Runs a sweep on this machine with some workers, and writes its page.</summary>
internal sealed class SweepRunner(SweepJob job, TrackerConfig tracker, CliServices services)
{
    private readonly Lock _lines = new();

    /// <summary>Works until the sweep is over or a signal comes.</summary>
    /// <param name="workers">Trials at a time.</param>
    /// <param name="page">Where the page goes.</param>
    public SweepResults Run(int workers, string page)
    {
        using var tracking = new SweepTracking(tracker, services);
        job.Folder.Open(job.Digest, job.Specification, () => tracking.Start(job));
        var parent = job.Folder.Read(board => board.ParentRunId);
        var executor = new TrialProcess(trial => job.PlanOf(trial, parent), job.File.Config.Metric.Name, Threads(workers), tracking.EndTrial);
        var agents = Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(
            () => new SweepAgent(job.Folder, job.File.Config, executor, services.Clock, Tell).Work(services.Cancellation),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WhenAll(agents).GetAwaiter().GetResult();
        var results = SweepResults.Of(job.File.Name, job.File.Config, job.Folder);
        AtomicFile.WriteAllText(page, SweepPage.Render(results, job.File.Config.Description));
        // Another process may still be at work; the last one to end closes the parent.
        if (results.Trials.All(trial => trial.IsOver) || services.Cancellation.IsCancellationRequested)
        {
            var isOver = results.Trials.All(trial => trial.IsOver) && !services.Cancellation.IsCancellationRequested;
            tracking.Finish(results, page, !isOver ? RunStatus.Killed : results.Best is null ? RunStatus.Failed : RunStatus.Finished);
        }
        return results;
    }

    // Workers share the cores, unless the user said how many threads a trial has.
    private Dictionary<string, string> Threads(int workers)
    {
        var share = Math.Max(1, Environment.ProcessorCount / workers).ToString(CultureInfo.InvariantCulture);
        return workers == 1
            ? []
            : new[] { "OMP_NUM_THREADS", "DOTNET_PROCESSOR_COUNT" }.Where(name => string.IsNullOrEmpty(services.Environment(name)))
                .ToDictionary(name => name, _ => share, StringComparer.Ordinal);
    }

    private void Tell(Trial trial)
    {
        var what = trial.State switch
        {
            TrialState.Running => (trial.Attempts > 1 ? "continued: " : "") + string.Join(' ', trial.Values.Select(value => $"{value.Key}={value.Value}")),
            TrialState.Failed => $"failed: {trial.Problem} (see {Path.Combine(job.Folder.TrialFolder(trial.Number), "log.txt")})",
            _ => trial.State.ToString().ToLowerInvariant() + (trial.Value is { } value ? $" {job.File.Config.Metric.Name} {SweepTable.Figure(value)}" : ""),
        };
        lock (_lines)
            services.Error.WriteLine($"trial {trial.Number}{(job.File.Config.RunCap is { } cap ? $"/{cap}" : "")} {what}");
    }
}
