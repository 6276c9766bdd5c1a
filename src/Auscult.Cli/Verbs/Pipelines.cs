using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Learning.Encoding;
using Auscult.Learning.Heads;
using Auscult.Learning.Training;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Windowing;
using Auscult.Tracking;

namespace Auscult.Cli.Verbs;

/// <summary>What the verbs that train or use an encoder share: binding their sections, starting their tracked run.</summary>
internal static class Pipelines
{
    /// <summary>Folder of fused frames within a run's folder.</summary>
    public const string CacheFolder = "frames";

    /// <summary>Binds every section a pipeline needs.</summary>
    /// <exception cref="Foundation.InputException">A key is unknown, missing or out of range.</exception>
    public static PipelineConfig Bind(ResolvedConfig resolved) => new()
    {
        Fusion = resolved.Bind<FusionConfig>("fusion"),
        Window = resolved.Bind<WindowConfig>("window"),
        Encoder = resolved.Bind<JointEncoderConfig>("encoder"),
        Head = resolved.Bind<HeadConfig>("head"),
        Train = resolved.Bind<TrainingConfig>("train"),
        Seed = resolved.Seed,
        Resolved = resolved.ToYaml(),
    };

    /// <summary>Starts a tracked run with its parameters, its resolved configuration and its data.</summary>
    public static TrackedRun StartRun(ResolvedConfig resolved, PreparedData data, string verb, CliServices services) =>
        StartRun(resolved, data.Dataset, data.Fingerprint, verb, services);

    /// <summary>Starts a tracked run with its parameters, its resolved configuration and a dataset.</summary>
    public static TrackedRun StartRun(ResolvedConfig resolved, Dataset dataset, string fingerprint, string verb, CliServices services)
    {
        var tracker = resolved.Bind<TrackerConfig>("tracker");
        var run = tracker.Open(services.Clock).StartRun(new RunStart
        {
            Experiment = tracker.Experiment,
            RunName = tracker.RunName ?? $"{verb}-{services.Clock.GetUtcNow():yyyyMMdd-HHmmss}",
            SourceName = $"auscult {verb}",
            GitCommit = ProductVersion.Commit,
        });
        foreach (var (key, value) in resolved.Flatten())
            run.LogParam(key, value);
        run.LogText(resolved.ToYaml(), "config/resolved.yaml");
        run.LogText(string.Concat(resolved.Overrides.Select(line => line + "\n")), "config/overrides.txt");
        run.LogDataset(new DatasetInput(
            dataset.Manifest.Name, fingerprint, "local", System.Text.Json.JsonSerializer.Serialize(dataset.Location))
        {
            Context = verb == "train" ? "training" : "evaluation",
        });
        return run;
    }
}
