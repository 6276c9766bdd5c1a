using System.Globalization;
using Auscult.Retraining.State;
using Auscult.Tracking;

namespace Auscult.Retraining.Registry;

/// <summary>The run and the logged model of a version at the tracking store; <c>tracked.json</c> beside it.</summary>
/// <param name="RunId">Id of the run.</param>
/// <param name="ModelId">Id of the logged model; empty until there is one.</param>
public sealed record TrackedVersion(string RunId, string ModelId);

/// <summary>
/// Attempts as tracked runs with the lineage in their tags, promoted versions as versions of a registered model, and the alias that follows the champion.
/// </summary>
/// <param name="tracker">A file store, a server, or nothing.</param>
/// <param name="experiment">Name of the experiment.</param>
/// <param name="config">Names.</param>
/// <param name="registry">The versions.</param>
public sealed class TrackedVersions(ITracker tracker, string experiment, RetrainConfig config, ModelRegistry registry)
{
    private const string TrackedFile = "tracked.json";
    private const string Tag = "auscult.retrain.";

    /// <summary>Tracks an attempt that was decided: figures and lineage; a promoted version is registered and gets the alias. Once per version.</summary>
    /// <param name="entry">The attempt's line of the lineage.</param>
    /// <returns>Id of the run; empty when nothing is tracked.</returns>
    public string Record(LineageEntry entry)
    {
        var version = entry.Challenger!.Value;
        var promoted = entry.Event == LineageEvent.Promoted;
        if (Read(version) is { } known && (known.ModelId.Length > 0 || !promoted))
            return known.RunId;
        using var run = tracker.StartRun(new RunStart
        {
            Experiment = experiment, RunName = string.Create(CultureInfo.InvariantCulture, $"retrain-{version:D4}"), SourceName = "auscult retrain",
            Note = entry.Reason, Tags = Tags(entry),
        });
        if (run.Id.Length == 0)
            return "";
        foreach (var figure in entry.Comparison?.Figures ?? [])
        {
            run.LogMetric($"challenger/{figure.Name.Replace(' ', '_')}", figure.Challenger, version);
            if (!double.IsNaN(figure.Champion))
                run.LogMetric($"champion/{figure.Name.Replace(' ', '_')}", figure.Champion, version);
        }
        run.LogText(entry.ToLine() + "\n", "lineage.jsonl");
        var model = "";
        if (promoted)
        {
            model = run.LogModel(new ModelFiles("diagnosis", registry.FolderOf(version)) { ModelType = "diagnosis", Step = version, Tags = Tags(entry) });
            run.RegisterModel(config.RegisteredModel, model, [config.Alias]);
        }
        RetrainJson.Write(FileOf(version), new TrackedVersion(run.Id, model), RetrainJson.Default.TrackedVersion);
        run.Finish(RunStatus.Finished);
        return run.Id;
    }

    /// <summary>Moves the alias to a version that was registered before. Can be repeated.</summary>
    /// <param name="entry">The line of the lineage that says so.</param>
    public void MoveAlias(LineageEntry entry)
    {
        if (entry.Champion is not { } version || Read(version) is not { ModelId.Length: > 0 } known)
            return;
        using var run = tracker.StartRun(new RunStart
        {
            Experiment = experiment, RunName = string.Create(CultureInfo.InvariantCulture, $"rollback-{version:D4}"),
            SourceName = "auscult retrain rollback", Note = entry.Reason, Tags = Tags(entry),
        });
        run.MoveAlias(config.RegisteredModel, known.ModelId, config.Alias);
        run.Finish(RunStatus.Finished);
    }

    /// <summary>The run and model of a version; null when it was not tracked.</summary>
    public TrackedVersion? Read(int version) =>
        File.Exists(FileOf(version)) ? RetrainJson.Read(FileOf(version), RetrainJson.Default.TrackedVersion) : null;

    private string FileOf(int version) => Path.Combine(registry.FolderOf(version), TrackedFile);

    private Dictionary<string, string> Tags(LineageEntry entry) => new(StringComparer.Ordinal)
    {
        [Tag + "attempt"] = entry.Attempt.ToString(CultureInfo.InvariantCulture),
        [Tag + "verdict"] = entry.EventName,
        [Tag + "reason"] = entry.Reason,
        [Tag + "data"] = entry.Data,
        [Tag + "champion"] = entry.Champion?.ToString(CultureInfo.InvariantCulture) ?? "",
        [Tag + "parent"] = entry.Parent?.ToString(CultureInfo.InvariantCulture) ?? "",
        [Tag + "parent_run"] = entry.Parent is { } parent && registry.Has(parent) ? Read(parent)?.RunId ?? "" : "",
    };
}
