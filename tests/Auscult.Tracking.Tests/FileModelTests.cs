namespace Auscult.Tracking.Tests;

/// <summary>Logged and registered models, byte by byte as MLflow 3 writes them, and runs that pass steps again.</summary>
public sealed class FileModelTests : IDisposable
{
    private static readonly RunStart Start = new() { Experiment = "tiny", RunName = "train 1" };
    private readonly TemporaryFolder _folder = new();
    private readonly StoppedClock _clock = new();
    private readonly FileStore _store;

    public FileModelTests()
    {
        _store = FileStore.Open(_folder["mlruns"], _clock);
        Directory.CreateDirectory(_folder["model", "deep"]);
        File.WriteAllText(_folder["model", "deep", "weights"], "0123");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_logged_model_has_its_folder_and_is_an_output_of_its_run()
    {
        using var run = _store.StartRun(Start);
        var id = run.LogModel(new ModelFiles("encoder", _folder["model"])
        {
            ModelType = "encoder", Step = 7, Params = new Dictionary<string, string> { ["layers"] = "4" }, Tags = new Dictionary<string, string> { ["kind"] = "joint" },
        });
        var experiment = Path.GetFileName(Path.GetDirectoryName(run.Folder)!);
        var folder = _folder["mlruns", experiment, "models", id];
        var runId = char.IsAsciiDigit(run.Id[0]) ? $"'{run.Id}'" : run.Id;
        File.ReadAllText(Path.Combine(folder, "meta.yaml")).ShouldBe($"""
            artifact_location: {new Uri(Path.Combine(folder, "artifacts")).AbsoluteUri}
            creation_timestamp: 1700000000123
            experiment_id: '{experiment}'
            last_updated_timestamp: 1700000000123
            lifecycle_stage: active
            model_id: {id}
            model_type: encoder
            name: encoder
            source_run_id: {runId}
            status: 2
            status_message: null

            """);
        File.ReadAllText(Path.Combine(folder, "params", "layers")).ShouldBe("4");
        File.ReadAllText(Path.Combine(folder, "tags", "kind")).ShouldBe("joint");
        File.ReadAllText(Path.Combine(folder, "artifacts", "deep", "weights")).ShouldBe("0123");
        File.ReadAllText(Path.Combine(folder, "artifacts", "MLmodel")).ShouldContain("flavors:\n  auscult:\n");
        File.ReadAllText(Path.Combine(run.Folder!, "outputs", id, "meta.yaml")).ShouldBe($$"""
            destination_id: {{id}}
            destination_type: MODEL_OUTPUT
            source_id: {{id}}
            source_type: RUN_OUTPUT
            step: 7
            tags: {}

            """);
        Should.Throw<DirectoryNotFoundException>(() => run.LogModel(new ModelFiles("encoder", _folder["absent"])));
        Should.Throw<ArgumentException>(() => run.LogModel(new ModelFiles("a/b", _folder["model"])));
    }

    [Fact]
    public void Versions_count_up_and_aliases_move()
    {
        using var run = _store.StartRun(Start);
        var model = run.LogModel(new ModelFiles("encoder", _folder["model"]));
        run.RegisterModel("joint", model, ["champion", "first"]);
        run.RegisterModel("joint", model, ["champion"]);
        File.ReadAllText(_folder["mlruns", "models", "joint", "aliases", "champion"]).ShouldBe("2");
        File.ReadAllText(_folder["mlruns", "models", "joint", "aliases", "first"]).ShouldBe("1");
        var version = File.ReadAllText(_folder["mlruns", "models", "joint", "version-2", "meta.yaml"]);
        version.ShouldContain("version: 2\n");
        version.ShouldContain($"model_id: {model}\n");
        version.ShouldContain($"/models/{model}/artifacts\n");
        File.ReadAllText(_folder["mlruns", "models", "joint", "meta.yaml"]).ShouldContain("name: joint\n");
        foreach (var alias in new[] { "latest", "v2", "a b", "" })
            Should.Throw<ArgumentException>(() => run.RegisterModel("joint", model, [alias]));
        Should.Throw<ArgumentException>(() => run.RegisterModel("a/b", model));
    }

    [Fact]
    public void A_trained_model_is_kept_as_far_as_the_configuration_asks()
    {
        using var run = _store.StartRun(Start);
        var model = new ModelFiles("encoder", _folder["model"]);
        new TrackerConfig().Keep(run, model);
        Directory.Exists(Path.Combine(run.Folder!, "outputs")).ShouldBeFalse();
        new TrackerConfig { RegisteredModel = "joint" }.Keep(run, model);
        File.ReadAllText(_folder["mlruns", "models", "joint", "aliases", "latest-trained"]).ShouldBe("1");
        Should.Throw<Foundation.InputException>(() => new TrackerConfig { Root = _folder["mlruns"], RegisteredModel = "a/b" }.Open(_clock)).Message.ShouldContain("registered_model");
    }

    [Fact]
    public void A_resumed_run_leaves_out_steps_that_it_has()
    {
        using var run = _store.StartRun(Start);
        for (var i = 0; i < 5; i++)
            run.LogMetric("train/loss", i, i);
        using var again = _store.ResumeRun(run.Id);
        for (var i = 3; i < 7; i++)
            again.LogMetric("train/loss", i, i);
        again.LogMetric("new", 1, 0);
        File.ReadAllLines(Path.Combine(run.Folder!, "metrics", "train", "loss")).Select(line => line.Split(' ')[2]).ShouldBe(["0", "1", "2", "3", "4", "5", "6"]);
        File.ReadAllLines(Path.Combine(run.Folder!, "metrics", "new")).Length.ShouldBe(1);
    }
}
