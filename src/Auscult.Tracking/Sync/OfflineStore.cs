using System.Globalization;
using Auscult.Foundation;
using Auscult.Tracking.Messages;

namespace Auscult.Tracking.Sync;

/// <summary>Reads MLflow's file layout, whoever wrote it: <see cref="FileStore"/> or MLflow itself.</summary>
internal sealed class OfflineStore
{
    private const string Meta = "meta.yaml";

    /// <exception cref="InputException">The folder is no file store.</exception>
    public OfflineStore(string root)
    {
        Root = Path.GetFullPath(root);
        if (!Directory.Exists(Root) || !Directory.EnumerateDirectories(Root).Any(folder => File.Exists(Path.Combine(folder, Meta))))
            throw new InputException("not a file store of MLflow", root,
                remedy: "name the folder that holds the experiments, such as mlruns");
    }

    /// <summary>The store's folder.</summary>
    public string Root { get; }

    /// <summary>Folders of active experiments with what their <c>meta.yaml</c> says.</summary>
    public IEnumerable<StoredFolder> Experiments() => Folders(Root, "experiment_id").Where(folder => folder.IsActive);

    /// <summary>Active runs of an experiment, each after its parent.</summary>
    public static IReadOnlyList<StoredFolder> Runs(StoredFolder experiment)
    {
        var runs = Folders(experiment.Path, "run_id").Where(run => run.IsActive).OrderBy(run => run.Long("start_time") ?? 0)
            .ToDictionary(run => run.Id, StringComparer.Ordinal);
        return [.. runs.Values.OrderBy(run => Depth(run, runs))];
    }

    /// <summary>Logged models of an experiment.</summary>
    public static IReadOnlyList<StoredFolder> Models(StoredFolder experiment) =>
        [.. Folders(Path.Combine(experiment.Path, "models"), "model_id").Where(model => model.IsActive)
            .OrderBy(model => model.Long("creation_timestamp") ?? 0)];

    /// <summary>Registered models.</summary>
    public IReadOnlyList<StoredFolder> Registered() => [.. Folders(Path.Combine(Root, "models"), "name")];

    /// <summary>Versions of a registered model, oldest first.</summary>
    public static IReadOnlyList<StoredFolder> Versions(StoredFolder model) =>
        [.. Folders(model.Path, "version").Where(version => version["current_stage"] != "Deleted_Internal")
            .OrderBy(version => version.Long("version") ?? 0)];

    /// <summary>What a run reads.</summary>
    public static IEnumerable<DatasetUse> Datasets(StoredFolder run) => Folders(Path.Combine(run.Path, "inputs"), "source_id")
        .Where(input => input["source_type"] == "DATASET")
        .Select(input => (Input: input, Dataset: Path.Combine(run.Path, "..", "datasets", input["source_id"]!, Meta)))
        .Where(pair => File.Exists(pair.Dataset))
        .Select(pair =>
        {
            var dataset = new StoredFolder(Path.GetDirectoryName(pair.Dataset)!, "digest", MetaYaml.Read(pair.Dataset));
            return new DatasetUse(
                new RunDataset(dataset["name"] ?? "", dataset["digest"] ?? "", dataset["source_type"] ?? "", dataset["source"] ?? "",
                    dataset["schema"], dataset["profile"]),
                [.. MetaYaml.ReadMapping(Path.Combine(pair.Input.Path, Meta), "tags").Select(tag => new KeyValue(tag.Key, tag.Value))]);
        });

    /// <summary>Models that a run made: id and step.</summary>
    public static IEnumerable<(string ModelId, long Step)> Outputs(StoredFolder run) =>
        Folders(Path.Combine(run.Path, "outputs"), "destination_type")
        .Where(output => output.Id == "MODEL_OUTPUT").Select(output => (Path.GetFileName(output.Path), output.Long("step") ?? 0));

    private static int Depth(StoredFolder run, Dictionary<string, StoredFolder> runs)
    {
        var depth = 0;
        // A chain of parents that bites its own tail ends all the same.
        for (var at = run; depth < runs.Count && at.Tag("mlflow.parentRunId") is { } parent
            && runs.TryGetValue(parent, out var next); at = next)
            depth++;
        return depth;
    }

    private static IEnumerable<StoredFolder> Folders(string root, string idKey)
    {
        if (!Directory.Exists(root))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories(root).Where(f => !Path.GetFileName(f).StartsWith('.'))
            .Order(StringComparer.Ordinal))
        {
            var meta = Path.Combine(folder, Meta);
            if (File.Exists(meta) && MetaYaml.Read(meta) is var values && values.GetValueOrDefault(idKey) is not null)
                yield return new StoredFolder(folder, idKey, values);
        }
    }
}

/// <summary>A folder of a store with its <c>meta.yaml</c>.</summary>
internal sealed record StoredFolder(string Path, string IdKey, IReadOnlyDictionary<string, string?> Meta)
{
    public string Id => Meta[IdKey]!;

    public bool IsActive => this["lifecycle_stage"] is null or "active";

    public string? this[string key] => Meta.GetValueOrDefault(key);

    public long? Long(string key) => long.TryParse(this[key], CultureInfo.InvariantCulture, out var number) ? number : null;

    public string? Tag(string key) => System.IO.Path.Combine(Path, "tags", key) is var file && File.Exists(file) ? File.ReadAllText(file)
        : null;

    /// <summary>Small files under a subfolder: key and text.</summary>
    public IReadOnlyList<KeyValue> Texts(string folder) => [.. Files(folder)
        .Select(file => new KeyValue(file.Key, File.ReadAllText(file.Path)))];

    /// <summary>Files under a subfolder: their path within it and on this machine.</summary>
    public IReadOnlyList<(string Key, string Path)> Files(string folder)
    {
        var root = System.IO.Path.Combine(Path, folder);
        return Directory.Exists(root)
            ? [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => (System.IO.Path.GetRelativePath(root, file).Replace('\\', '/'), file))]
            : [];
    }
}
