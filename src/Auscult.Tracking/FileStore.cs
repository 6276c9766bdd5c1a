using System.Globalization;
using System.Numerics;
using Auscult.Foundation;

namespace Auscult.Tracking;

/// <summary>
/// Writes runs in the layout of MLflow's file store (mlflow/store/tracking/file_store.py), which <c>mlflow ui</c>, the migrator to a
/// database and any copy over SSH understand. Several processes may write to one store at the same time.
/// </summary>
public sealed class FileStore : ITracker
{
    private const string Meta = "meta.yaml";
    private const string DefaultId = "0";
    private const string Trash = ".trash";
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _clock;

    private FileStore(string root, TimeProvider clock) => (Root, _clock) = (root, clock);

    /// <summary>The store's folder, as a full path.</summary>
    public string Root { get; }

    /// <summary>Opens a store; a missing one is created with the experiment <c>Default</c>, as MLflow does.</summary>
    /// <param name="root">Folder of the store.</param>
    /// <param name="clock">Gives creation, start and metric times.</param>
    /// <exception cref="InputException">The folder cannot be created.</exception>
    public static FileStore Open(string root, TimeProvider clock)
    {
        var store = new FileStore(Path.GetFullPath(root), clock);
        try
        {
            var isNew = !Directory.Exists(store.Root);
            Directory.CreateDirectory(Path.Combine(store.Root, Trash));
            if (isNew)
            {
                using var exclusive = store.Lock();
                if (!Directory.Exists(Path.Combine(store.Root, DefaultId)))
                    store.CreateExperiment(DefaultId, "Default");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("cannot create the run store", root,
                remedy: $"choose another folder with tracker.root=...: {e.Message}", inner: e);
        }
        return store;
    }

    /// <summary>The integer id of the experiment of that name, which is created when no active one has it.</summary>
    /// <exception cref="InputException">The name is malformed or belongs to a deleted experiment.</exception>
    public string GetOrCreateExperiment(string name)
    {
        Names.Experiment(name);
        using var exclusive = Lock();
        if (FindExperiment(Root, name) is { } existing)
            return existing;
        if (FindExperiment(Path.Combine(Root, Trash), name) is not null)
            throw new InputException($"the experiment '{name}' is in the store's trash", Root,
                remedy: "restore it with mlflow, or choose another tracker.experiment");
        var id = NewExperimentId();
        CreateExperiment(id, name);
        return id;
    }

    /// <inheritdoc/>
    public TrackedRun StartRun(RunStart start)
    {
        var experiment = GetOrCreateExperiment(start.Experiment);
        return FileRun.Create(Path.Combine(Root, experiment), ArtifactLocation(experiment), start, _clock);
    }

    /// <inheritdoc/>
    public TrackedRun ResumeRun(string runId)
    {
        var folder = RunFolders(Root, runId).FirstOrDefault()
            ?? throw new InputException($"there is no run {runId}", Root, remedy: "see the run ids that train printed");
        return FileRun.Resume(folder, _clock);
    }

    private static IEnumerable<string> RunFolders(string root, string runId) => Guid.TryParseExact(runId, "N", out _)
        ? Directory.EnumerateDirectories(root).Select(experiment => Path.Combine(experiment, runId))
            .Where(run => File.Exists(Path.Combine(run, Meta)))
        : [];

    private static string? FindExperiment(string root, string name)
    {
        foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var meta = Path.Combine(folder, Meta);
            if (File.Exists(meta) && MetaYaml.Read(meta).GetValueOrDefault("name") == name)
                return Path.GetFileName(folder);
        }
        return null;
    }

    // Eighteen digits without a leading zero, from a random 128-bit number: how MLflow makes ids that never collide across machines.
    private static string NewExperimentId()
    {
        var number = new BigInteger(Guid.NewGuid().ToByteArray(), isUnsigned: true);
        return (BigInteger.Remainder(number, 900_000_000_000_000_000) + 100_000_000_000_000_000).ToString(CultureInfo.InvariantCulture);
    }

    private string ArtifactLocation(string experiment) => new Uri(Path.Combine(Root, experiment)).AbsoluteUri;

    private void CreateExperiment(string id, string name)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        AtomicFile.WriteAllText(Path.Combine(Root, id, Meta), MetaYaml.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["artifact_location"] = ArtifactLocation(id),
            ["creation_time"] = now,
            ["experiment_id"] = id,
            ["last_update_time"] = now,
            ["lifecycle_stage"] = "active",
            ["name"] = name,
        }));
    }

    // Two processes that start together must not create the same experiment twice.
    private FileStream Lock()
    {
        var path = Path.Combine(Root, ".auscult.lock");
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(20))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < LockPatience)
            {
                Thread.Sleep(20);
            }
        }
    }
}
