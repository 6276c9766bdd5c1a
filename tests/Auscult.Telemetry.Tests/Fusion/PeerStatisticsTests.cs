using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Fusion;

public sealed class PeerStatisticsTests
{
    [Fact]
    public void Median_and_deviation_equal_those_of_the_sorted_members()
    {
        var cases = from members in Gen.Choose(2, 70) from seed in Gen.Choose(1, 100_000) from missing in Gen.Choose(0, 9) select (members, seed, missing);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var schema = Frames.Schema(c.members, 3, 5, 2);
            schema = schema with { PeerGroups = [new("all", [.. Enumerable.Range(0, c.members)]), new("odd", [.. Enumerable.Range(0, c.members).Where(i => i % 2 == 1)])] };
            var values = new Values(schema, Frames.Values(Frames.Random(schema with { PeerGroups = [] }, c.seed, c.missing / 10.0)));
            PeerStatistics.Compute(schema, 2, values);
            using var frame = new MemoryFrame(schema, values.All);
            foreach (var (group, number) in schema.PeerGroups.Select((group, i) => (group, i)))
            {
                for (var row = 0; row < schema.RowCount; row++)
                {
                    for (var signal = 0; signal < 3; signal++)
                    {
                        float[] members = [.. group.Entities.Select(e => frame.Rows(e, row, 1)[signal]).Where(v => !float.IsNaN(v))];
                        var median = members.Length < 2 ? float.NaN : Median(members);
                        frame.PeerRows(number, PeerStatistic.Median, row, 1)[signal].ShouldBe(median);
                        frame.PeerRows(number, PeerStatistic.MedianAbsoluteDeviation, row, 1)[signal]
                            .ShouldBe(members.Length < 2 ? float.NaN : Median([.. members.Select(v => Math.Abs(v - median))]));
                    }
                }
            }
            return true;
        }));
    }

    [Fact]
    public void A_thousand_members_are_put_in_order_too()
    {
        var schema = Frames.Schema(1000, 4, 3) with { PeerGroups = [new("all", [.. Enumerable.Range(0, 1000)])] };
        var values = new Values(schema, Frames.Values(Frames.Random(schema with { PeerGroups = [] }, 1, 0.3)));
        PeerStatistics.Compute(schema, 3, values);
        using var frame = new MemoryFrame(schema, values.All);
        float[] members = [.. Enumerable.Range(0, 1000).Select(e => frame.Rows(e, 1, 1)[2]).Where(v => !float.IsNaN(v))];
        frame.PeerRows(0, PeerStatistic.Median, 1, 1)[2].ShouldBe(Median(members));
    }

    [Fact]
    public void The_frame_file_holds_them_and_a_frame_of_few_entities_has_none()
    {
        using var folder = new TemporaryFolder();
        using var frame = FrameBuilder.Build(Data(4), new FusionConfig(), folder.Path);
        frame.Schema.PeerGroups.Single().ShouldSatisfyAllConditions(group => group.Id.ShouldBe("all"), group => group.Entities.ShouldBe([0, 1, 2, 3]));
        using var again = FrameBuilder.Build(Data(4), new FusionConfig(), folder.Path);
        again.PeerRows(0, PeerStatistic.Median, 0, 5).ToArray().ShouldBe([15, 16, 17, 18, 19]);
        again.PeerRows(0, PeerStatistic.MedianAbsoluteDeviation, 0, 5).ToArray().ShouldBe([10, 10, 10, 10, 10]);
        FrameBuilder.Build(Data(2), new FusionConfig()).Schema.PeerGroups.ShouldBeEmpty();
        FrameBuilder.Build(Data(4), new FusionConfig { Peers = new() { Group = "none" } }).Schema.PeerGroups.ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => again.PeerRows(1, PeerStatistic.Median, 0, 5).Length);
        Should.Throw<ArgumentOutOfRangeException>(() => again.PeerRows(0, PeerStatistic.Median, 3, 3).Length);
    }

    [Fact]
    public void Groups_of_the_topology_are_those_of_the_entities_that_contain_their_members()
    {
        var config = new FusionConfig { Peers = new() { Group = "rail" } };
        using var frame = FrameBuilder.Build(Data(8), config);
        frame.Schema.PeerGroups.Select(group => (group.Id, string.Join(' ', group.Entities))).ShouldBe([("rail0", "0 1 2"), ("rail1", "3 4 5 6 7")]);
        frame.PeerRows(1, PeerStatistic.Median, 0, 1).ToArray().ShouldBe([50]);
        Should.Throw<InputException>(() => FrameBuilder.Build(Data(8), config with { Peers = new() { Group = "dp" } }))
            .Message.ShouldBe("test data: there is no group of kind 'dp'; choose fusion.peers.group among lone, rail, all, none");
    }

    private static float Median(float[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] * 0.5f) + (values[values.Length / 2] * 0.5f);
    }

    // Node i measures 10 i + the second; each has an interface on one of two rails.
    private static MemoryDataset Data(int nodes)
    {
        string[] ids = [.. Enumerable.Range(0, nodes).Select(i => $"node{i}")];
        var manifest = new DatasetManifest
        {
            Name = "peers", Step = TimeSpan.FromSeconds(1), Origin = "test", Licence = "MIT", Signals = [],
            Recordings = [new("r0", TestDataset.Start, TestDataset.Start.AddSeconds(5))],
        };
        Entity[] entities = [.. ids.SelectMany(id => new Entity[] { new(id, EntityKind.Node), new($"{id}/eth0", EntityKind.Nic, id) })];
        EntityGroup[] groups =
        [
            new("lone", "lone", ["node0"]), new("rail0", "rail", [.. ids.Take(3).Select(id => $"{id}/eth0")]),
            new("rail1", "rail", [.. ids.Skip(3).Select(id => $"{id}/eth0")]),
        ];
        var rows = Enumerable.Range(0, nodes * 5).ToArray();
        var table = new SeriesTable(
            ids, [.. rows.Select(row => TestDataset.At(row % 5))], [.. rows.Select(row => row / 5)],
            [new("t", [.. rows.Select(row => (row / 5 * 10.0) + (row % 5))])]);
        return new MemoryDataset("test data", manifest, new Topology(entities, groups), [new(Layer.Hardware, EntityKind.Node, table)]);
    }

    private sealed class Values(FrameSchema schema, float[] entities) : IFrameValues
    {
        public float[] All { get; } = [.. entities, .. new float[schema.PeerValueCount]];

        public Span<float> Rows(int plane, int firstRow, int rowCount) =>
            All.AsSpan((int)schema.Offset(plane, firstRow), rowCount * schema.Signals.Count);
    }
}
