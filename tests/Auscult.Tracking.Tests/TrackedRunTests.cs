using Auscult.Foundation;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Tracking.Tests;

/// <summary>Runs, byte by byte.</summary>
public sealed class TrackedRunTests : IDisposable
{
    private static readonly RunStart Start = new() { Experiment = "tiny", RunName = "train 1", GitCommit = "8aaf332", SourceName = "auscult train" };
    private readonly TemporaryFolder _folder = new();
    private readonly StoppedClock _clock = new();
    private readonly FileStore _store;

    public TrackedRunTests() => _store = FileStore.Open(_folder["mlruns"], _clock);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_started_run_has_its_folders_meta_and_tags()
    {
        using var run = _store.StartRun(Start with { ParentRunId = "0123456789abcdef0123456789abcdef", Note = "two\nlines" });
        var experiment = Path.GetFileName(Path.GetDirectoryName(run.Folder)!);
        run.Id.Length.ShouldBe(32);
        foreach (var folder in new[] { "metrics", "params", "artifacts" })
            Directory.Exists(Path.Combine(run.Folder!, folder)).ShouldBeTrue();
        var id = char.IsAsciiDigit(run.Id[0]) ? $"'{run.Id}'" : run.Id;
        Read(run, "meta.yaml").ShouldBe($"""
            artifact_uri: {new Uri(run.Folder!).AbsoluteUri}/artifacts
            deleted_time: null
            end_time: null
            entry_point_name: ''
            experiment_id: '{experiment}'
            lifecycle_stage: active
            run_id: {id}
            run_name: 'train 1'
            run_uuid: {id}
            source_name: ''
            source_type: 4
            source_version: ''
            start_time: 1700000000123
            status: 1
            tags: []
            user_id: {Environment.UserName}

            """);
        Read(run, "tags/mlflow.runName").ShouldBe("train 1");
        Read(run, "tags/mlflow.source.name").ShouldBe("auscult train");
        Read(run, "tags/mlflow.source.type").ShouldBe("LOCAL");
        Read(run, "tags/mlflow.source.git.commit").ShouldBe("8aaf332");
        Read(run, "tags/mlflow.user").ShouldBe(Environment.UserName);
        Read(run, "tags/mlflow.parentRunId").ShouldBe("0123456789abcdef0123456789abcdef");
        Read(run, "tags/mlflow.note.content").ShouldBe("two\nlines");
    }

    [Fact]
    public void Metrics_are_lines_of_time_value_step()
    {
        using var run = _store.StartRun(Start);
        run.LogMetric("train/loss", 1, 0);
        _clock.Now += TimeSpan.FromMilliseconds(2);
        run.LogMetric("train/loss", 1e-5, 1);
        run.LogMetric("train/loss", double.NaN, 2);
        run.LogMetric("train/loss", double.NegativeInfinity, 3);
        Read(run, "metrics/train/loss").ShouldBe(
            "1700000000123 1.0 0\n1700000000125 1e-05 1\n1700000000125 nan 2\n1700000000125 -inf 3\n");
    }

