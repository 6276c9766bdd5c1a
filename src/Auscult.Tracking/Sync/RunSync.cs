using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;

namespace Auscult.Tracking.Sync;

/// <summary>Replays one run of a file store with the models it made.</summary>
internal sealed class RunSync(MlflowClient client, SyncState state, SyncReport report)
{
    public const string Kind = "run";
    private static readonly string[] Statuses = ["", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    /// <summary>Sends what has not arrived yet.</summary>
    /// <param name="run">The run; its parent was sent before.</param>
    /// <param name="models">Logged models of its experiment.</param>
    /// <param name="experimentId">The experiment at the server.</param>
    /// <param name="cancellation">Ends the sending.</param>
    public async Task SendAsync(StoredFolder run, IReadOnlyList<StoredFolder> models, string experimentId, CancellationToken cancellation)
    {
        var fingerprint = SyncState.Fingerprint(run.Path);
        var known = state.Get(Kind, run.Id);
        var entry = known ?? await CreateAsync(run, experimentId, cancellation);
        var own = models.Where(model => model["source_run_id"] == run.Id).ToArray();
        foreach (var model in own)
            await new ModelSync(client, state, report).SendAsync(model, experimentId, entry.ServerId, cancellation);
        // What was sent last before a crash may not have been written down.
        var isNew = known is null && entry.Whole == "new";
        entry = entry with { Whole = null };
        await client.LogAsync(entry.ServerId, new RunItems { Params = run.Texts("params"), Tags = Tags(run) }, look: false, cancellation);
        entry = await SendMetricsAsync(run, own, entry, isNew, isResumed: known is not null, cancellation);
        foreach (var use in OfflineStore.Datasets(run))
            await client.Api.LogInputs(new LogInputs(entry.ServerId, [use]), cancellation);
        var outputs = OfflineStore.Outputs(run).Select(o => (Entry: state.Get(ModelSync.Kind, o.ModelId), o.Step))
            .Where(o => o.Entry is not null)
            .Select(o => new ModelOutput(o.Entry!.ServerId, o.Step)).ToArray();
        if (outputs.Length > 0)
            await client.LogOutputsAsync(entry.ServerId, outputs, look: true, cancellation);
        entry = await new FileSync(client, report).SendAsync(run, entry, changed => state.Set(Kind, run.Id, changed), cancellation);
        if (run.Long("status") is > 1 and < 6 and var status)
            await client.Api.UpdateRun(new UpdateRun(entry.ServerId) { Status = Statuses[status], EndTime = run.Long("end_time") },
                cancellation);
        state.Set(Kind, run.Id, entry with { Whole = fingerprint });
    }

    private async Task<SyncEntry> CreateAsync(StoredFolder run, string experimentId, CancellationToken cancellation)
    {
        var sameSource = new SearchRuns([experimentId])
        {
            Filter = $"tags.`{MlflowClient.SourceTag}` = '{run.Id}'", RunViewType = "ALL",
            MaxResults = 1
        };
        var found = await client.SearchRunsAsync(sameSource, cancellation).FirstOrDefaultAsync(cancellation);
        var made = found ?? await client.CreateRunAsync(
            new CreateRun(experimentId, run["run_name"] ?? run.Id, run.Long("start_time") ?? 0, []) { UserId = run["user_id"] }, run.Id,
                look: false, cancellation);
        var entry = new SyncEntry(made.Info.RunId) { ArtifactUri = made.Info.ArtifactUri, Whole = found is null ? "new" : null };
        state.Set(Kind, run.Id, entry with { Whole = null });
        return entry;
    }

    private KeyValue[] Tags(StoredFolder run) => [.. run.Texts("tags").Select(tag =>
        new KeyValue(tag.Key, Names.Cut(tag.Key == "mlflow.parentRunId" && state.Get(Kind, tag.Value) is { } parent ? parent.ServerId
            : tag.Value, Names.MaxTag)))];

    private async Task<SyncEntry> SendMetricsAsync(
        StoredFolder run, IReadOnlyList<StoredFolder> models, SyncEntry entry, bool isNew, bool isResumed, CancellationToken cancellation)
    {
        var judged = ModelSync.Judged(models, run.Id, state);
        // Without a state, every batch may have arrived; with one, only the first.
        var look = !isNew;
        foreach (var batch in run.Files("metrics").SelectMany(file => MetricFile.Read(file.Path)
            .Skip(entry.Metrics.GetValueOrDefault(file.Key))
            .Select(p => judged(new Metric(file.Key, p.Value, p.Timestamp, p.Step)))).Chunk(RunItems.MaxItems))
        {
            await client.LogAsync(entry.ServerId, new RunItems { Metrics = batch }, look, cancellation);
            look &= !isResumed;
            foreach (var metric in batch)
                entry.Metrics[metric.Key] = entry.Metrics.GetValueOrDefault(metric.Key) + 1;
            state.Set(Kind, run.Id, entry);
            report.MetricPoints += batch.Length;
        }
        return entry;
    }
}
