using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
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

    /// <summary>File of a run's folder that holds the id of the tracked run, which a training goes on with after <c>--resume</c>.</summary>
    public const string TrackedRunFile = "tracked_run";

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
    public static TrackedRun StartRun(ResolvedConfig resolved, PreparedData data, string verb, CliServices services, bool resume = false) =>
        StartRun(resolved, data.Dataset, data.Fingerprint, verb, services, resume);

    /// <summary>Starts a tracked run with its parameters, its resolved configuration and a dataset.</summary>
    /// <param name="resolved">The configuration.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="fingerprint">Their fingerprint.</param>
    /// <param name="verb">What runs.</param>
    /// <param name="services">The process.</param>
    /// <param name="resume">Go on with the run that <c>output_dir</c> remembers.</param>
    public static TrackedRun StartRun(ResolvedConfig resolved, Dataset dataset, string fingerprint, string verb, CliServices services,
        bool resume = false)
    {
        var config = resolved.Bind<TrackerConfig>("tracker");
        var tracker = config.Open(services.Clock, line => services.Error.WriteLine($"auscult: {line}"), services.Environment);
        var memory = Path.Combine(resolved.OutputDirectory, TrackedRunFile);
        if (resume && Resume(tracker, memory, services) is { } resumed)
            return resumed;
        var run = Start(resolved, tracker, config, verb, services);
        if (verb == "train" && run.Id.Length > 0)
            AtomicFile.WriteAllText(memory, run.Id + "\n");
        Describe(run, resolved, dataset, fingerprint, verb);
        return run;
    }

    // Only the run that a training began is gone on with; its parameters stay what they were.
    private static TrackedRun? Resume(ITracker tracker, string memory, CliServices services)
    {
        if (!File.Exists(memory))
            return null;
        try
        {
            return tracker.ResumeRun(File.ReadAllText(memory).Trim());
        }
        catch (InputException e)
        {
            services.Error.WriteLine($"auscult: {e.Message}; a new run is tracked");
            return null;
        }
    }

    private static TrackedRun Start(ResolvedConfig resolved, ITracker opened, TrackerConfig tracker, string verb, CliServices services) =>
        opened.StartRun(new RunStart
        {
            Experiment = tracker.Experiment,
            RunName = tracker.RunName ?? $"{verb}-{services.Clock.GetUtcNow():yyyyMMdd-HHmmss}",
            SourceName = $"auscult {verb}",
            GitCommit = ProductVersion.Commit,
            ParentRunId = tracker.ParentRunId,
        });

    private static void Describe(TrackedRun run, ResolvedConfig resolved, Dataset dataset, string fingerprint, string verb)
    {
        foreach (var (key, value) in resolved.Flatten())
            run.LogParam(key, value);
        run.LogText(resolved.ToYaml(), "config/resolved.yaml");
        run.LogText(string.Concat(resolved.Overrides.Select(line => line + "\n")), "config/overrides.txt");
        run.LogDataset(new DatasetInput(
            dataset.Manifest.Name, fingerprint, "local", System.Text.Json.JsonSerializer.Serialize(dataset.Location))
        {
            Context = verb == "train" ? "training" : "evaluation",
        });
    }
}