    [Fact]
    public void Doubles_read_back_equal() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<double>(), value =>
        {
            var text = MetricFile.Format(value).Replace("nan", "NaN").Replace("inf", "Infinity");
            return double.Parse(text).Equals(value);
        }));

    [Fact]
    public void Params_hold_the_raw_value_and_never_change()
    {
        using var run = _store.StartRun(Start);
        run.LogParam("encoder.num_layers", "4");
        run.LogParam("encoder.num_layers", "4");
        Read(run, "params/encoder.num_layers").ShouldBe("4");
        Should.Throw<InvalidOperationException>(() => run.LogParam("encoder.num_layers", "5")).Message.ShouldContain("'4'");
        Read(run, "params/encoder.num_layers").ShouldBe("4");
    }

    [Fact]
    public void Long_values_are_cut_at_the_limits_without_splitting_a_character()
    {
        using var run = _store.StartRun(Start);
        run.LogParam("long", new string('x', 5999) + "😀");
        run.SetTag("long", new string('y', 9000));
        Read(run, "params/long").ShouldBe(new string('x', 5999));
        Read(run, "tags/long").Length.ShouldBe(5000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData("/absolute")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("tab\tkey")]
    [InlineData("per%cent")]
    public void Keys_that_mlflow_refuses_are_refused(string key)
    {
        using var run = _store.StartRun(Start);
        Should.Throw<ArgumentException>(() => run.LogMetric(key, 1));
        Should.Throw<ArgumentException>(() => run.LogParam(key, "1"));
        Should.Throw<ArgumentException>(() => run.SetTag(key, "1"));
    }

    [Fact]
    public void Renaming_by_tag_renames_the_run()
    {
        using var run = _store.StartRun(Start);
        run.SetTag("mlflow.runName", "better");
        Read(run, "meta.yaml").ShouldContain("run_name: better\n");
    }

    [Theory]
    [InlineData(RunStatus.Finished, 3)]
    [InlineData(RunStatus.Failed, 4)]
    [InlineData(RunStatus.Killed, 5)]
    public void Finishing_writes_status_and_end_once(RunStatus status, int number)
    {
        var run = _store.StartRun(Start);
        _clock.Now += TimeSpan.FromSeconds(1);
        run.Finish(status);
        _clock.Now += TimeSpan.FromSeconds(1);
        run.Dispose();
        Read(run, "meta.yaml").ShouldContain($"status: {number}\n");
        Read(run, "meta.yaml").ShouldContain("end_time: 1700000001123\n");
    }

    [Fact]
    public void A_run_that_nobody_finished_has_failed()
    {
        var run = _store.StartRun(Start);
        run.Dispose();
        Read(run, "meta.yaml").ShouldContain("status: 4\n");
    }

    [Fact]
    public void A_resumed_run_continues_where_a_power_failure_cut_it()
    {
        var run = _store.StartRun(Start);
        run.LogMetric("loss", 2, 0);
        File.AppendAllText(Path.Combine(run.Folder!, "metrics", "loss"), "17000000");
        File.WriteAllText(Path.Combine(run.Folder!, "metrics", "torn"), "1700");
        using var again = FileStore.Open(_store.Root, _clock).ResumeRun(run.Id);
        Read(again, "meta.yaml").ShouldBe(Read(run, "meta.yaml"));
        again.LogMetric("loss", 1, 1);
        Read(again, "metrics/loss").ShouldBe("1700000000123 2.0 0\n1700000000123 1.0 1\n");
        File.Exists(Path.Combine(run.Folder!, "metrics", "torn")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("../../etc")]
    public void Resuming_an_unknown_run_is_bad_input(string id) =>
        Should.Throw<InputException>(() => _store.ResumeRun(id)).Message.ShouldContain(id);

    [Fact]
    public void Artifacts_keep_their_names_and_leave_no_temporary_files()
    {
        Directory.CreateDirectory(_folder["report", "img"]);
        File.WriteAllText(_folder["report", "index.html"], "page");
        File.WriteAllText(_folder["report", "img", "a.svg"], "image");
        using var run = _store.StartRun(Start);
        run.LogArtifact(_folder["report"]);
        run.LogArtifact(_folder["report", "index.html"], "pages");
        run.LogText("seed: 1\n", "config/resolved.yaml");
        Read(run, "artifacts/report/img/a.svg").ShouldBe("image");
        Read(run, "artifacts/pages/index.html").ShouldBe("page");
        Read(run, "artifacts/config/resolved.yaml").ShouldBe("seed: 1\n");
        Directory.GetFiles(run.Folder!, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
        Should.Throw<FileNotFoundException>(() => run.LogArtifact(_folder["absent"]));
        Directory.GetFiles(run.Folder!, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void A_dataset_is_written_once_and_linked_by_md5()
    {
        using var run = _store.StartRun(Start);
        var dataset = new DatasetInput("tiny", "0123abcd", "local", """{"uri": "data/tiny"}""") { Context = "training" };
        run.LogDataset(dataset);
        run.LogDataset(dataset);
        // md5("tiny0123abcd")
        const string id = "342d95a1bd2e0792388a9f379d60a653";
        Read(run, $"../datasets/{id}/meta.yaml").ShouldBe("""
            digest: '0123abcd'
            name: tiny
            profile: null
            schema: null
            source: '{"uri": "data/tiny"}'
            source_type: local

            """);
        var input = Directory.GetDirectories(Path.Combine(run.Folder!, "inputs")).ShouldHaveSingleItem();
        File.ReadAllText(Path.Combine(input, "meta.yaml")).ShouldBe($"""
            destination_id: '{id}'
            destination_type: RUN
            source_id: '{id}'
            source_type: DATASET
            tags:
              mlflow.data.context: training

            """);
    }

    [Fact]
    public void A_long_digest_is_cut_to_what_mlflow_takes()
    {
        using var run = _store.StartRun(Start);
        run.LogDataset(new DatasetInput("smd", new string('a', 64), "local", "{}"));
        var meta = Directory.GetFiles(Path.Combine(run.Folder!, "..", "datasets"), "meta.yaml", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.ReadAllText(meta).ShouldContain($"digest: {new string('a', 36)}\n");
    }

    [Fact]
    public void Threads_append_whole_lines()
    {
        using var run = _store.StartRun(Start);
        Parallel.For(0, 400, i => run.LogMetric("loss", i, i));
        var lines = Read(run, "metrics/loss").TrimEnd('\n').Split('\n');
        lines.Select(l => l.Split(' ')[2]).Select(int.Parse).Order().ShouldBe(Enumerable.Range(0, 400));
    }

    [Fact]
    public void No_tracker_writes_nothing()
    {
        using var run = new TrackerConfig { Kind = TrackerKind.None, Root = _folder["none"] }.Open(_clock).StartRun(Start);
        run.LogMetric("loss", 1);
        run.LogArtifact(_folder["absent"]);
        run.Finish(RunStatus.Finished);
        (run.Id, run.Folder).ShouldBe(("", null));
        Directory.Exists(_folder["none"]).ShouldBeFalse();
    }

    private static string Read(TrackedRun run, string path) => File.ReadAllText(Path.Combine(run.Folder!, path));
}
