namespace Auscult.Tracking;

/// <summary>Starts and continues tracked runs. The kinds are the files of <c>configs/tracker</c>.</summary>
public interface ITracker
{
    /// <summary>Starts a run of status <see cref="RunStatus.Running"/>.</summary>
    TrackedRun StartRun(RunStart start);

    /// <summary>Continues a run that an earlier process started, such as a training that was killed.</summary>
    /// <exception cref="Foundation.InputException">There is no such run.</exception>
    TrackedRun ResumeRun(string runId);
}

/// <summary>What is known when a run starts.</summary>
public sealed record RunStart
{
    /// <summary>Name of the experiment, which is created when it does not exist.</summary>
    public required string Experiment { get; init; }

    /// <summary>Name of the run, which is also its tag <c>mlflow.runName</c>.</summary>
    public required string RunName { get; init; }

    /// <summary>Run this one belongs to (one member of a sweep, an evaluation of a training), or null.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>What ran, such as <c>auscult train</c>.</summary>
    public string SourceName { get; init; } = "auscult";

    /// <summary>Commit of the code that ran, when known.</summary>
    public string? GitCommit { get; init; }

    /// <summary>Free text shown on the run's page.</summary>
    public string? Note { get; init; }

    /// <summary>Further tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>MLflow's run states, with the numbers its file store writes.</summary>
public enum RunStatus
{
    /// <summary>Started and not ended, or its process was killed.</summary>
    Running = 1,

    /// <summary>Waiting to start.</summary>
    Scheduled = 2,

    /// <summary>Ended well.</summary>
    Finished = 3,

    /// <summary>Ended by an error.</summary>
    Failed = 4,

    /// <summary>Ended by a signal.</summary>
    Killed = 5,
}

/// <summary>Data that a run reads.</summary>
/// <param name="Name">At most 500 characters.</param>
/// <param name="Digest">Fingerprint of the content; MLflow keeps its first 36 characters.</param>
/// <param name="SourceType">How to read <paramref name="Source"/>, such as <c>local</c>.</param>
/// <param name="Source">Where the data are, as JSON.</param>
public sealed record DatasetInput(string Name, string Digest, string SourceType, string Source)
{
    /// <summary>The columns, as JSON.</summary>
    public string? Schema { get; init; }

    /// <summary>Counts and statistics, as JSON.</summary>
    public string? Profile { get; init; }

    /// <summary>What the run does with the data: <c>training</c>, <c>evaluation</c>.</summary>
    public string? Context { get; init; }
}
