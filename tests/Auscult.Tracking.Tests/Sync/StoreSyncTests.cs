using Auscult.Foundation;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Sync;
using Auscult.Tracking.Tests.Server;

namespace Auscult.Tracking.Tests.Sync;

/// <summary>A file store arrives at a server whole and once, however often it is interrupted.</summary>
public sealed class StoreSyncTests : IDisposable
{
    private readonly TestServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly StoppedClock _clock = new();
    private readonly MlflowClient _client;
    private readonly string _experiment = Connections.Unique("sync");

    public StoreSyncTests() => _client = Connections.Client(_server);

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Everything_in_the_store_arrives_with_its_places_rewritten()
    {
        var ids = Fill();
        var report = await SyncAsync();
        report.Problems.ShouldBeEmpty();
        (report.Experiments, report.Runs, report.MetricPoints, report.Models, report.ModelVersions).ShouldBe((1, 2, 1203, 1, 2));
        await CheckAsync(ids);
        var again = await SyncAsync();
        (again.Runs, again.UnchangedRuns, again.MetricPoints, again.Artifacts, again.ModelVersions).ShouldBe((0, 2, 0, 0, 0));
        await CheckAsync(ids);
    }

    [Fact]
    public async Task It_arrives_once_though_every_attempt_loses_an_answer_one_request_later()
    {
        var ids = Fill();
        for (var attempt = 0; ; attempt++)
        {
            _server.Heal();
            _server.Fail(new Fault("/api", Trouble.AnswerLost) { Skip = attempt });
            try
            {
                await SyncAsync(maxRetries: 0);
                break;
            }
            catch (MlflowException e) when (e.IsTransient && attempt < 100)
            {
                continue;
            }
        }
        _server.Heal();
        await CheckAsync(ids);
    }

    [Fact]
    public async Task What_is_logged_after_a_sync_follows_with_the_next()
    {
        var (parent, _) = Fill();
        await SyncAsync();
        using (var run = FileStore.Open(_folder["mlruns"], _clock).ResumeRun(parent))
        {
            run.LogMetric("loss", 7, 2000);
            run.LogText("later", "later.txt");
            run.Finish(RunStatus.Failed);
        }
        var dry = await SyncAsync(dryRun: true);
        (dry.Runs, dry.MetricPoints, dry.Artifacts).ShouldBe((1, 1, 1));
        var report = await SyncAsync();
        (report.Runs, report.UnchangedRuns, report.MetricPoints, report.Artifacts).ShouldBe((1, 1, 1, 1));
        (await RunAsync(parent)).Info.Status.ShouldBe("FAILED");
    }

    [Fact]
    public async Task A_lost_state_doubles_nothing()
    {
        var ids = Fill();
        await SyncAsync();
        Directory.Delete(_folder["mlruns.sync"], recursive: true);
        await SyncAsync();
        await CheckAsync(ids);
    }

    [Fact]
    public async Task A_dry_run_asks_nobody()
    {
        Fill();
        _server.Stop();
        var report = await SyncAsync(dryRun: true);
        (report.Runs, report.MetricPoints, report.Artifacts, report.Models, report.ModelVersions).ShouldBe((2, 1203, 4, 1, 2));
        Directory.Exists(_folder["mlruns.sync"]).ShouldBeFalse();
        _server.Start();
    }

    [Fact]
    public async Task A_folder_that_is_no_store_is_bad_input() =>
        (await Should.ThrowAsync<InputException>(() => SyncAsync())).Message.ShouldContain("not a file store");

    private (string Parent, string Child) Fill()
    {
        Directory.CreateDirectory(_folder["model"]);
        File.WriteAllText(_folder["model", "weights"], "0123");
        var store = FileStore.Open(_folder["mlruns"], _clock);
        using var parent = store.StartRun(new RunStart { Experiment = _experiment, RunName = "sweep" });
        _clock.Now += TimeSpan.FromSeconds(1);
        using var child = store.StartRun(new RunStart { Experiment = _experiment, RunName = "trial", ParentRunId = parent.Id, Note = "two\nlines" });
        for (var i = 0; i < 1200; i++)
        {
            _clock.Now += TimeSpan.FromMilliseconds(1);
            child.LogMetric("loss", i, i);
        }
        child.LogMetric("odd/values", double.NaN, 0);
        child.LogMetric("odd/values", double.NegativeInfinity, 1);
        parent.LogMetric("loss", 1, 1);
        child.LogParam("seed", "1");
        child.LogDataset(new DatasetInput("tiny", "0123", "local", "{}") { Context = "training" });
        child.LogText("seed: 1\n", "config/resolved.yaml");
        var model = child.LogModel(new ModelFiles("encoder", _folder["model"]) { ModelType = "encoder", Step = 5, Params = new Dictionary<string, string> { ["layers"] = "4" } });
        child.RegisterModel(_experiment, model, ["old"]);
        child.RegisterModel(_experiment, model, ["champion"]);
        File.WriteAllText(Path.Combine(child.Folder!, "artifacts", "empty"), "");
        child.Finish(RunStatus.Finished);
        parent.Finish(RunStatus.Killed);
        return (parent.Id, child.Id);
    }

