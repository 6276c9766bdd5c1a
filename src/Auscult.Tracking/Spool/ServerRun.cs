using System.Globalization;
using Auscult.Tracking.Messages;

namespace Auscult.Tracking.Spool;

/// <summary>A run whose records go to a spool, from which <see cref="BackgroundSender"/> takes them to the server.</summary>
internal sealed class ServerRun(
    SpoolFolder spool, SpoolFile file, IReadOnlyDictionary<string, long> lastSteps, TimeProvider clock, Action<string> warn,
        Action<ServerRun> end) : TrackedRun
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _params = new(StringComparer.Ordinal);
    private int _files;
    private int _lost;

    /// <inheritdoc/>
    public override string Id => spool.RunId;

    /// <inheritdoc/>
    public override string Folder => spool.Path;

    /// <summary>Where the records are.</summary>
    public SpoolFolder Spool => spool;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Adds a record.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(SpoolRecord record)
    {
        lock (_gate)
            file.Write(record);
    }

    /// <inheritdoc/>
    public override void LogParam(string key, string value)
    {
        value = Names.Cut(value, Names.MaxParam);
        lock (_gate)
        {
            if (!_params.TryAdd(Names.Key(key), value))
            {
                if (_params[key] != value)
                    throw new InvalidOperationException($"param '{key}' is '{_params[key]}' already and cannot become '{value}'");
                return;
            }
        }
        Keep(new SpoolRecord(SpoolOp.Param) { Key = key, Value = value });
    }

    /// <inheritdoc/>
    public override void LogMetric(string key, double value, long step = 0)
    {
        if (lastSteps.TryGetValue(Names.Key(key), out var last) && step <= last)
            return;
        Keep(new SpoolRecord(SpoolOp.Metric) { Key = key, Number = value, Time = Now, Step = step });
    }

    /// <inheritdoc/>
    public override void SetTag(string key, string value) =>
        Keep(new SpoolRecord(SpoolOp.Tag) { Key = Names.Key(key), Value = Names.Cut(value, Names.MaxTag) });

    /// <inheritdoc/>
    public override void LogArtifact(string path, string? folder = null)
    {
        foreach (var (source, target) in ArtifactFiles.Of(path, folder))
            KeepFile(target, copy => File.Copy(source, copy, overwrite: true));
    }

    /// <inheritdoc/>
    public override void LogText(string text, string artifactPath) =>
        KeepFile(Names.Key(artifactPath), copy => File.WriteAllText(copy, text));

    /// <inheritdoc/>
    public override void LogDataset(DatasetInput dataset) => Keep(new SpoolRecord(SpoolOp.Dataset)
    {
        Dataset = new DatasetUse(
            new RunDataset(dataset.Name, Names.Cut(dataset.Digest, Names.MaxDigest), dataset.SourceType, dataset.Source, dataset.Schema,
                dataset.Profile),
            dataset.Context is null ? [] : [new KeyValue("mlflow.data.context", dataset.Context)]),
    });

    /// <inheritdoc/>
    public override string LogModel(ModelFiles model)
    {
        var id = $"m-{Guid.NewGuid():N}";
        var files = model.Files();
        Keep(new SpoolRecord(SpoolOp.Model)
        {
            Key = id,
            Logged = new CreateLoggedModel("", model.Name)
            {
                ModelType = model.ModelType,
                Params = [.. model.Params.Select(p => new KeyValue(Names.Key(p.Key), Names.Cut(p.Value, Names.MaxParam)))],
                Tags = [.. model.Tags.Select(t => new KeyValue(Names.Key(t.Key), Names.Cut(t.Value, Names.MaxTag)))],
            },
        });
        foreach (var (source, target) in files)
            KeepFile(target, copy => File.Copy(source, copy, overwrite: true), id);
        if (!model.HasDescription)
            KeepFile(ModelFiles.Description, copy => File.WriteAllText(copy, model.Describe(clock)), id);
        Keep(new SpoolRecord(SpoolOp.ModelReady) { Key = id, Step = model.Step });
        return id;
    }

    /// <inheritdoc/>
    public override void RegisterModel(string name, string modelId, IReadOnlyList<string>? aliases = null) =>
        Keep(new SpoolRecord(SpoolOp.Register) { Key = name, Value = modelId, Aliases = [.. (aliases ?? []).Select(Names.Alias)] });

    /// <inheritdoc/>
    public override void MoveAlias(string name, string modelId, string alias) =>
        Keep(new SpoolRecord(SpoolOp.Alias) { Key = Names.Model(name), Value = modelId, Aliases = [Names.Alias(alias)] });

    /// <inheritdoc/>
    internal override long FirstStep(string key) => lastSteps.TryGetValue(key, out var last) ? last + 1 : 0;

    /// <inheritdoc/>
    protected override void End(RunStatus status)
    {
        Keep(new SpoolRecord(SpoolOp.Status) { Value = status.ToString().ToUpperInvariant(), Time = Now });
        try
        {
            lock (_gate)
                file.Flush();
        }
        catch (IOException e)
        {
            warn($"the last records of run {Id} may be lost: {e.Message}");
        }
        end(this);
        if (_lost > 1)
            warn($"{_lost} records of run {Id} were lost because {spool.Path} could not be written");
        file.Dispose();
    }

    // A full disk must not end a training.
    private void Keep(SpoolRecord record)
    {
        try
        {
            Write(record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Lose(e);
        }
    }

    private void KeepFile(string target, Action<string> write, string? model = null)
    {
        try
        {
            Directory.CreateDirectory(spool.Files);
            var name = $"{Interlocked.Increment(ref _files).ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}";
            write(Path.Combine(spool.Files, name));
            Write(new SpoolRecord(SpoolOp.Artifact) { Key = target, Value = name, Model = model });
        }
        catch (FileNotFoundException)
        {
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Lose(e);
        }
    }

    private void Lose(Exception e)
    {
        if (Interlocked.Increment(ref _lost) == 1)
            warn($"tracking of run {Id} has gaps from here on, because {spool.Path} cannot be written: {e.Message}");
    }
}
