using Auscult.Tracking.Rest;

namespace Auscult.Tracking.Sync;

/// <summary>Sends the files of a run or a model that have not arrived, or changed since.</summary>
internal sealed class FileSync(MlflowClient client, SyncReport report)
{
    /// <summary>Sends them, and writes each down.</summary>
    public async Task<SyncEntry> SendAsync(StoredFolder thing, SyncEntry entry, Action<SyncEntry> save, CancellationToken cancellation)
    {
        foreach (var (path, file) in thing.Files("artifacts"))
        {
            var stamp = SyncState.Stamp(file);
            if (entry.Artifacts.GetValueOrDefault(path) == stamp)
                continue;
            await client.Artifacts.UploadAsync(entry.ArtifactUri!, path, file, cancellation);
            entry.Artifacts[path] = stamp;
            save(entry);
            report.Artifacts++;
            report.ArtifactBytes += new FileInfo(file).Length;
        }
        return entry;
    }
}
