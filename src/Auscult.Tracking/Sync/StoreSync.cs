using Auscult.Foundation;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Spool;

namespace Auscult.Tracking.Sync;

/// <summary>
/// Brings what was tracked on this machine to a server: a file store is replayed, spools are sent. It can be interrupted at any point and
/// started
/// again: nothing is lost and nothing arrives twice.
/// </summary>
public sealed class StoreSync
{
    private readonly ServerConnection _connection;
    private readonly TimeProvider _clock;
    private readonly Action<double, double, string> _progress;

    /// <param name="connection">The server.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <param name="progress">Takes how many runs are done, of how many, and the name of the current one.</param>
    public StoreSync(ServerConnection connection, TimeProvider clock, Action<double, double, string> progress) =>
        (_connection, _clock, _progress) = (connection, clock, progress);

    /// <summary>Whether a folder is a file store, before a server is asked.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static void Check(string root) => _ = new OfflineStore(root);

    /// <summary>Replays a file store.</summary>
    /// <param name="root">The store.</param>
    /// <param name="dryRun">Only count; the server is not asked.</param>
    /// <param name="cancellation">Ends it after the current request.</param>
    /// <exception cref="InputException">The folder is no file store, or another sync is at work.</exception>
    /// <exception cref="MlflowException">The server cannot be asked.</exception>
    public async Task<SyncReport> StoreAsync(string root, bool dryRun, CancellationToken cancellation)
    {
        var store = new OfflineStore(root);
        using var state = new SyncState(root, _connection.Address, dryRun);
        using var client = new MlflowClient(_connection, _clock);
        var report = new SyncReport { Server = _connection.ToString(), DryRun = dryRun };
        var plan = store.Experiments().Select(experiment =>
            (Experiment: experiment, Runs: OfflineStore.Runs(experiment), Models: OfflineStore.Models(experiment)))
            .Where(entry => entry.Runs.Count + entry.Models.Count > 0 || entry.Experiment.Id != "0").ToArray();
        var total = plan.Sum(entry => entry.Runs.Count);
        var done = 0;
        foreach (var (experiment, runs, models) in plan)
        {
            report.Experiments++;
            var id = dryRun ? "" : await ExperimentAsync(client, experiment, cancellation);
            foreach (var run in runs)
            {
                _progress(done++, total, run["run_name"] ?? run.Id);
                if (IsWhole(state, run, models))
                    report.UnchangedRuns++;
                else if (dryRun)
                    Count(state, run, models, report);
                else
                    await TryAsync(() => new RunSync(client, state, report).SendAsync(run, models, id, cancellation), $"run {run.Id}",
                        report);
                report.Runs = done - report.UnchangedRuns;
            }
            foreach (var orphan in models.Where(model => runs.All(run => run.Id != model["source_run_id"])))
            {
                if (dryRun)
                    report.Models += state.Get(ModelSync.Kind, orphan.Id) is null ? 1 : 0;
                else
                    await TryAsync(() => new ModelSync(client, state, report).SendAsync(orphan, id, null, cancellation),
                        $"model {orphan.Id}", report);
            }
        }
        foreach (var model in store.Registered())
        {
            var registry = new RegistrySync(store, client, state, report);
            if (dryRun)
                report.ModelVersions += registry.Missing(model);
            else
                await TryAsync(() => registry.SendAsync(model, cancellation), $"registered model {model.Id}", report);
        }
        _progress(total, total, "done");
        return report;
    }

    /// <summary>Sends the spools under a folder that are for this server.</summary>
    /// <returns>How many runs were sent whole.</returns>
    /// <exception cref="MlflowException">The server cannot be asked.</exception>
    public async Task<int> SpoolAsync(string root, bool dryRun, Action<string> warn, CancellationToken cancellation)
    {
        using var client = new MlflowClient(_connection, _clock);
        var waiting = SpoolFolder.Waiting(root).Where(spool => BackgroundSender.Server(spool) == _connection.Address.ToString()).ToArray();
        var sent = 0;
        foreach (var spool in waiting)
        {
            _progress(sent, waiting.Length, spool.RunId);
            using var shipper = new SpoolShipper(spool, client, Path.GetFullPath(root), warn);
            if (dryRun)
                sent += shipper.Left > 0 ? 1 : 0;
            else if (await shipper.ShipAsync(cancellation))
                sent++;
            else
                warn($"run {spool.RunId} is being sent by another process");
            shipper.ClearIfEnded();
        }
        return sent;
    }

    private static bool IsWhole(SyncState state, StoredFolder run, IReadOnlyList<StoredFolder> models) =>
        state.Get(RunSync.Kind, run.Id)?.Whole is { } whole && whole == SyncState.Fingerprint(run.Path)
        && models.Where(model => model["source_run_id"] == run.Id)
            .All(model => state.Get(ModelSync.Kind, model.Id)?.Whole == SyncState.Fingerprint(model.Path));

    private static void Count(SyncState state, StoredFolder run, IReadOnlyList<StoredFolder> models, SyncReport report)
    {
        var entry = state.Get(RunSync.Kind, run.Id);
        report.MetricPoints += run.Files("metrics").Sum(file => MetricFile.Read(file.Path)
            .Count() - (entry?.Metrics.GetValueOrDefault(file.Key) ?? 0));
        var own = models.Where(model => model["source_run_id"] == run.Id).ToArray();
        foreach (var (thing, known) in own.Select(model => (model, state.Get(ModelSync.Kind, model.Id))).Prepend((run, entry)))
        {
            var files = thing.Files("artifacts").Where(file => known?.Artifacts.GetValueOrDefault(file.Key) != SyncState.Stamp(file.Path))
                .ToArray();
            report.Artifacts += files.Length;
            report.ArtifactBytes += files.Sum(file => new System.IO.FileInfo(file.Path).Length);
        }
        report.Models += own.Count(model => state.Get(ModelSync.Kind, model.Id) is null);
    }

    private static async Task<string> ExperimentAsync(MlflowClient client, StoredFolder experiment, CancellationToken cancellation)
    {
        var id = await client.GetOrCreateExperimentAsync(experiment["name"] ?? experiment.Id, cancellation: cancellation);
        foreach (var tag in experiment.Texts("tags"))
            await client.Api.SetExperimentTag(new SetExperimentTag(id, tag.Key, tag.Value), cancellation);
        return id;
    }

    // One run that the server refuses does not keep the others away.
    private static async Task TryAsync(Func<Task> send, string what, SyncReport report)
    {
        try
        {
            await send();
        }
        catch (MlflowException e) when (!e.IsTransient
            && e.Status is System.Net.HttpStatusCode.BadRequest or System.Net.HttpStatusCode.NotFound)
        {
            report.Problems.Add($"{what}: {e.Message}");
        }
    }
}
