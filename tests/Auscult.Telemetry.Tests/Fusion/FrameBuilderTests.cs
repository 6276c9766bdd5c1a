using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using static Auscult.Telemetry.Tests.Fusion.TestDataset;

namespace Auscult.Telemetry.Tests.Fusion;

public sealed class FrameBuilderTests
{
    private const float NaN = float.NaN;

    [Theory]
    [InlineData(Aggregation.Sum, new[] { 3f, 4f, 10f, NaN })]
    [InlineData(Aggregation.Mean, new[] { 1.5f, 4f, 5f, NaN })]
    [InlineData(Aggregation.Max, new[] { 2f, 4f, 6f, NaN })]
    [InlineData(Aggregation.Min, new[] { 1f, 4f, 4f, NaN })]
    [InlineData(Aggregation.Last, new[] { 2f, 4f, 6f, NaN })]
    public void Children_roll_up_by_the_aggregation_over_those_that_were_seen(Aggregation aggregation, float[] expected)
    {
        using var frame = FrameBuilder.Build(TwoNics(aggregation), new FusionConfig());
        frame.Schema.Entities.Select(e => e.Id).ShouldBe(["node0", "node1"]);
        frame.Rows(0, 0, 4).ToArray().ShouldBe(expected);
        frame.Rows(1, 0, 4).ToArray().ShouldBe([7, NaN, NaN, NaN]);
    }

    [Fact]
    public void Children_can_keep_columns_of_their_own()
    {
        using var frame = FrameBuilder.Build(TwoNics(Aggregation.Sum), new FusionConfig { KeepChildren = true });
        frame.Schema.Signals.Select(s => s.Name).ShouldBe(["rx", "rx@eth0", "rx@eth1"]);
        frame.Rows(0, 0, 4).ToArray().ShouldBe([3, 1, 2, 4, NaN, 4, 10, 4, 6, NaN, NaN, NaN]);
        frame.Rows(1, 0, 1).ToArray().ShouldBe([7, 7, NaN]);
    }

    [Fact]
    public void Children_can_be_the_entities_of_the_frame()
    {
        using var frame = FrameBuilder.Build(TwoNics(Aggregation.Sum), new FusionConfig { EntityKind = EntityKind.Nic });
        frame.Schema.Entities.Select(e => e.Id).ShouldBe(["node0/eth0", "node0/eth1", "node1/eth0"]);
        frame.Rows(1, 0, 4).ToArray().ShouldBe([2, 4, 6, NaN]);
    }

    [Fact]
    public void What_contains_an_entity_shows_on_it_and_what_is_unrelated_is_reported()
    {
        var data = new TestDataset(2)
            .Add(Signal("power", SignalKind.Gauge, entity: EntityKind.Cluster), (0, "cluster", 5), (1, "cluster", 6))
            .Add(Signal("port", SignalKind.Gauge, entity: EntityKind.Switch), (0, "lonely", 1), (1, "lonely", 1));
        using var frame = FrameBuilder.Build(data, new FusionConfig { Exclude = ["port"] }, null, out _);
        frame.Rows(0, 0, 2).ToArray().ShouldBe([5, 6]);
        frame.Rows(1, 0, 2).ToArray().ShouldBe([5, 6]);
        using var withPort = FrameBuilder.Build(data, new FusionConfig(), null, out var report);
        report.UnplacedEntities.ShouldBe(["lonely"]);
        report.Signals.Single(s => s.Name == "port").Coverage.ShouldBe(0);
    }

    [Fact]
    public void Columns_are_sorted_by_layer_and_name_and_those_never_seen_are_left_out_and_told()
    {
        var data = new TestDataset(2)
            .Add(Signal("loss", SignalKind.Gauge, layer: Layer.Model), (0, "node0", 1))
            .Add(Signal("b_total", SignalKind.Counter), (0, "node0", 1), (1, "node0", 2))
            .Add(Signal("a", SignalKind.Gauge, layer: Layer.Storage), (0, "node0", double.NaN))
            .Add(Signal("z", SignalKind.Gauge, layer: Layer.Network), (0, "node0", 3));
        using var frame = FrameBuilder.Build(data, new FusionConfig(), null, out var report);
        frame.Schema.Signals.Select(s => s.Name).ShouldBe(["b_per_second", "z", "loss"]);
        frame.Schema.Layers.Select(l => l.Layer).ShouldBe([Layer.Hardware, Layer.Network, Layer.Model]);
        report.NeverSeen.ShouldBe(["a"]);
        report.Warnings().ShouldBe(["never seen, left out: a"]);
        report.CoverageByLayer[Layer.Network].ShouldBe(1 / 4.0);
    }

    [Fact]
    public void A_model_gets_exactly_the_columns_it_asks_for()
    {
        var data = new TestDataset(2).Add(Signal("b", SignalKind.Gauge), (0, "node0", 1)).Add(Signal("c", SignalKind.Gauge, layer: Layer.Model), (0, "node0", 2));
        var config = new FusionConfig { Signals = ["b", "disk_reads_per_second", "nic_receive_bytes_per_second@eth0"] };
        using var frame = FrameBuilder.Build(data, config, null, out var report);
        frame.Schema.Signals.Select(s => (s.Name, s.Layer)).ShouldBe(
            [("b", Layer.Hardware), ("nic_receive_bytes_per_second@eth0", Layer.Network), ("disk_reads_per_second", Layer.Storage)]);
        frame.Rows(0, 0, 1).ToArray().ShouldBe([1, NaN, NaN]);
        report.Missing.ShouldBe(["disk_reads_per_second", "nic_receive_bytes_per_second@eth0"]);
        report.Excluded.ShouldBe(["c"]);
    }

