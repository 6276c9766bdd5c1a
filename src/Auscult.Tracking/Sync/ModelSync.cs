using System.Globalization;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;

namespace Auscult.Tracking.Sync;

/// <summary>Replays one logged model of a file store.</summary>
internal sealed class ModelSync(MlflowClient client, SyncState state, SyncReport report)
{
    public const string Kind = "model";
    private const string FailedStatus = "3";

    /// <summary>Sends what has not arrived yet.</summary>
    public async Task SendAsync(StoredFolder model, string experimentId, string? sourceRunId, CancellationToken cancellation)
    {
        var fingerprint = SyncState.Fingerprint(model.Path);
        var known = state.Get(Kind, model.Id);
        if (known?.Whole == fingerprint)
            return;
        if (known is null)
        {
            var made = await client.CreateLoggedModelAsync(
                new CreateLoggedModel(experimentId, model["name"] ?? model.Id)
                {
                    ModelType = model["model_type"], SourceRunId = sourceRunId, Params = model.Texts("params"), Tags = model.Texts("tags"),
                },
                model.Id, look: true, cancellation);
            known = new SyncEntry(made.Info.ModelId) { ArtifactUri = made.Info.ArtifactUri };
            state.Set(Kind, model.Id, known);
            report.Models++;
        }
        else if (model.Texts("tags") is { Count: > 0 } tags)
        {
            await client.Api.SetLoggedModelTags(known.ServerId, new SetLoggedModelTags(known.ServerId, tags), cancellation);
        }
        known = await new FileSync(client, report).SendAsync(model, known, changed => state.Set(Kind, model.Id, changed), cancellation);
        if (model["status"] is "2" or FailedStatus)
        {
            var status = model["status"] == FailedStatus ? LoggedModelInfo.Failed : LoggedModelInfo.Ready;
            await client.Api.FinalizeLoggedModel(known.ServerId, new FinalizeLoggedModel(known.ServerId, status), cancellation);
        }
        state.Set(Kind, model.Id, known with { Whole = fingerprint });
    }

    /// <summary>Marks the points of a run that judge one of its models: a file store holds them twice, once in the run and once in the
    /// model.</summary>
    public static Func<Metric, Metric> Judged(IReadOnlyList<StoredFolder> models, string runId, SyncState state)
    {
        var points = new Dictionary<(string, long, long, string), Metric>();
        foreach (var model in models)
        {
            if (state.Get(Kind, model.Id) is not { } entry)
                continue;
            foreach (var (key, path) in model.Files("metrics"))
            {
                foreach (var (timestamp, value, step, more) in MetricFile.Read(path).Where(p => p.More.Length == 0 || p.More[0] == runId))
                {
                    points[(key, timestamp, step, Text(value))] = new Metric(key, value, timestamp, step)
                    {
                        ModelId = entry.ServerId,
                        DatasetName = more.Length > 2 ? more[1] : null,
                        DatasetDigest = more.Length > 2 ? more[2] : null,
                    };
                }
            }
        }
        return point => points.GetValueOrDefault((point.Key, point.Timestamp, point.Step, Text(point.Value)), point);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
