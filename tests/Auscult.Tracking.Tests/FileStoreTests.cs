using Auscult.Foundation;

namespace Auscult.Tracking.Tests;

/// <summary>Experiments and the store itself, byte by byte as MLflow 2 and 3 write them.</summary>
public sealed class FileStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoppedClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_store_holds_the_default_experiment_and_a_trash()
    {
        var root = _folder["mlruns"];
        FileStore.Open(root, _clock);
        Directory.Exists(Path.Combine(root, ".trash")).ShouldBeTrue();
        File.ReadAllText(Path.Combine(root, "0", "meta.yaml")).ShouldBe($"""
            artifact_location: {new Uri(root).AbsoluteUri}/0
            creation_time: 1700000000123
            experiment_id: '0'
            last_update_time: 1700000000123
            lifecycle_stage: active
            name: Default

            """);
    }

    [Fact]
    public void An_emptied_store_gets_no_second_default_experiment()
    {
        Directory.CreateDirectory(_folder["mlruns"]);
        FileStore.Open(_folder["mlruns"], _clock);
        Directory.Exists(_folder["mlruns", "0"]).ShouldBeFalse();
    }

    [Fact]
    public void Experiments_have_integer_ids_and_are_found_by_name()
    {
        var store = FileStore.Open(_folder["mlruns"], _clock);
        var id = store.GetOrCreateExperiment("it's: a #name");
        id.Length.ShouldBe(18);
        long.Parse(id).ShouldBeGreaterThan(0);
        store.GetOrCreateExperiment("it's: a #name").ShouldBe(id);
        store.GetOrCreateExperiment("Default").ShouldBe("0");
        store.GetOrCreateExperiment("another").ShouldNotBe(id);
        File.ReadAllText(_folder["mlruns", id, "meta.yaml"]).ShouldContain("name: 'it''s: a #name'\n");
    }

    [Fact]
    public void Processes_that_start_together_share_one_experiment()
    {
        FileStore.Open(_folder["mlruns"], _clock);
        var ids = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => FileStore.Open(_folder["mlruns"], _clock).GetOrCreateExperiment("shared")).ToArray();
        ids.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void A_deleted_experiment_is_not_written_to()
    {
        var store = FileStore.Open(_folder["mlruns"], _clock);
        var id = store.GetOrCreateExperiment("old");
        Directory.Move(_folder["mlruns", id], _folder["mlruns", ".trash", id]);
        Should.Throw<InputException>(() => store.GetOrCreateExperiment("old")).Message.ShouldContain("trash");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void A_malformed_experiment_name_is_bad_input(string name) =>
        Should.Throw<InputException>(() => FileStore.Open(_folder["mlruns"], _clock).GetOrCreateExperiment(name));

    [Fact]
    public void A_store_that_cannot_be_created_is_bad_input()
    {
        File.WriteAllText(_folder["file"], "");
        Should.Throw<InputException>(() => FileStore.Open(_folder["file", "mlruns"], _clock)).Message.ShouldContain("tracker.root");
    }

    [Fact]
    public void A_broken_meta_file_is_named()
    {
        var store = FileStore.Open(_folder["mlruns"], _clock);
        File.WriteAllText(_folder["mlruns", "0", "meta.yaml"], "name: [");
        Should.Throw<InputException>(() => store.GetOrCreateExperiment("any")).Message.ShouldContain(Path.Combine("0", "meta.yaml"));
    }
}
