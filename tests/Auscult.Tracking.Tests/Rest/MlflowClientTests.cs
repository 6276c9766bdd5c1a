using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Tests.Server;

namespace Auscult.Tracking.Tests.Rest;

/// <summary>What a training pipeline asks of a tracking server, against the contract or a real server.</summary>
public sealed class MlflowClientTests : IDisposable
{
    private readonly TestServer _server = new();
    private readonly MlflowClient _client;

    public MlflowClientTests() => _client = Connections.Client(_server);

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task An_experiment_is_made_once_and_taken_out_of_the_trash()
    {
        var name = Connections.Unique("experiment");
        var id = await _client.GetOrCreateExperimentAsync(name, [new KeyValue("team", "ears")]);
        (await _client.GetOrCreateExperimentAsync(name)).ShouldBe(id);
        await _client.Api.DeleteExperiment(new ExperimentRequest(id));
        (await _client.Api.GetExperiment(id)).Experiment.LifecycleStage.ShouldBe("deleted");
        (await _client.GetOrCreateExperimentAsync(name)).ShouldBe(id);
        await _client.Api.SetExperimentTag(new SetExperimentTag(id, "team", "hands"));
        await _client.Api.UpdateExperiment(new UpdateExperiment(id, name + "-2"));
        var found = (await _client.Api.GetExperimentByName(name + "-2")).Experiment;
        found.LifecycleStage.ShouldBe("active");
        found.Tags!.Single(tag => tag.Key == "team").Value.ShouldBe("hands");
        (await _client.ExperimentsAsync().AnyAsync(e => e.ExperimentId == id)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_keeps_what_was_logged_and_belongs_to_its_parent()
    {
        var (experiment, parent) = await StartAsync();
        var child = await _client.CreateRunAsync(
            new CreateRun(experiment, "child", 2000, [new KeyValue("mlflow.parentRunId", parent.Info.RunId)]), Guid.NewGuid().ToString("N"), look: false);
        await _client.LogAsync(child.Info.RunId, new RunItems
        {
            Params = [new KeyValue("seed", "1")],
            Tags = [new KeyValue("note", "übung")],
            Metrics = [new Metric("train/loss", 0.5, 10, 0), new Metric("train/loss", double.NaN, 11, 1), new Metric("train/loss", double.PositiveInfinity, 12, 2)],
        });
        await _client.Api.UpdateRun(new UpdateRun(child.Info.RunId) { Status = "FINISHED", EndTime = 3000, RunName = "renamed" });
        var read = (await _client.Api.GetRun(child.Info.RunId)).Run;
        read.Info.Status.ShouldBe("FINISHED");
        read.Info.EndTime.ShouldBe(3000);
        read.Info.RunName.ShouldBe("renamed");
        read.Data!.Params!.Single().ShouldBe(new KeyValue("seed", "1"));
        read.Data.Tags!.ShouldContain(new KeyValue("note", "übung"));
        read.Data.Tags!.ShouldContain(new KeyValue("mlflow.parentRunId", parent.Info.RunId));
        var history = await _client.MetricHistoryAsync(child.Info.RunId, "train/loss").ToListAsync();
        history.Select(m => (m.Timestamp, m.Step)).ShouldBe([(10, 0), (11, 1), (12, 2)]);
        history.Select(m => m.Value).ShouldBe([0.5, double.NaN, double.MaxValue]);
        var nested = await _client.SearchRunsAsync(new SearchRuns([experiment]) { Filter = $"tags.`mlflow.parentRunId` = '{parent.Info.RunId}'" }).ToListAsync();
        nested.ShouldHaveSingleItem().Info.RunId.ShouldBe(child.Info.RunId);
        await _client.Api.DeleteTag(new DeleteTag(child.Info.RunId, "note"));
        await _client.Api.DeleteRun(new RunRequest(child.Info.RunId));
        (await _client.Api.GetRun(child.Info.RunId)).Run.Info.LifecycleStage.ShouldBe("deleted");
        await _client.Api.RestoreRun(new RunRequest(child.Info.RunId));
    }

    [Fact]
    public async Task Batches_are_split_at_the_limits_and_histories_are_paged()
    {
        var (_, run) = await StartAsync();
        var items = new RunItems
        {
            Params = [.. Enumerable.Range(0, 250).Select(i => new KeyValue($"p{i}", new string('x', 5000)))],
            Tags = [.. Enumerable.Range(0, 101).Select(i => new KeyValue($"t{i}", "v"))],
            Metrics = [.. Enumerable.Range(0, 2500).Select(i => new Metric("loss", i, 1000 + i, i))],
        };
        await _client.LogAsync(run.Info.RunId, items);
        var batches = _server.Requests.Where(r => r.Path.EndsWith("/log-batch", StringComparison.Ordinal)).ToArray();
        batches.Length.ShouldBe(6);
        batches.ShouldAllBe(r => r.Length <= 1_000_000);
        var read = (await _client.Api.GetRun(run.Info.RunId)).Run;
        read.Data!.Params!.Count.ShouldBe(250);
        read.Data.Tags!.Count(tag => tag.Key[0] == 't' && char.IsDigit(tag.Key[1])).ShouldBe(101);
        (await _client.MetricHistoryAsync(run.Info.RunId, "loss").ToListAsync()).Select(m => m.Value).ShouldBe(Enumerable.Range(0, 2500).Select(i => (double)i));
        var first = await _client.Api.GetMetricHistory(run.Info.RunId, "loss", maxResults: 100);
        first.Metrics!.Count.ShouldBe(100);
        var second = await _client.Api.GetMetricHistory(run.Info.RunId, "loss", maxResults: 100, pageToken: first.NextPageToken);
        second.Metrics![0].Value.ShouldBe(100);
    }

    [Fact]
    public async Task Searches_are_paged()
    {
        var (experiment, _) = await StartAsync();
        for (var i = 0; i < 4; i++)
            await _client.CreateRunAsync(new CreateRun(experiment, $"r{i}", i, []), Guid.NewGuid().ToString("N"), look: false);
        (await _client.SearchRunsAsync(new SearchRuns([experiment]) { MaxResults = 2 }).ToListAsync()).Select(r => r.Info.RunId).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public async Task Datasets_are_linked_with_their_context()
    {
        var (_, run) = await StartAsync();
        var dataset = new RunDataset("tiny", "0123abcd", "local", """{"uri": "data/tiny"}""", null, null);
        await _client.Api.LogInputs(new LogInputs(run.Info.RunId, [new DatasetUse(dataset, [new KeyValue("mlflow.data.context", "training")])]));
        await _client.Api.LogInputs(new LogInputs(run.Info.RunId, [new DatasetUse(dataset, [new KeyValue("mlflow.data.context", "training")])]));
        var use = (await _client.Api.GetRun(run.Info.RunId)).Run.Inputs!.DatasetInputs!.ShouldHaveSingleItem();
        use.Dataset.Digest.ShouldBe("0123abcd");
        use.Tags!.Single().ShouldBe(new KeyValue("mlflow.data.context", "training"));
    }

    [Fact]
    public async Task A_logged_model_is_made_filled_and_registered()
    {
        var (experiment, run) = await StartAsync();
        var model = await _client.CreateLoggedModelAsync(
            new CreateLoggedModel(experiment, "encoder") { SourceRunId = run.Info.RunId, ModelType = "encoder", Params = [new KeyValue("layers", "4")] }, Guid.NewGuid().ToString("N"), look: false);
        var id = model.Info.ModelId;
        model.Info.Status.ShouldBe(LoggedModelInfo.Pending);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["MLmodel"], "flavors: {}\n");
        await _client.Artifacts.UploadAsync(model.Info.ArtifactUri!, "MLmodel", folder["MLmodel"]);
        await _client.Api.FinalizeLoggedModel(id, new FinalizeLoggedModel(id, LoggedModelInfo.Ready));
        await _client.Api.SetLoggedModelTags(id, new SetLoggedModelTags(id, [new KeyValue("kind", "test")]));
        await _client.Api.LogLoggedModelParams(id, new LogLoggedModelParams(id, [new KeyValue("width", "64")]));
        await _client.LogOutputsAsync(run.Info.RunId, [new ModelOutput(id, 7)]);
        await _client.LogOutputsAsync(run.Info.RunId, [new ModelOutput(id, 7)], look: true);
        var read = (await _client.Api.GetLoggedModel(id)).Model;
        read.Info.Status.ShouldBe(LoggedModelInfo.Ready);
        read.Data!.Params!.Count.ShouldBe(2);
        (await _client.Api.GetRun(run.Info.RunId)).Run.Outputs!.ModelOutputs!.ShouldHaveSingleItem().ShouldBe(new ModelOutput(id, 7));

        var name = Connections.Unique("registered");
        await _client.EnsureRegisteredModelAsync(new CreateRegisteredModel(name, "an encoder"));
        await _client.EnsureRegisteredModelAsync(new CreateRegisteredModel(name));
        var version = await _client.CreateModelVersionAsync(
            new CreateModelVersion(name, model.Info.ArtifactUri!) { RunId = run.Info.RunId, ModelId = id }, "first", look: false);
        version.Version.ShouldBe("1");
        (await _client.CreateModelVersionAsync(new CreateModelVersion(name, model.Info.ArtifactUri!), "first", look: true)).Version.ShouldBe("1");
        await _client.Api.SetAlias(new SetAlias(name, "champion", "1"));
        (await _client.Api.GetModelVersionByAlias(name, "champion")).ModelVersion.Version.ShouldBe("1");
        (await _client.Api.GetDownloadUri(name, "1")).ArtifactUri.ShouldBe(model.Info.ArtifactUri);
        (await Should.ThrowAsync<MlflowException>(() => _client.Api.SetAlias(new SetAlias(name, "v2", "1")))).ErrorCode.ShouldBe("INVALID_PARAMETER_VALUE");
        await _client.Api.DeleteAlias(new AliasRequest(name, "champion"));
        await _client.Api.DeleteRegisteredModel(new RegisteredModelRequest(name));
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_with_its_code()
    {
        var missing = await Should.ThrowAsync<MlflowException>(() => _client.Api.GetRun("00000000000000000000000000000000"));
        missing.ErrorCode.ShouldBe("RESOURCE_DOES_NOT_EXIST");
        missing.IsMissing.ShouldBeTrue();
        var (_, run) = await StartAsync();
        await _client.LogAsync(run.Info.RunId, new RunItems { Params = [new KeyValue("seed", "1")] });
        var changed = await Should.ThrowAsync<MlflowException>(() => _client.LogAsync(run.Info.RunId, new RunItems { Params = [new KeyValue("seed", "2")] }));
        changed.ErrorCode.ShouldBe("INVALID_PARAMETER_VALUE");
        changed.IsTransient.ShouldBeFalse();
    }

    private async Task<(string Experiment, Run Run)> StartAsync()
    {
        var experiment = await _client.GetOrCreateExperimentAsync(Connections.Unique("tests"));
        return (experiment, await _client.CreateRunAsync(new CreateRun(experiment, "run", 1000, []), Guid.NewGuid().ToString("N"), look: false));
    }
}
