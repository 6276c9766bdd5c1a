using System.Security.Cryptography;
using System.Text;
using Auscult.Foundation;

namespace Auscult.Tracking;

/// <summary>A run in MLflow's file layout.</summary>
internal sealed class FileRun : TrackedRun
{
    private const long SourceTypeLocal = 4;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, object?> _meta;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _lastSteps;

    private FileRun(string folder, Dictionary<string, object?> meta, TimeProvider clock, Dictionary<string, long>? lastSteps = null)
    {
        _lastSteps = lastSteps ?? [];
        Folder = folder;
        _meta = meta;
        _clock = clock;
    }

    /// <inheritdoc/>
    public override string Id => Path.GetFileName(Folder);

    /// <inheritdoc/>
    public override string Folder { get; }

    private string Artifacts => Path.Combine(Folder, "artifacts");

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Starts a run in an experiment's folder.</summary>
    public static FileRun Create(string experimentFolder, string artifactLocation, RunStart start, TimeProvider clock)
    {
        var id = Guid.NewGuid().ToString("N");
        var run = new FileRun(Path.Combine(experimentFolder, id), new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["artifact_uri"] = $"{artifactLocation}/{id}/artifacts",
            ["deleted_time"] = null,
            ["end_time"] = null,
            ["entry_point_name"] = "",
            ["experiment_id"] = Path.GetFileName(experimentFolder),
            ["lifecycle_stage"] = "active",
            ["run_id"] = id,
            ["run_name"] = start.RunName,
            ["run_uuid"] = id,
            ["source_name"] = "",
            ["source_type"] = SourceTypeLocal,
            ["source_version"] = "",
            ["start_time"] = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            ["status"] = (long)RunStatus.Running,
            ["tags"] = Array.Empty<string>(),
            ["user_id"] = Environment.UserName,
        }, clock);
        run.WriteMeta();
        foreach (var folder in new[] { "metrics", "params", "artifacts" })
            Directory.CreateDirectory(Path.Combine(run.Folder, folder));
        run.SetStartTags(start);
        return run;
    }

    /// <summary>Reopens a run; a line that a power failure cut in half is removed from its metrics.</summary>
    public static FileRun Resume(string folder, TimeProvider clock)
    {
        var meta = MetaYaml.Read(Path.Combine(folder, "meta.yaml")).ToDictionary(
            entry => entry.Key,
            entry => entry.Key is "source_type" or "start_time" or "status" && entry.Value is { } number ? long.Parse(number)
                : (object?)entry.Value,
            StringComparer.Ordinal);
        meta["tags"] = Array.Empty<string>();
        meta["status"] = (long)RunStatus.Running;
        meta["end_time"] = null;
        var metrics = Path.Combine(folder, "metrics");
        var lastSteps = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(metrics, "*", SearchOption.AllDirectories))
        {
            MetricFile.Repair(file);
            if (MetricFile.Read(file).Select(point => (long?)point.Step).Max() is { } last)
                lastSteps[Path.GetRelativePath(metrics, file).Replace('\\', '/')] = last;
        }
        var run = new FileRun(folder, meta, clock, lastSteps);
        run.WriteMeta();
        return run;
    }

    /// <inheritdoc/>
    public override void LogParam(string key, string value)
    {
        var path = Path.Combine(Folder, "params", Names.Key(key));
        value = Names.Cut(value, Names.MaxParam);
        lock (_gate)
        {
            if (!File.Exists(path))
                StagedFile.WriteAllText(path, value, Folder);
            else if (File.ReadAllText(path) is var old && old != value)
                throw new InvalidOperationException($"param '{key}' is '{old}' already and cannot become '{value}'");
        }
    }

    /// <inheritdoc/>
    public override void LogMetric(string key, double value, long step = 0)
    {
        var path = Path.Combine(Folder, "metrics", Names.Key(key));
        if (_lastSteps.TryGetValue(key, out var last) && step <= last)
            return;
        lock (_gate)
            MetricFile.Append(path, Now, value, step);
    }

    /// <inheritdoc/>
    public override void SetTag(string key, string value)
    {
        lock (_gate)
        {
            StagedFile.WriteAllText(Path.Combine(Folder, "tags", Names.Key(key)), Names.Cut(value, Names.MaxTag), Folder);
            if (key != "mlflow.runName")
                return;
            _meta["run_name"] = value;
            WriteMeta();
        }
    }

    /// <inheritdoc/>
    public override void LogArtifact(string path, string? folder = null)
    {
        foreach (var (source, target) in ArtifactFiles.Of(path, folder))
            StagedFile.Copy(source, Path.Combine(Artifacts, target), Folder);
    }

    /// <inheritdoc/>
    public override void LogText(string text, string artifactPath) =>
        StagedFile.WriteAllText(Path.Combine(Artifacts, Names.Key(artifactPath)), text, Folder);

    /// <inheritdoc/>
    public override void LogDataset(DatasetInput dataset)
    {
        var digest = Names.Cut(dataset.Digest, Names.MaxDigest);
        var datasetId = Md5(dataset.Name + digest);
        WriteOnce(Path.Combine(Folder, "..", "datasets", datasetId), new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = dataset.Name,
            ["digest"] = digest,
            ["source_type"] = dataset.SourceType,
            ["source"] = dataset.Source,
            ["schema"] = dataset.Schema,
            ["profile"] = dataset.Profile,
        });
        // MLflow's own writer puts the source's id into destination_id, and its readers expect that.
        WriteOnce(Path.Combine(Folder, "inputs", Md5(datasetId + Id)), new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["source_type"] = "DATASET",
            ["source_id"] = datasetId,
            ["destination_type"] = "RUN",
            ["destination_id"] = datasetId,
            ["tags"] = dataset.Context is null ? new Dictionary<string, string>() : new Dictionary<string,
                string>
            { ["mlflow.data.context"] = dataset.Context },
        });
    }

    /// <inheritdoc/>
    public override string LogModel(ModelFiles model) =>
        new FileModels(Path.GetDirectoryName(Folder)!, _clock).Add(model, Path.GetFileName(Path.GetDirectoryName(Folder)!), Id, Folder);

    /// <inheritdoc/>
    public override void RegisterModel(string name, string modelId, IReadOnlyList<string>? aliases = null) =>
        new FileRegistry(Path.GetFullPath(Path.Combine(Folder, "..", "..", "models")), _clock).Add(
            name, modelId, Id, new Uri(Path.GetFullPath(Path.Combine(Folder, "..", "models", modelId, "artifacts"))).AbsoluteUri, aliases
                ?? []);

    /// <inheritdoc/>
    public override void MoveAlias(string name, string modelId, string alias) =>
        new FileRegistry(Path.GetFullPath(Path.Combine(Folder, "..", "..", "models")), _clock).Move(name, modelId, alias);

    /// <inheritdoc/>
    internal override long FirstStep(string key) => _lastSteps.TryGetValue(key, out var last) ? last + 1 : 0;

    /// <inheritdoc/>
    protected override void End(RunStatus status)
    {
        lock (_gate)
        {
            _meta["status"] = (long)status;
            _meta["end_time"] = Now;
            WriteMeta();
        }
    }

    private void SetStartTags(RunStart start)
    {
        foreach (var (key, value) in StartTags.Of(start))
            SetTag(key, value);
    }

    private void WriteOnce(string folder, Dictionary<string, object?> meta)
    {
        lock (_gate)
        {
            if (!File.Exists(Path.Combine(folder, "meta.yaml")))
                AtomicFile.WriteAllText(Path.Combine(folder, "meta.yaml"), MetaYaml.Write(meta));
        }
    }

    private void WriteMeta() => AtomicFile.WriteAllText(Path.Combine(Folder, "meta.yaml"), MetaYaml.Write(_meta));

    // The layout names its folders by MD5; nothing is protected by it.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
