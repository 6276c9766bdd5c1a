using System.Diagnostics;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Tests.Server;

namespace Auscult.Tracking.Tests.Rest;

/// <summary>Servers that are slow, busy, broken, or lose their answers: nothing is lost and nothing is doubled.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("Dropped")]
    [InlineData("AnswerLost")]
    [InlineData("HalfAnswer")]
    [InlineData("Refused")]
    [InlineData("RefusedAfterwards")]
    [InlineData("Slow")]
    public async Task A_pipeline_through_one_trouble_at_every_step_arrives_once(string name)
    {
        var trouble = Enum.Parse<Trouble>(name);
        foreach (var path in new[] { "/experiments/create", "/runs/create", "/log-batch", "/log-inputs", "/artifacts/", "/logged-models", "/runs/outputs", "/registered-models/create", "/model-versions/create", "/alias", "/runs/update" })
            _server.Fail(new Fault(path, trouble));
        using var client = new MlflowClient(
            Connections.To(_server) with { Timeout = TimeSpan.FromSeconds(trouble == Trouble.Slow && RealServer.Address is null ? 0.3 : 3) }, TimeProvider.System);
        var experiment = await client.GetOrCreateExperimentAsync(Connections.Unique("faults"));
        var run = await client.CreateRunAsync(new CreateRun(experiment, "run", 1, []), Guid.NewGuid().ToString("N"), look: false);
        var points = Enumerable.Range(0, 1500).Select(i => new Metric("loss", 1.0 / (i + 1), 1000 + i, i)).ToArray();
        await client.LogAsync(run.Info.RunId, new RunItems { Params = [new KeyValue("a", "1")], Metrics = points });
        await client.Api.LogInputs(new LogInputs(run.Info.RunId, [new DatasetUse(new RunDataset("tiny", "0", "local", "{}", null, null), [])]));
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["a.txt"], "content");
        await client.Artifacts.UploadAsync(run.Info.ArtifactUri!, "a.txt", folder["a.txt"]);
        var model = await client.CreateLoggedModelAsync(new CreateLoggedModel(experiment, "m") { SourceRunId = run.Info.RunId }, Guid.NewGuid().ToString("N"), look: false);
        await client.LogOutputsAsync(run.Info.RunId, [new ModelOutput(model.Info.ModelId, 0)]);
        var registered = Connections.Unique("faults");
        await client.EnsureRegisteredModelAsync(new CreateRegisteredModel(registered));
        await client.CreateModelVersionAsync(new CreateModelVersion(registered, model.Info.ArtifactUri!), "1", look: false);
        await client.Api.SetAlias(new SetAlias(registered, "best", "1"));
        await client.Api.UpdateRun(new UpdateRun(run.Info.RunId) { Status = "FINISHED" });

        (await client.SearchRunsAsync(new SearchRuns([experiment])).CountAsync()).ShouldBe(1);
        (await client.MetricHistoryAsync(run.Info.RunId, "loss").ToListAsync()).Select(m => (m.Step, m.Value)).ShouldBe(points.Select(m => (m.Step, m.Value)));
        var read = (await client.Api.GetRun(run.Info.RunId)).Run;
        read.Info.Status.ShouldBe("FINISHED");
        read.Inputs!.DatasetInputs!.Count.ShouldBe(1);
        read.Outputs!.ModelOutputs!.Count.ShouldBe(1);
        (await client.Api.SearchLoggedModels(new SearchLoggedModels([experiment]))).Models!.Count.ShouldBe(1);
        (await client.VersionsAsync(registered).CountAsync()).ShouldBe(1);
        await client.Artifacts.DownloadAsync(run.Info.ArtifactUri!, "a.txt", folder["b.txt"]);
        (await File.ReadAllTextAsync(folder["b.txt"])).ShouldBe("content");
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_when_it_says()
    {
        using var client = Connections.Client(_server);
        _server.Fail(new Fault("/experiments/search", Trouble.Refused) { Status = 429, RetryAfter = 1 });
        var watch = Stopwatch.StartNew();
        await client.Api.SearchExperiments(new SearchExperiments(1));
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
        _server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_stays_broken_is_given_up_with_one_line()
    {
        using var client = new MlflowClient(Connections.To(_server) with { MaxRetries = 2 }, TimeProvider.System);
        _server.Fail(new Fault("/experiments/search", Trouble.Refused) { Status = 503, Times = 10 });
        var error = await Should.ThrowAsync<MlflowException>(() => client.Api.SearchExperiments(new SearchExperiments(1)));
        error.Message.ShouldBe($"POST {_server.Uri}/api/2.0/mlflow/experiments/search: status 503: <html>not now</html>");
        error.IsTransient.ShouldBeTrue();
        _server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_is_down_did_nothing()
    {
        using var client = new MlflowClient(Connections.To(_server) with { MaxRetries = 1 }, TimeProvider.System);
        _server.Stop();
        var error = await Should.ThrowAsync<MlflowException>(() => client.GetOrCreateExperimentAsync("any"));
        error.IsTransient.ShouldBeTrue();
        error.MayHaveBeenApplied.ShouldBeFalse();
    }
}
