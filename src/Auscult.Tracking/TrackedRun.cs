namespace Auscult.Tracking;

/// <summary>
/// One tracked run. What is logged is on the disk when the call returns. Members may be called from several threads.
/// Disposing a run that nobody finished marks it <see cref="RunStatus.Failed"/>.
/// </summary>
public abstract class TrackedRun : IDisposable
{
    private int _finished;

    /// <summary>32 hexadecimal digits; empty when nothing is tracked.</summary>
    public abstract string Id { get; }

    /// <summary>Where the run's files are, or null when nothing is tracked.</summary>
    public abstract string? Folder { get; }

    /// <summary>Logs a setting of the run. Settings never change: logging another value under the same key is an error.</summary>
    /// <param name="key">Letters, digits and <c>_-./: </c>, at most 250.</param>
    /// <param name="value">Cut at 6,000 characters, MLflow's limit.</param>
    /// <exception cref="ArgumentException">The key is malformed.</exception>
    /// <exception cref="InvalidOperationException">The key has another value already.</exception>
    public abstract void LogParam(string key, string value);

    /// <summary>
    /// Appends a measurement. A run that was resumed leaves out steps that it had before: a training that goes back to its checkpoint
    /// passes them again.
    /// </summary>
    /// <param name="key">As for <see cref="LogParam"/>; a slash makes a group.</param>
    /// <param name="value">May be NaN or infinite.</param>
    /// <param name="step">Position on the run's axis.</param>
    /// <exception cref="ArgumentException">The key is malformed.</exception>
    public abstract void LogMetric(string key, double value, long step = 0);

    /// <summary>Sets or replaces a tag.</summary>
    /// <param name="key">As for <see cref="LogParam"/>.</param>
    /// <param name="value">Cut at 5,000 characters.</param>
    /// <exception cref="ArgumentException">The key is malformed.</exception>
    public abstract void SetTag(string key, string value);

    /// <summary>Copies a file, or a folder with all in it, into the run's artifacts.</summary>
    /// <param name="path">What to copy.</param>
    /// <param name="folder">Folder inside the artifacts; default their root.</param>
    public abstract void LogArtifact(string path, string? folder = null);

    /// <summary>Writes text as an artifact, replacing an older one.</summary>
    /// <param name="text">The content.</param>
    /// <param name="artifactPath">Path inside the artifacts, such as <c>config/resolved.yaml</c>.</param>
    public abstract void LogText(string text, string artifactPath);

    /// <summary>Says which data the run reads.</summary>
    public abstract void LogDataset(DatasetInput dataset);

    /// <summary>Keeps a model with its files as MLflow 3's logged model, and as an output of this run.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The model's id, for <see cref="RegisterModel"/>; empty when nothing is tracked.</returns>
    /// <exception cref="DirectoryNotFoundException">Its folder is not there.</exception>
    /// <exception cref="ArgumentException">A name or key is malformed.</exception>
    public abstract string LogModel(ModelFiles model);

    /// <summary>Makes a logged model of this run the next version of a registered model.</summary>
    /// <param name="name">The registered model, which is made when there is none.</param>
    /// <param name="modelId">What <see cref="LogModel"/> returned.</param>
    /// <param name="aliases">Aliases that mean this version from now on, such as <c>champion</c>.</param>
    /// <exception cref="ArgumentException">A name is malformed.</exception>
    public abstract void RegisterModel(string name, string modelId, IReadOnlyList<string>? aliases = null);

    /// <summary>Makes an alias mean the version of a registered model that <see cref="RegisterModel"/> made of a logged model, of this run or another
    /// one.</summary>
    /// <param name="name">The registered model.</param>
    /// <param name="modelId">The logged model; without a version of it nothing happens.</param>
    /// <param name="alias">The alias, such as <c>champion</c>.</param>
    /// <exception cref="ArgumentException">A name is malformed.</exception>
    public abstract void MoveAlias(string name, string modelId, string alias);

    /// <summary>Ends the run. Only the first call counts.</summary>
    public void Finish(RunStatus status)
    {
        if (Interlocked.Exchange(ref _finished, 1) == 0)
            End(status);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Finish(RunStatus.Failed);
        GC.SuppressFinalize(this);
    }

    /// <summary>The first step of a metric that a resumed run does not have yet; 0 for a new one.</summary>
    internal virtual long FirstStep(string key) => 0;

    /// <summary>Records the end.</summary>
    protected abstract void End(RunStatus status);
}
