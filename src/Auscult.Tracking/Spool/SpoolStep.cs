using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;

namespace Auscult.Tracking.Spool;

/// <summary>Tells the server one record that is no metric, param or tag.</summary>
internal sealed class SpoolStep(MlflowClient client, SpoolFolder spool, string spoolRoot, Action<string> warn)
{
    private const string ParentTag = "mlflow.parentRunId";

    /// <summary>Applies a record; what it makes at the server goes into the state through <paramref name="save"/>.</summary>
    public async Task ApplyAsync(SpoolRecord record, SpoolState state, bool unsure, Action<SpoolState> save, CancellationToken cancellation)
    {
        switch (record.Op)
        {
            case SpoolOp.Start:
                await StartAsync(record, state, unsure, save, cancellation);
                break;
            case SpoolOp.Dataset:
                await client.Api.LogInputs(new LogInputs(state.RunId!, [record.Dataset!]), cancellation);
                break;
            case SpoolOp.Artifact:
                await UploadAsync(record, state, cancellation);
                break;
            case SpoolOp.Model:
                var model = await client.CreateLoggedModelAsync(
                    record.Logged! with { ExperimentId = state.ExperimentId!, SourceRunId = state.RunId }, record.Key!, unsure,
                        cancellation);
                save(state with
                {
                    Models = new Dictionary<string,
                    string>(state.Models, StringComparer.Ordinal)
                    { [record.Key!] = model.Info.ModelId }
                });
                break;
            case SpoolOp.ModelReady when state.Models.TryGetValue(record.Key!, out var id):
                await client.Api.FinalizeLoggedModel(id, new FinalizeLoggedModel(id, LoggedModelInfo.Ready), cancellation);
                await client.LogOutputsAsync(state.RunId!, [new ModelOutput(id, record.Step ?? 0)], unsure, cancellation);
                break;
            case SpoolOp.Register when state.Models.TryGetValue(record.Value!, out var registered):
                await RegisterAsync(record, state, registered, unsure, cancellation);
                break;
            case SpoolOp.Alias when await client.FindModelVersionAsync(record.Key!, record.Value!, cancellation) is { } meant:
                foreach (var alias in record.Aliases ?? [])
                    await client.Api.SetAlias(new SetAlias(record.Key!, alias, meant.Version), cancellation);
                break;
            case SpoolOp.Status:
                await client.Api.UpdateRun(new UpdateRun(state.RunId!) { Status = record.Value, EndTime = record.Time }, cancellation);
                break;
            default:
                // A model that the server refused: what belongs to it is left out with it.
                return;
        }
    }

    private async Task StartAsync(SpoolRecord record, SpoolState state, bool unsure, Action<SpoolState> save,
        CancellationToken cancellation)
    {
        var start = record.Start!;
        var experiment = await client.GetOrCreateExperimentAsync(start.Experiment, cancellation: cancellation);
        var tags = start.Tags.Select(tag => tag.Key == ParentTag ? tag with { Value = ServerId(tag.Value) } : tag).ToArray();
        var run = await client.CreateRunAsync(
            new CreateRun(experiment, start.RunName, record.Time!.Value, tags) { UserId = start.User }, spool.RunId, unsure, cancellation);
        save(state with { RunId = run.Info.RunId, ExperimentId = experiment, ArtifactUri = run.Info.ArtifactUri });
    }

    // A parent that was spooled here has another id at the server. Spools are sent oldest first, so it has arrived.
    private string ServerId(string run) =>
        new SpoolFolder(spoolRoot, run) is { Exists: true } parent ? parent.ReadState().RunId
            ?? throw MlflowException.NotYet($"the parent run {run} has not been sent yet") : run;

    private async Task UploadAsync(SpoolRecord record, SpoolState state, CancellationToken cancellation)
    {
        var file = Path.Combine(spool.Files, record.Value!);
        if (!File.Exists(file))
        {
            // Sent before a crash that came before it was written down; or lost with the disk, which the server would show.
            return;
        }
        var root = state.ArtifactUri!;
        if (record.Model is { } model)
        {
            if (!state.Models.TryGetValue(model, out var id))
                return;
            root = (await client.Api.GetLoggedModel(id, cancellation)).Model.Info.ArtifactUri!;
        }
        try
        {
            await client.Artifacts.UploadAsync(root, record.Key!, file, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warn($"the artifact {record.Key} of run {spool.RunId} cannot be copied: {e.Message}");
        }
    }

    private async Task RegisterAsync(SpoolRecord record, SpoolState state, string modelId, bool unsure, CancellationToken cancellation)
    {
        await client.EnsureRegisteredModelAsync(new CreateRegisteredModel(record.Key!), cancellation);
        var source = (await client.Api.GetLoggedModel(modelId, cancellation)).Model.Info.ArtifactUri!;
        var version = await client.CreateModelVersionAsync(
            new CreateModelVersion(record.Key!, source) { RunId = state.RunId, ModelId = modelId }, record.Value!, unsure, cancellation);
        foreach (var alias in record.Aliases ?? [])
            await client.Api.SetAlias(new SetAlias(record.Key!, alias, version.Version), cancellation);
    }
}
