using System.Globalization;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Sweeps;
using Auscult.Sweeps.State;
using Auscult.Tracking;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>The tracked run of a sweep, to which those of its trials belong.</summary>
internal sealed class SweepTracking(TrackerConfig config, CliServices services) : IDisposable
{
    private readonly ITracker _tracker = config.Open(services.Clock, line => services.Error.WriteLine($"auscult: {line}"), services.Environment);

    /// <summary>Starts it, with the sweep file as an artifact.</summary>
    /// <returns>Its id, or null when nothing is tracked.</returns>
    public string? Start(SweepJob job)
    {
        // It is finished by whoever ends the last trial: until then it stays a running one.
        var run = _tracker.StartRun(new RunStart
        {
            Experiment = config.Experiment,
            RunName = job.File.Name,
            SourceName = "auscult sweep",
            GitCommit = ProductVersion.Commit,
            Note = job.File.Config.Description,
        });
        run.LogParam("sweep.method", job.File.Config.Method.ToString().ToLowerInvariant());
        run.LogParam("sweep.metric", job.File.Config.Metric.Name);
        run.LogParam("sweep.goal", job.File.Config.Metric.Goal.ToString().ToLowerInvariant());
        run.LogText(job.Specification, "config/sweep.yaml");
        return run.Id.Length > 0 ? run.Id : null;
    }

    /// <summary>Ends it with the sweep's figures and page.</summary>
    public void Finish(SweepResults results, string page, RunStatus status)
    {
        if (results.ParentRunId is null)
            return;
        try
        {
            using var run = _tracker.ResumeRun(results.ParentRunId);
            foreach (var trial in results.Trials.Where(trial => trial is { State: TrialState.Complete, Value: not null }))
                run.LogMetric($"trial/{results.Metric.Name}", trial.Value!.Value, trial.Number);
            if (results.Best is { } best)
            {
                run.SetTag("auscult.sweep.best_trial", best.ToString(CultureInfo.InvariantCulture));
                run.SetTag("auscult.sweep.best_value", results.Trials[best].Value!.Value.ToString("R", CultureInfo.InvariantCulture));
            }
            run.LogArtifact(page, "report");
            run.Finish(status);
        }
        catch (InputException e)
        {
            services.Error.WriteLine($"auscult: {e.Message}");
        }
    }

    /// <summary>The id of a trial's tracked run.</summary>
    /// <param name="trialFolder">The trial's folder.</param>
    /// <param name="wasKilled">Its program could not close the run: it is marked as killed.</param>
    public string? EndTrial(string trialFolder, bool wasKilled)
    {
        var memory = Path.Combine(trialFolder, Pipelines.TrackedRunFile);
        if (!File.Exists(memory))
            return null;
        var id = File.ReadAllText(memory).Trim();
        try
        {
            if (wasKilled)
                _tracker.ResumeRun(id).Finish(RunStatus.Killed);
        }
        catch (InputException e)
        {
            services.Error.WriteLine($"auscult: {e.Message}");
        }
        return id;
    }

    /// <inheritdoc/>
    public void Dispose() => (_tracker as IDisposable)?.Dispose();
}
