using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;

namespace Auscult.Tracking.Sync;

/// <summary>Replays registered models, their versions and aliases; where a version's files are is rewritten to where they are
/// now.</summary>
internal sealed class RegistrySync(OfflineStore store, MlflowClient client, SyncState state, SyncReport report)
{
    private const string Kind = "version";

    /// <summary>Sends what has not arrived yet.</summary>
    public async Task SendAsync(StoredFolder model, CancellationToken cancellation)
    {
        await client.EnsureRegisteredModelAsync(new CreateRegisteredModel(model.Id, model["description"]), cancellation);
        foreach (var tag in model.Texts("tags"))
            await client.Api.SetRegisteredModelTag(new SetRegisteredModelTag(model.Id, tag.Key, tag.Value), cancellation);
        foreach (var version in OfflineStore.Versions(model))
        {
            var id = $"{model.Id}/{version.Id}";
            if (state.Get(Kind, id) is not null)
                continue;
            var run = version["run_id"] is { } runId ? state.Get(RunSync.Kind, runId) : null;
            var logged = version["model_id"] is { } modelId ? state.Get(ModelSync.Kind, modelId) : null;
            var made = await client.CreateModelVersionAsync(
                new CreateModelVersion(model.Id, logged?.ArtifactUri ?? Source(version["source"] ?? ""))
                {
                    RunId = run?.ServerId, ModelId = logged?.ServerId, Description = version["description"], Tags = version.Texts("tags"),
                },
                $"{id}/{version["creation_timestamp"]}", look: true, cancellation);
            state.Set(Kind, id, new SyncEntry(made.Version));
            report.ModelVersions++;
        }
        foreach (var (alias, version) in model.Texts("aliases"))
        {
            if (state.Get(Kind, $"{model.Id}/{version.Trim()}") is { } entry)
                await client.Api.SetAlias(new SetAlias(model.Id, alias, entry.ServerId), cancellation);
        }
    }

    /// <summary>How many versions have not arrived.</summary>
    public int Missing(StoredFolder model) => OfflineStore.Versions(model)
        .Count(version => state.Get(Kind, $"{model.Id}/{version.Id}") is null);

    // runs:/RUN/path, models:/MODEL, or a path whose end names a run of this store, wherever the store was when it was written.
    private string Source(string source)
    {
        var parts = source.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            if (state.Get(RunSync.Kind, parts[i]) is { } run && Rest(parts, i + 1) is { } path)
                return $"{run.ArtifactUri}{path}";
            if (state.Get(ModelSync.Kind, parts[i]) is { } model && Rest(parts, i + 1) is { } inside)
                return $"{model.ArtifactUri}{inside}";
        }
        return source.StartsWith(store.Root, StringComparison.Ordinal) ? new Uri(source).AbsoluteUri : source;
    }

    private static string? Rest(string[] parts, int start) =>
        string.Concat(parts[(start < parts.Length && parts[start] == "artifacts" ? start + 1 : start)..].Select(part => "/" + part));
}