    private async Task CheckAsync((string Parent, string Child) ids)
    {
        (await Runs()).Count.ShouldBe(2);
        var (parent, child) = (await RunAsync(ids.Parent), await RunAsync(ids.Child));
        (parent.Info.Status, child.Info.Status, child.Info.RunName).ShouldBe(("KILLED", "FINISHED", "trial"));
        child.Info.StartTime.ShouldBe(parent.Info.StartTime + 1000);
        child.Data!.Tags!.ShouldContain(new KeyValue("mlflow.parentRunId", parent.Info.RunId));
        child.Data.Tags!.ShouldContain(new KeyValue("mlflow.note.content", "two\nlines"));
        child.Data.Params!.ShouldBe([new KeyValue("seed", "1")]);
        child.Inputs!.DatasetInputs!.ShouldHaveSingleItem().Tags!.ShouldBe([new KeyValue("mlflow.data.context", "training")]);
        (await HistoryAsync(child, "loss")).Select(m => (m.Step, m.Value)).ShouldBe(Enumerable.Range(0, 1200).Select(i => ((long)i, (double)i)));
        (await HistoryAsync(child, "odd/values")).Select(m => m.Value).ShouldBe([double.NaN, double.MinValue]);
        (await _client.Artifacts.ListAsync(child.Info.ArtifactUri!)).Select(f => f.Path).ShouldBe(["config", "empty"], ignoreOrder: true);
        var output = child.Outputs!.ModelOutputs!.ShouldHaveSingleItem();
        output.Step.ShouldBe(5);
        var model = (await _client.Api.GetLoggedModel(output.ModelId)).Model;
        (model.Info.Status, model.Info.SourceRunId, model.Info.ModelType).ShouldBe((LoggedModelInfo.Ready, child.Info.RunId, "encoder"));
        model.Data!.Params!.ShouldBe([new KeyValue("layers", "4")]);
        (await _client.Artifacts.ListAsync(model.Info.ArtifactUri!)).Select(f => f.Path).ShouldBe(["MLmodel", "weights"], ignoreOrder: true);
        var versions = await _client.VersionsAsync(_experiment).ToListAsync();
        versions.Select(v => v.Version).ShouldBe(["1", "2"], ignoreOrder: true);
        versions.ShouldAllBe(v => v.RunId == child.Info.RunId && v.Source == model.Info.ArtifactUri);
        (await _client.Api.GetModelVersionByAlias(_experiment, "champion")).ModelVersion.Version.ShouldBe("2");
        (await _client.Api.GetModelVersionByAlias(_experiment, "old")).ModelVersion.Version.ShouldBe("1");
    }

    private async Task<SyncReport> SyncAsync(bool dryRun = false, int maxRetries = 3) =>
        await new StoreSync(Connections.To(_server) with { MaxRetries = maxRetries }, TimeProvider.System, (_, _, _) => { }).StoreAsync(_folder["mlruns"], dryRun, default);

    private async Task<IReadOnlyList<Run>> Runs() =>
        await _client.SearchRunsAsync(new SearchRuns([await _client.GetOrCreateExperimentAsync(_experiment)])).ToListAsync();

    private async Task<Run> RunAsync(string id) => (await _client.Api.GetRun(
        (await Runs()).Single(run => run.Data!.Tags!.Contains(new KeyValue(MlflowClient.SourceTag, id))).Info.RunId)).Run;

    private async Task<IReadOnlyList<Metric>> HistoryAsync(Run run, string key) => await _client.MetricHistoryAsync(run.Info.RunId, key).ToListAsync();
}
