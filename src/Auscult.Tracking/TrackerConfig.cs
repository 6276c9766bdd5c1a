using Auscult.Tracking.Observing;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Spool;

namespace Auscult.Tracking;

/// <summary>Which tracker to use.</summary>
public enum TrackerKind
{
    /// <summary>MLflow's file layout under <see cref="TrackerConfig.Root"/>.</summary>
    File,

    /// <summary>An MLflow tracking server.</summary>
    Server,

    /// <summary>Nothing is tracked.</summary>
    None,
}

/// <summary>The <c>tracker</c> section.</summary>
public sealed record TrackerConfig
{
    private static readonly TimeSpan SystemInterval = TimeSpan.FromSeconds(10);

    /// <summary>Default <c>file</c>.</summary>
    public TrackerKind Kind { get; init; } = TrackerKind.File;

    /// <summary>Folder of the file store; default <c>mlruns</c>.</summary>
    public string Root { get; init; } = "mlruns";

    /// <summary>Name of the experiment; default <c>auscult</c>.</summary>
    public string Experiment { get; init; } = "auscult";

    /// <summary>Name of the run; null (the default) is the verb and the time.</summary>
    public string? RunName { get; init; }

    /// <summary>
    /// Address of the server; null (the default) is <c>MLFLOW_TRACKING_URI</c>. It must hold no password, because the configuration is
    /// written to
    /// the run: <c>MLFLOW_TRACKING_USERNAME</c> and its like are for that.
    /// </summary>
    public string? Uri { get; init; }

    /// <summary>Folder where records wait for the server; default <c>mlspool</c>.</summary>
    public string Spool { get; init; } = "mlspool";

    /// <summary>How long the end of a run waits for the server, in seconds; default 30.</summary>
    public double FlushSeconds { get; init; } = 30;

    /// <summary>CPU, memory, network, disk and GPU every ten seconds; null (the default) is true with a server, else false.</summary>
    public bool? SystemMetrics { get; init; }

    /// <summary>Also write TensorBoard event files; default false.</summary>
    public bool Tensorboard { get; init; }

    /// <summary>Folder of the event files, one subfolder per run; default <c>runs/tensorboard</c>.</summary>
    public string TensorboardRoot { get; init; } = "runs/tensorboard";

    /// <summary>Run that runs belong to, such as the sweep of a trial; null (the default): none.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>File to which every metric is also appended as a JSON line, whatever <see cref="Kind"/> says; null (the default): none.</summary>
    public string? MetricsFile { get; init; }

    /// <summary>Keep what a training made as a logged model; default false, because it is a copy.</summary>
    public bool LogModel { get; init; }

    /// <summary>Registered model whose next version a training makes, with the alias <c>latest-trained</c>; null (the default):
    /// none.</summary>
    public string? RegisteredModel { get; init; }

    /// <summary>Keeps a trained model as far as <see cref="LogModel"/> and <see cref="RegisteredModel"/> ask for it.</summary>
    /// <param name="run">The run that made it.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">The registered model's name is malformed.</exception>
    public void Keep(TrackedRun run, ModelFiles model)
    {
        if (!LogModel && RegisteredModel is null)
            return;
        var id = run.LogModel(model);
        if (RegisteredModel is { } name && id.Length > 0)
            run.RegisterModel(name, id, ["latest-trained"]);
    }

    /// <summary>Opens the tracker that this describes. Dispose of it after its runs when it is <see cref="IDisposable"/>.</summary>
    /// <param name="clock">Gives times.</param>
    /// <param name="warn">Takes one line about what goes wrong and does not end the work; null: nobody is told.</param>
    /// <param name="environment">Looks up a variable; null: the process's.</param>
    /// <exception cref="Foundation.InputException">The folder cannot be created, is not a file store, or the server's address is
    /// malformed.</exception>
    public ITracker Open(TimeProvider clock, Action<string>? warn = null, Func<string, string?>? environment = null)
    {
        if (RegisteredModel is not null)
            CheckModelName(RegisteredModel);
        warn ??= _ => { };
        environment ??= Environment.GetEnvironmentVariable;
        ITracker tracker = Kind switch
        {
            TrackerKind.None => new NoTracker(),
            TrackerKind.Server => new ServerTracker(Connection(environment), Spool, TimeSpan.FromSeconds(FlushSeconds), clock, warn),
            _ => FileStore.Open(Root, clock),
        };
        TimeSpan? interval = Kind != TrackerKind.None && (SystemMetrics ?? Kind == TrackerKind.Server) ? SystemInterval : null;
        return interval is null && !Tensorboard && MetricsFile is null
            ? tracker
            : new ObservedTracker(tracker, clock, interval, Tensorboard ? TensorboardRoot : null, warn, MetricsFile);
    }

    // After hours of training is too late to hear of it.
    private static void CheckModelName(string name)
    {
        try
        {
            Names.Model(name);
        }
        catch (ArgumentException e)
        {
            throw new Foundation.InputException($"tracker.registered_model: {e.Message}", inner: e);
        }
    }

    private ServerConnection Connection(Func<string, string?> environment) =>
        System.Uri.TryCreate(Uri, UriKind.Absolute, out var address) && address.UserInfo.Length > 0
            ? throw new Foundation.InputException(
                "tracker.uri holds a user or password",
                    remedy: "leave it out and set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN")
            : ServerConnection.From(Uri, environment);
}
