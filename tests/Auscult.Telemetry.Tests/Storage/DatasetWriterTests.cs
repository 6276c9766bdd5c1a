using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Storage;

/// <summary>A folder appears whole or not at all.</summary>
public sealed class DatasetWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_appears_before_the_commit_and_nothing_stays_without_one()
    {
        using (var writer = Begin("set"))
        {
            writer.WriteSeries(Layer.Hardware, EntityKind.Node, SampleDataset.Nodes);
            Directory.Exists(_folder.At("set")).ShouldBeFalse();
        }

        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void An_existing_folder_is_kept_unless_told_otherwise()
    {
        DatasetWriter.Write(_folder.At("set"), SampleDataset.InMemory);
        var before = Dataset.Open(_folder.At("set")).Fingerprint;

        Should.Throw<InputException>(() => DatasetWriter.Write(_folder.At("set"), Renamed())).Message.ShouldContain("already exists");
        Dataset.Open(_folder.At("set")).Fingerprint.ShouldBe(before);

        DatasetWriter.Write(_folder.At("set"), Renamed(), overwrite: true);
        Dataset.Open(_folder.At("set")).Manifest.Name.ShouldBe("renamed");
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_failed_replacement_leaves_the_old_folder()
    {
        DatasetWriter.Write(_folder.At("set"), SampleDataset.InMemory);
        using (var writer = Begin("set", overwrite: true))
        {
            writer.WriteSeries(Layer.Hardware, EntityKind.Node, SampleDataset.Nodes);
            writer.Write([SampleDataset.Incidents[0] with { RootEntity = "unknown" }]);
            Should.Throw<InputException>(writer.Commit).Message.ShouldContain("unknown entity 'unknown'");
        }

        DatasetComparison.ShouldEqual(Dataset.Open(_folder.At("set")), SampleDataset.InMemory);
    }

    [Theory]
    [InlineData(double.NaN, 0, 1, "the delay of a victim is not finite")]
    [InlineData(0, double.PositiveInfinity, 1, "a delay in its causal chain is not finite")]
    [InlineData(0, 0, double.NaN, "NaN seconds lost: must be 0 or more")]
    public void Labels_with_impossible_figures_are_refused(double victimDelay, double linkDelay, double lost, string message)
    {
        using var writer = Begin("set");
        writer.WriteSeries(Layer.Hardware, EntityKind.Node, SampleDataset.Nodes);
        var incident = SampleDataset.Incidents[0];
        writer.Write(
        [
            incident with { VictimDelaySeconds = [victimDelay], LostSeconds = lost, CausalChain = [incident.CausalChain[0] with { DelaySeconds = linkDelay }] },
        ]);

        Should.Throw<InputException>(writer.Commit).Message.ShouldEndWith($"set: incident 'i0': {message}");
    }

    [Fact]
    public void What_a_killed_writer_left_is_removed_and_what_a_living_one_holds_is_not()
    {
        var abandoned = _folder.At(".set.00000000000000000000000000000000.tmp");
        Directory.CreateDirectory(Path.Combine(abandoned, "series", "hardware"));
        File.WriteAllText(Path.Combine(abandoned, ".lock"), "");
        File.WriteAllText(Path.Combine(abandoned, "series", "hardware", "node.parquet"), "half");
        using var living = Begin("set");

        DatasetWriter.Write(_folder.At("set"), SampleDataset.InMemory);

        Directory.Exists(abandoned).ShouldBeFalse();
        Directory.EnumerateDirectories(_folder.Path, ".set.*.tmp").ShouldHaveSingleItem();
        DatasetComparison.ShouldEqual(Dataset.Open(_folder.At("set")), SampleDataset.InMemory);
    }

    [Fact]
    public void Two_writers_of_one_folder_do_not_mix()
    {
        using var first = Begin("set");
        first.WriteSeries(Layer.Hardware, EntityKind.Node, SampleDataset.Nodes);
        DatasetWriter.Write(_folder.At("set"), SampleDataset.InMemory);

        Should.Throw<InputException>(first.Commit).Message.ShouldContain("already exists");
        DatasetComparison.ShouldEqual(Dataset.Open(_folder.At("set")), SampleDataset.InMemory);
    }

    [Fact]
    public void An_empty_dataset_is_not_written()
    {
        using var writer = Begin("set");

        Should.Throw<InputException>(writer.Commit).Message.ShouldContain("the dataset is empty");
    }

    [Fact]
    public void Series_need_their_manifest_first()
    {
        using var writer = DatasetWriter.Create(_folder.At("set"));

        Should.Throw<InvalidOperationException>(() => writer.WriteSeries(Layer.Hardware, EntityKind.Node, SampleDataset.Nodes));
    }

    [Theory]
    [InlineData(new[] { "node9" }, new long[] { 1 }, "x", "unknown entity 'node9'")]
    [InlineData(new[] { "node0" }, new long[] { 2, 1 }, "x", "repeats or precedes an earlier row")]
    [InlineData(new[] { "node0" }, new long[] { 1 }, "Time", "two columns are called")]
    public void Series_that_break_the_format_are_refused(string[] entities, long[] times, string column, string message)
    {
        using var writer = Begin("set");
        var table = new SeriesTable(entities, times, new int[times.Length], [new(column, new double[times.Length])]);

        Should.Throw<InputException>(() => writer.WriteSeries(Layer.Hardware, EntityKind.Node, table)).Message.ShouldContain(message);
    }

    [Fact]
    public void Folder_names_with_pattern_characters_and_quotes_work()
    {
        var directory = _folder.At("it's [a] *set?");
        DatasetWriter.Write(directory, SampleDataset.InMemory);
        Directory.CreateDirectory(_folder.At("it's a xsety"));

        DatasetComparison.ShouldEqual(Dataset.Open(directory), SampleDataset.InMemory);
    }

    [MountFact]
    public void A_full_disk_is_one_clear_line_and_leaves_nothing()
    {
        using var disk = new SmallDisk(_folder.At("disk"), "256k");
        var random = new Seeds(1).Generator();
        var rows = 200_000;
        var table = new SeriesTable(
            ["node0"], [.. Enumerable.Range(0, rows).Select(i => (long)i)], new int[rows],
            [new("noise", [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())])]);
        using (var writer = Begin(Path.Combine("disk", "set")))
            Should.Throw<IOException>(() => writer.WriteSeries(Layer.Hardware, EntityKind.Node, table)).Message.ShouldContain("node.parquet: cannot write (");

        Directory.EnumerateFileSystemEntries(disk.Path).ShouldBeEmpty();
    }

    private static MemoryDataset Renamed() => new(
        "renamed", SampleDataset.Manifest with { Name = "renamed" }, SampleDataset.Topology,
        [new(Layer.Hardware, EntityKind.Node, SampleDataset.Nodes)]);

    private DatasetWriter Begin(string name, bool overwrite = false)
    {
        var writer = DatasetWriter.Create(_folder.At(name), overwrite);
        writer.Write(SampleDataset.Manifest);
        writer.Write(SampleDataset.Topology);
        return writer;
    }
}