    [Fact]
    public void Patterns_leave_columns_out_and_equal_names_of_two_tables_say_their_table()
    {
        var data = new TestDataset(1)
            .Add(Signal("temp", SignalKind.Gauge), (0, "node0", 1))
            .Add(Signal("temp", SignalKind.Gauge, entity: EntityKind.Nic, layer: Layer.Network), (0, "node0/eth0", 2))
            .Add(Signal("dbms_reads", SignalKind.Gauge, layer: Layer.Model), (0, "node0", 3));
        using var frame = FrameBuilder.Build(data, new FusionConfig { Exclude = ["dbms_*"] });
        frame.Schema.Signals.Select(s => s.Name).ShouldBe(["temp@hardware_node", "temp@network_nic"]);
    }

    [Fact]
    public void A_rate_beside_the_counter_of_the_same_thing_keeps_its_name_and_the_other_says_its_counter()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var table = new SeriesTable(
            ["node0"], [Micros.From(start), Micros.From(start.AddSeconds(1))], [0, 0],
            [new SeriesColumn("tokens_total", [1, 8]), new SeriesColumn("tokens_per_second", [5, 6])]);
        var manifest = new DatasetManifest
        {
            Name = "test", Origin = "a test", Licence = "CC0-1.0", Step = TimeSpan.FromSeconds(1),
            Recordings = [new Recording("all", start, start.AddSeconds(2))],
            Signals = [Signal("tokens_total", SignalKind.Counter), Signal("tokens_per_second", SignalKind.Gauge)],
        };
        var data = new MemoryDataset(
            "test", manifest, new Topology([new Entity("node0", EntityKind.Node)], []), [new MemorySeries(Layer.Hardware, EntityKind.Node, table)]);
        using var frame = FrameBuilder.Build(data, new FusionConfig());
        frame.Schema.Signals.Select(s => s.Name).ShouldBe(["tokens_per_second", "tokens_per_second@tokens_total"]);
        frame.Rows(0, 0, 1).ToArray().ShouldBe([5f, 7f]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_dataset_in_which_nothing_was_ever_seen_is_one_clear_error(double value)
    {
        var data = new TestDataset(5).Add(Signal("a", SignalKind.Gauge), (0, "node0", value), (1, "node0", value));
        Should.Throw<InputException>(() => FrameBuilder.Build(data, new FusionConfig()))
            .Message.ShouldBe("test data: no signal has a single value; check the series with 'auscult inspect'");
    }

    [Fact]
    public void Samples_that_all_miss_the_recordings_or_the_chosen_columns_are_one_clear_error()
    {
        var outside = new TestDataset(5).Add(Signal("a", SignalKind.Gauge), (50, "node0", 1));
        Should.Throw<InputException>(() => FrameBuilder.Build(outside, new FusionConfig())).Message.ShouldContain("falls on an entity and recording");
        var inside = new TestDataset(5).Add(Signal("a", SignalKind.Gauge), (0, "node0", 1));
        Should.Throw<InputException>(() => FrameBuilder.Build(inside, new FusionConfig { Exclude = ["*"] })).Message.ShouldContain("fusion.exclude");
        Should.Throw<InputException>(() => FrameBuilder.Build(inside, new FusionConfig { EntityKind = EntityKind.Gpu }))
            .Message.ShouldContain("no entity of kind gpu; choose fusion.entity_kind among cluster, nic, node, switch");
    }

    [Theory]
    [InlineData(3e8)]
    [InlineData(4e9)]
    public void A_huge_gap_is_refused_instead_of_filling_the_memory(double seconds)
    {
        var data = new TestDataset(seconds).Add(Signal("a", SignalKind.Gauge), (0, "node0", 1), (seconds - 1, "node0", 1));
        Should.Throw<InputException>(() => FrameBuilder.Build(data, new FusionConfig())).Message.ShouldContain("split the recording");
    }

    [Fact]
    public void Reading_in_groups_of_columns_gives_the_same_frame()
    {
        var random = new Random(1);
        var names = Enumerable.Range(0, 40).Select(i => Signal($"s{i:00}_total", i % 3 == 0 ? SignalKind.Counter : SignalKind.Gauge)).ToArray();
        var table = new SeriesTable(
            ["node0", "node1"], [.. Enumerable.Range(0, 200).Select(i => At(i / 2.0))], [.. Enumerable.Range(0, 200).Select(i => i % 2)],
            [.. names.Select(s => new SeriesColumn(s.Name, [.. Enumerable.Range(0, 200).Select(i => random.Next(9) == 0 ? double.NaN : i * random.NextDouble())]))]);
        var data = new TestDataset(100).Add(Layer.Hardware, EntityKind.Node, names, table);
        using var whole = FrameBuilder.Build(data, new FusionConfig());
        using var parts = FrameBuilder.Build(data, new FusionConfig(), null, memoryBudget: 200 * 8 * 7, out var report);
        parts.Rows(1, 0, 100).SequenceEqual(whole.Rows(1, 0, 100)).ShouldBeTrue();
        report.SampleRows.ShouldBe(200);
    }

    private static TestDataset TwoNics(Aggregation aggregation) => new TestDataset(4).Add(
        Signal("rx", SignalKind.Gauge, aggregation, EntityKind.Nic, Layer.Network),
        (0, "node0/eth0", 1), (0, "node0/eth1", 2), (0, "node1/eth0", 7), (1, "node0/eth0", double.NaN), (1, "node0/eth1", 4),
        (2, "node0/eth0", 4), (2, "node0/eth1", 6), (3, "node0/eth1", double.NaN), (3, "node0/eth0", double.NaN), (1, "node1/eth0", double.NaN),
        (2, "node1/eth0", double.NaN), (3, "node1/eth0", double.NaN));
}
