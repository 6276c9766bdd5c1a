namespace Auscult.Tracking;

/// <summary>Which tracker to use.</summary>
public enum TrackerKind
{
    /// <summary>MLflow's file layout under <see cref="TrackerConfig.Root"/>.</summary>
    File,

    /// <summary>Nothing is tracked.</summary>
    None,
}

/// <summary>The <c>tracker</c> section.</summary>
public sealed record TrackerConfig
{
    /// <summary>Default <c>file</c>.</summary>
    public TrackerKind Kind { get; init; } = TrackerKind.File;

    /// <summary>Folder of the file store; default <c>mlruns</c>.</summary>
    public string Root { get; init; } = "mlruns";

    /// <summary>Name of the experiment; default <c>auscult</c>.</summary>
    public string Experiment { get; init; } = "auscult";

    /// <summary>Name of the run; null (the default) is the verb and the time.</summary>
    public string? RunName { get; init; }

    /// <summary>Opens the tracker that this describes.</summary>
    /// <exception cref="Foundation.InputException">The folder cannot be created or is not a file store.</exception>
    public ITracker Open(TimeProvider clock) => Kind == TrackerKind.None ? new NoTracker() : FileStore.Open(Root, clock);
}
