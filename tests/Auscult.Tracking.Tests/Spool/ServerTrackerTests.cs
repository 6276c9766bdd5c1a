using System.Diagnostics;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Spool;
using Auscult.Tracking.Tests.Server;

namespace Auscult.Tracking.Tests.Spool;

/// <summary>Training goes on whatever the server does, and everything arrives once and in order.</summary>
public sealed class ServerTrackerTests : SpoolFixture
{
    [Fact]
    public async Task Everything_a_run_logs_arrives()
    {
        File.WriteAllText(Folder["report.html"], "page");
        Directory.CreateDirectory(Folder["model"]);
        File.WriteAllText(Folder["model", "weights"], "0123");
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
            run.LogArtifact(Folder["report.html"], "pages");
            run.LogText("seed: 1\n", "config/resolved.yaml");
            File.WriteAllText(Folder["report.html"], "changed later");
            var model = run.LogModel(new ModelFiles("encoder", Folder["model"]) { ModelType = "encoder", Step = 2, Params = new Dictionary<string, string> { ["layers"] = "4" } });
            run.RegisterModel(Experiment, model, ["champion"]);
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
        await Client.Artifacts.DownloadAsync(read.Info.ArtifactUri!, "pages/report.html", Folder["back"]);
        File.ReadAllText(Folder["back"]).ShouldBe("page");
        var output = read.Outputs!.ModelOutputs!.ShouldHaveSingleItem();
        var logged = (await Client.Api.GetLoggedModel(output.ModelId)).Model;
        logged.Info.Status.ShouldBe(LoggedModelInfo.Ready);
        (await Client.Artifacts.ListAsync(logged.Info.ArtifactUri!)).Select(f => f.Path).ShouldBe(["MLmodel", "weights"], ignoreOrder: true);
        (await Client.Api.GetModelVersionByAlias(Experiment, "champion")).ModelVersion.Version.ShouldBe("1");
        Warnings.ShouldBeEmpty();
        SpoolFolder.Waiting(Folder["spool"]).ShouldBeEmpty();
        Directory.GetFiles(Folder["spool"], "*", SearchOption.AllDirectories).Select(Path.GetFileName).Distinct().ShouldBe(["state.json", "lock"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_server_that_is_down_costs_nothing_and_gets_everything_later()
    {
        Server.Stop();
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
        Warnings.Last().ShouldContain("auscult track sync --spool");
        Warnings.Count.ShouldBe(2);
        Server.Start();
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
            Server.Fail(new Fault(path, Enum.Parse<Trouble>(trouble)) { Times = 2 });
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
                    Server.Stop();
                if (i % 200 == 150)
                    Server.Start();
                Thread.Sleep(2);
            }
            run.Finish(RunStatus.Finished);
        }
        (await HistoryAsync(await RunAsync(id))).Select(m => m.Step).ShouldBe(Enumerable.Range(0, 600).Select(i => (long)i));
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
            await Client.LogAsync((await RunAsync(id)).Info.RunId, new RunItems { Params = [new KeyValue("seed", "2")] });
            run.LogParam("seed", "1");
            run.LogParam("other", "1");
            run.LogMetric("train/loss", 1, 1);
            run.Finish(RunStatus.Finished);
        }
        var read = await RunAsync(id);
        read.Data!.Params!.ShouldBe([new KeyValue("other", "1"), new KeyValue("seed", "2")], ignoreOrder: true);
        (await HistoryAsync(read)).Count.ShouldBe(1);
        Warnings.ShouldHaveSingleItem().ShouldContain("param seed");
    }

    [Fact]
    public void A_spool_that_cannot_be_written_is_told_in_one_line_and_training_goes_on()
    {
        File.WriteAllText(Folder["spool"], "a file");
        using var tracker = Open();
        using var run = tracker.StartRun(Start);
        run.LogMetric("train/loss", 1, 1);
        run.Finish(RunStatus.Finished);
        Warnings.ShouldHaveSingleItem().ShouldContain("is not tracked");
    }
}
