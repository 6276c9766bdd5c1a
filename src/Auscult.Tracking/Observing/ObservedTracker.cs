namespace Auscult.Tracking.Observing;

/// <summary>Adds system metrics, TensorBoard files and a file of metrics to the runs of another tracker.</summary>
/// <param name="inner">The tracker.</param>
/// <param name="clock">Gives times and ticks.</param>
/// <param name="interval">How often the machine is looked at; null: not at all.</param>
/// <param name="tensorboardRoot">Folder of event files, one subfolder per run; null: none.</param>
/// <param name="warn">Takes one line about what goes wrong.</param>
/// <param name="metricsFile">File of metrics as JSON lines; null: none.</param>
internal sealed class ObservedTracker(
    ITracker inner, TimeProvider clock, TimeSpan? interval, string? tensorboardRoot, Action<string> warn, string? metricsFile = null) : ITracker, IDisposable
{
    /// <inheritdoc/>
    public TrackedRun StartRun(RunStart start) => Observe(inner.StartRun(start), start.RunName);

    /// <inheritdoc/>
    public TrackedRun ResumeRun(string runId) => Observe(inner.ResumeRun(runId), runId);

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();

    private ObservedRun Observe(TrackedRun run, string name)
    {
        EventFile? events = null;
        if (tensorboardRoot is not null)
        {
            var folder = Path.Combine(tensorboardRoot, run.Id.Length > 0 ? run.Id
                : Names.Cut(string.Concat(name.Split(Path.GetInvalidFileNameChars())), Names.MaxKey));
            events = EventFile.TryCreate(folder, clock, warn);
        }
        return new ObservedRun(run, events, interval, clock, metricsFile is null ? null : new MetricLines(metricsFile));
    }
}

/// <summary>A run whose machine is looked at and whose measurements go to files too.</summary>
internal sealed class ObservedRun : TrackedRun
{
    private const string Prefix = "system/";
    private readonly TrackedRun _run;
    private readonly EventFile? _events;
    private readonly MetricLines? _lines;
    private readonly SystemMetrics? _system;
    private readonly ITimer? _timer;
    private readonly Lock _sampling = new();
    private readonly Dictionary<string, string> _params = new(StringComparer.Ordinal);
    private readonly string _prefix;
    private long _samples;
    private bool _ended;

    public ObservedRun(TrackedRun run, EventFile? events, TimeSpan? interval, TimeProvider clock, MetricLines? lines = null)
    {
        (_run, _events, _lines) = (run, events, lines);
        _prefix = Environment.GetEnvironmentVariable("MLFLOW_SYSTEM_METRICS_NODE_ID") is { Length: > 0 } node ? $"{Prefix}{node}/" : Prefix;
        if (interval is not { } every)
            return;
        _system = new SystemMetrics();
        _timer = clock.CreateTimer(_ => Sample(), null, every, every);
    }

    /// <inheritdoc/>
    public override string Id => _run.Id;

    /// <inheritdoc/>
    public override string? Folder => _run.Folder;

    /// <inheritdoc/>
    public override void LogParam(string key, string value)
    {
        _run.LogParam(key, value);
        lock (_params)
            _params[key] = value;
    }

    /// <inheritdoc/>
    public override void LogMetric(string key, double value, long step = 0)
    {
        _run.LogMetric(key, value, step);
        _events?.Scalar(key, value, step);
        _lines?.Append(key, value, step);
    }

    /// <inheritdoc/>
    public override void SetTag(string key, string value) => _run.SetTag(key, value);

    /// <inheritdoc/>
    public override void LogArtifact(string path, string? folder = null) => _run.LogArtifact(path, folder);

    /// <inheritdoc/>
    public override void LogText(string text, string artifactPath)
    {
        _run.LogText(text, artifactPath);
        _events?.Text(artifactPath, text);
    }

    /// <inheritdoc/>
    public override void LogDataset(DatasetInput dataset) => _run.LogDataset(dataset);

    /// <inheritdoc/>
    public override string LogModel(ModelFiles model) => _run.LogModel(model);

    /// <inheritdoc/>
    public override void RegisterModel(string name, string modelId, IReadOnlyList<string>? aliases = null) =>
        _run.RegisterModel(name, modelId, aliases);

    /// <inheritdoc/>
    public override void MoveAlias(string name, string modelId, string alias) => _run.MoveAlias(name, modelId, alias);

    /// <inheritdoc/>
    protected override void End(RunStatus status)
    {
        _timer?.Dispose();
        lock (_sampling)
            _ended = true;
        lock (_params)
            _events?.Hyperparameters(_params);
        _events?.Dispose();
        _run.Finish(status);
    }

    private void Sample()
    {
        lock (_sampling)
        {
            if (_ended)
                return;
            // Steps count samples; a resumed run goes on behind its earlier ones.
            foreach (var (key, value) in _system!.Sample())
                LogMetric(_prefix + key, value, _run.FirstStep(_prefix + key) + _samples);
            _samples++;
        }
    }
}
