using System.Collections.Concurrent;
using System.Diagnostics;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Spool;
using Auscult.Tracking.Tests.Server;

namespace Auscult.Tracking.Tests.Spool;

/// <summary>Training goes on whatever the server does, and everything arrives once and in order, after a crash too.</summary>
public sealed class ServerTrackerTests : IDisposable
{
    private readonly TestServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly string _experiment = Connections.Unique("spool");
    private readonly MlflowClient _client;

    public ServerTrackerTests() => _client = Connections.Client(_server);

    private RunStart Start => new() { Experiment = _experiment, RunName = "train 1", SourceName = "auscult train", Note = "two\nlines" };

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Everything_a_run_logs_arrives()
    {
        File.WriteAllText(_folder["report.html"], "page");
        Directory.CreateDirectory(_folder["model"]);
        File.WriteAllText(_folder["model", "weights"], "0123");
        string id;
        using (var tracker = Open())
        {
            using var parent = tracker.StartRun(Start with { RunName = "sweep" });
            using var run = tracker.StartRun(Start with { ParentRunId = parent.Id });
            id = run.Id;
            run.LogParam("seed", "1");
            run.LogParam("seed", "1");
            Should.Throw<InvalidOperationException>(() => run.LogParam("seed", "2"));
            for (var i = 0; i < 3; i++)
                run.LogMetric("train/loss", i == 1 ? double.NaN : i, i);
            run.SetTag("note", "a");
            run.SetTag("note", "b");
            run.LogDataset(new DatasetInput("tiny", "0123", "local", "{}") { Context = "training" });
            run.LogArtifact(_folder["report.html"], "pages");
            run.LogText("seed: 1\n", "config/resolved.yaml");
            File.WriteAllText(_folder["report.html"], "changed later");
            var model = run.LogModel(new ModelFiles("encoder", _folder["model"]) { ModelType = "encoder", Step = 2, Params = new Dictionary<string, string> { ["layers"] = "4" } });
            run.RegisterModel(_experiment, model, ["champion"]);
            run.Finish(RunStatus.Finished);
            parent.Finish(RunStatus.Finished);
        }
        var read = await RunAsync(id);
        read.Info.Status.ShouldBe("FINISHED");
        read.Info.RunName.ShouldBe("train 1");
        read.Data!.Params!.ShouldBe([new KeyValue("seed", "1")]);
        read.Data.Tags!.ShouldContain(new KeyValue("note", "b"));
        read.Data.Tags!.ShouldContain(new KeyValue("mlflow.note.content", "two\nlines"));
        var parentRun = (await Runs()).Single(r => r.Info.RunName == "sweep");
        read.Data.Tags!.ShouldContain(new KeyValue("mlflow.parentRunId", parentRun.Info.RunId));
        read.Inputs!.DatasetInputs!.Single().Dataset.Digest.ShouldBe("0123");
        (await HistoryAsync(read)).Select(m => (m.Step, m.Value)).ShouldBe([(0, 0.0), (1, double.NaN), (2, 2.0)]);
        await _client.Artifacts.DownloadAsync(read.Info.ArtifactUri!, "pages/report.html", _folder["back"]);
        File.ReadAllText(_folder["back"]).ShouldBe("page");
        var output = read.Outputs!.ModelOutputs!.ShouldHaveSingleItem();
        var logged = (await _client.Api.GetLoggedModel(output.ModelId)).Model;
        logged.Info.Status.ShouldBe(LoggedModelInfo.Ready);
        (await _client.Artifacts.ListAsync(logged.Info.ArtifactUri!)).Select(f => f.Path).ShouldBe(["MLmodel", "weights"], ignoreOrder: true);
        (await _client.Api.GetModelVersionByAlias(_experiment, "champion")).ModelVersion.Version.ShouldBe("1");
        _warnings.ShouldBeEmpty();
        SpoolFolder.Waiting(_folder["spool"]).ShouldBeEmpty();
        Directory.GetFiles(_folder["spool"], "*", SearchOption.AllDirectories).Select(Path.GetFileName).Distinct().ShouldBe(["state.json", "lock"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_server_that_is_down_costs_nothing_and_gets_everything_later()
    {
        _server.Stop();
        string id;
        using (var tracker = Open(patience: 0.1))
        {
            using var run = tracker.StartRun(Start);
            id = run.Id;
            var times = new List<double>();
            for (var i = 0; i < 2000; i++)
            {
                var begin = Stopwatch.GetTimestamp();
                run.LogMetric("train/loss", i, i);
                times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
            times.Order().ElementAt(1000).ShouldBeLessThan(1);
            var end = Stopwatch.StartNew();
            run.Finish(RunStatus.Finished);
            end.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        }
        _warnings.Last().ShouldContain("auscult track sync --spool");
        _warnings.Count.ShouldBe(2);
        _server.Start();
        using (Open())
            await ArrivedAsync(id);
        (await HistoryAsync(await RunAsync(id))).Select(m => m.Value).ShouldBe(Enumerable.Range(0, 2000).Select(i => (double)i));
    }

    [Theory]
    [InlineData("AnswerLost")]
    [InlineData("HalfAnswer")]
    [InlineData("RefusedAfterwards")]
    [InlineData("Dropped")]
    public async Task A_server_that_loses_answers_has_everything_once(string trouble)
    {
        foreach (var path in new[] { "/experiments/create", "/runs/create", "/log-batch", "/runs/update" })
            _server.Fail(new Fault(path, Enum.Parse<Trouble>(trouble)) { Times = 2 });
        string id;
        using (var tracker = Open())
        {
            using var run = tracker.StartRun(Start);
            id = run.Id;
            for (var i = 0; i < 1200; i++)
                run.LogMetric("train/loss", i, i);
            run.Finish(RunStatus.Finished);
        }
        (await Runs()).Count.ShouldBe(1);
        (await HistoryAsync(await RunAsync(id))).Select(m => m.Step).ShouldBe(Enumerable.Range(0, 1200).Select(i => (long)i));
    }

    [Fact]
    public async Task A_server_that_is_killed_and_restarted_while_a_run_logs_has_everything_once()
    {
        string id;
        using (var tracker = Open())
        {
            using var run = tracker.StartRun(Start);
            id = run.Id;
            for (var i = 0; i < 600; i++)
            {
                run.LogMetric("train/loss", i, i);
                if (i % 200 == 50)
                    _server.Stop();
                if (i % 200 == 150)
                    _server.Start();
                Thread.Sleep(2);
            }
            run.Finish(RunStatus.Finished);
        }
        (await HistoryAsync(await RunAsync(id))).Select(m => m.Step).ShouldBe(Enumerable.Range(0, 600).Select(i => (long)i));
    }

    [Fact]
    public async Task A_process_that_was_killed_loses_nothing_and_its_run_goes_on()
    {
        var killed = Open();
        var run = killed.StartRun(Start);
        for (var i = 0; i < 50; i++)
            run.LogMetric("train/loss", i, i);
        // The thread dies with the process; a half line is what a kill may leave.
        killed.Dispose();
        File.AppendAllText(Path.Combine(run.Folder!, "records"), "0123abcd {\"op\":\"met");
        using (var tracker = Open())
        {
            using var again = tracker.ResumeRun(run.Id);
            // Back at the checkpoint of step 40: ten steps come again.
            for (var i = 40; i < 100; i++)
                again.LogMetric("train/loss", i, i);
            again.LogMetric("validation/loss", 1, 100);
            again.Finish(RunStatus.Finished);
        }
        (await Runs()).Count.ShouldBe(1);
        var read = await RunAsync(run.Id);
        read.Info.Status.ShouldBe("FINISHED");
        (await HistoryAsync(read)).Select(m => m.Step).ShouldBe(Enumerable.Range(0, 100).Select(i => (long)i));
        using (var tracker = Open())
        {
            // The records are gone by now; what was there is still known.
            using var third = tracker.ResumeRun(run.Id);
            third.LogMetric("train/loss", 0, 99);
            third.LogMetric("train/loss", 100, 100);
            third.Finish(RunStatus.Finished);
        }
        (await HistoryAsync(await RunAsync(run.Id))).Select(m => m.Step).ShouldBe(Enumerable.Range(0, 101).Select(i => (long)i));
        (await Runs()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_arrived_but_was_not_written_down_is_not_sent_twice()
    {
        string id;
        using (var tracker = Open())
        {
            var run = tracker.StartRun(Start);
            id = run.Id;
            for (var i = 0; i < 50; i++)
                run.LogMetric("train/loss", i, i);
            await WaitFor(async () => (await Runs()) is [var one] && (await HistoryAsync(one)).Count == 50);
        }
        File.Delete(_folder["spool", id, "state.json"]);
        using (var tracker = Open())
        {
            using var run = tracker.ResumeRun(id);
            run.Finish(RunStatus.Finished);
        }
        (await HistoryAsync(await RunAsync(id))).Count.ShouldBe(50);
    }

    [Fact]
    public async Task While_it_cannot_be_written_down_what_arrived_nothing_is_sent_twice()
    {
        using var tracker = Open(patience: 0.1);
        var run = tracker.StartRun(Start);
        await WaitFor(async () => (await Runs()).Count == 1 && File.Exists(Path.Combine(run.Folder!, "state.json")));
        // A folder in its place is what no file can be renamed to.
        var state = Path.Combine(run.Folder!, "state.json");
        File.Move(state, state + ".away");
        Directory.CreateDirectory(state);
        for (var i = 0; i < 20; i++)
            run.LogMetric("train/loss", i, i);
        await WaitFor(() => Task.FromResult(!_warnings.IsEmpty));
        for (var i = 20; i < 30; i++)
            run.LogMetric("train/loss", i, i);
        await Task.Delay(1500);
        Directory.Delete(state);
        File.Move(state + ".away", state);
        run.Finish(RunStatus.Finished);
        await ArrivedAsync(run.Id);
        (await HistoryAsync(await RunAsync(run.Id))).Select(m => m.Step).ShouldBe(Enumerable.Range(0, 30).Select(i => (long)i));
    }

    [Fact]
    public async Task A_record_that_the_server_refuses_does_not_hold_up_the_others()
    {
        string id;
        using (var tracker = Open())
        {
            using var run = tracker.StartRun(Start);
            id = run.Id;
            await WaitFor(async () => (await Runs()).Count == 1);
            await _client.LogAsync((await RunAsync(id)).Info.RunId, new RunItems { Params = [new KeyValue("seed", "2")] });
            run.LogParam("seed", "1");
            run.LogParam("other", "1");
            run.LogMetric("train/loss", 1, 1);
            run.Finish(RunStatus.Finished);
        }
        var read = await RunAsync(id);
        read.Data!.Params!.ShouldBe([new KeyValue("other", "1"), new KeyValue("seed", "2")], ignoreOrder: true);
        (await HistoryAsync(read)).Count.ShouldBe(1);
        _warnings.ShouldHaveSingleItem().ShouldContain("param seed");
    }

    [Fact]
    public void A_spool_that_cannot_be_written_is_told_in_one_line_and_training_goes_on()
    {
        File.WriteAllText(_folder["spool"], "a file");
        using var tracker = Open();
        using var run = tracker.StartRun(Start);
        run.LogMetric("train/loss", 1, 1);
        run.Finish(RunStatus.Finished);
        _warnings.ShouldHaveSingleItem().ShouldContain("is not tracked");
    }

    private ServerTracker Open(double patience = 120) => new(
        Connections.To(_server) with { Timeout = TimeSpan.FromSeconds(30) }, _folder["spool"], TimeSpan.FromSeconds(patience), TimeProvider.System, _warnings.Enqueue);

    private async Task<IReadOnlyList<Run>> Runs() =>
        await _client.SearchRunsAsync(new SearchRuns([await _client.GetOrCreateExperimentAsync(_experiment)])).ToListAsync();

    private async Task<Run> RunAsync(string id) =>
        (await Runs()).Single(run => run.Data!.Tags!.Contains(new KeyValue(MlflowClient.SourceTag, id))) is var found ? (await _client.Api.GetRun(found.Info.RunId)).Run : null!;

    private async Task<IReadOnlyList<Metric>> HistoryAsync(Run run) => await _client.MetricHistoryAsync(run.Info.RunId, "train/loss").ToListAsync();

    private Task ArrivedAsync(string id) => WaitFor(() => Task.FromResult(!new SpoolFolder(_folder["spool"], id).IsWaiting));

    private static async Task WaitFor(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 600 && !await condition(); i++)
            await Task.Delay(50);
        (await condition()).ShouldBeTrue();
    }
}
