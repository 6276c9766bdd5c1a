using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Windowing;

public sealed class SamplerTests
{
    [Fact]
    public void A_shuffled_epoch_visits_everything_once_and_repeats_only_itself()
    {
        var sampler = new ShuffledSampler(100, new Seeds(1));
        sampler.Order(0).Order().ShouldBe(Enumerable.Range(0, 100));
        sampler.Order(3).ShouldBe(new ShuffledSampler(100, new Seeds(1)).Order(3));
        sampler.Order(0).ShouldNotBe(sampler.Order(1));
        sampler.Order(0).ShouldNotBe(new ShuffledSampler(100, new Seeds(2)).Order(0));
        new SequentialSampler(3).Order(9).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void A_balanced_epoch_visits_every_class_equally_often_and_every_member_before_any_twice()
    {
        int[] classes = [0, 0, 0, 0, 0, 0, 1, 1, -1, 2];
        var order = new BalancedSampler(classes, new Seeds(5)).Order(0);
        order.Length.ShouldBe(18);
        order.GroupBy(i => classes[i]).ToDictionary(g => g.Key, g => g.Count())
            .ShouldBe(new Dictionary<int, int> { [0] = 6, [1] = 6, [2] = 6 }, ignoreOrder: true);
        order.Where(i => classes[i] == 0).Order().ShouldBe([0, 1, 2, 3, 4, 5]);
        order.Count(i => i == 6).ShouldBe(3);
        order.Take(3).Select(i => classes[i]).Order().ShouldBe([0, 1, 2]);
        new BalancedSampler(classes, new Seeds(5)).Order(0).ShouldBe(order);
        new BalancedSampler([], new Seeds(5)).Order(0).ShouldBeEmpty();
    }

    [Fact]
    public void An_entity_element_shows_one_entity_and_an_epoch_shows_every_window()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 100000).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (seed, size) =>
        {
            var random = new Random(seed);
            Window[] index = [.. Enumerable.Range(0, 40).Select(i => new Window(random.Next(4), i))];
            var sampler = new EntitySampler(index, size, new Seeds(seed));
            var order = sampler.Order(0);
            return order.Chunk(size).All(element => element.Select(w => index[w].Entity).Distinct().Count() == 1)
                && order.Distinct().Count() == index.Length
                && order.Length < index.Length + (4 * size)
                && sampler.Order(0).SequenceEqual(new EntitySampler(index, size, new Seeds(seed)).Order(0));
        }));
    }

    [Fact]
    public void A_group_element_shows_the_members_of_one_group_at_one_time_each_in_its_own_place()
    {
        // Entity 1 has no window at row 20; entity 3 is in no group.
        Window[] index = [new(0, 0), new(0, 10), new(0, 20), new(1, 0), new(1, 10), new(2, 0), new(2, 10), new(2, 20), new(3, 0)];
        PeerGroup[] groups = [new("a", [0, 1]), new("b", [2, 1, 0])];
        var sampler = new GroupSampler(index, groups, new Seeds(1));
        sampler.ElementSize.ShouldBe(3);
        sampler.Count.ShouldBe(5);
        const int None = WindowIndex.NoWindow;
        sampler.Order(0).Chunk(3).Select(element => string.Join(' ', element)).Order(StringComparer.Ordinal).ShouldBe(
            new[] { $"0 3 {None}", $"1 4 {None}", "5 3 0", "6 4 1", $"7 {None} 2" }.Order(StringComparer.Ordinal));
        Enumerable.Range(0, 9).Select(epoch => string.Join(',', sampler.Order(epoch))).Distinct().Count().ShouldBeGreaterThan(1);
        sampler.Order(4).ShouldBe(new GroupSampler(index, groups, new Seeds(1)).Order(4));
        Should.Throw<InputException>(() => new GroupSampler(index, [new("c", [3])], new Seeds(1))).Message.ShouldContain("2 members");
    }

    [Fact]
    public void Members_of_groups_are_found_through_containers_and_in_containers()
    {
        var schema = Frames.Schema(3, 1, 10);
        var topology = new Topology(
            [new("leaf0", EntityKind.Switch), new("node0", EntityKind.Node, "leaf0"), new("node1", EntityKind.Node, "leaf0"),
                new("node2", EntityKind.Node), new("node0/r0", EntityKind.Rank, "node0"), new("node2/r1", EntityKind.Rank, "node2")],
            [new("tp0", "tp", ["node0/r0", "node2/r1", "node0/r0"]), new("l0", "leaf", ["leaf0"]), new("gone", "leaf", ["elsewhere"])]);
        FrameGroups.OfKind(schema, topology, "tp", "key").Single().Entities.ShouldBe([0, 2]);
        FrameGroups.OfKind(schema, topology, "leaf", "key").Single().Entities.ShouldBe([0, 1]);
        Should.Throw<InputException>(() => FrameGroups.OfKind(schema, topology, "ep", "window.x")).Message
            .ShouldContain("window.x=ep, but the dataset has no such groups");
        Should.Throw<InputException>(() => FrameGroups.OfKind(schema, new Topology([], []), "ep", "window.x")).Message.ShouldContain("no groups");
    }

    [Fact]
    public void An_empty_place_of_a_batch_is_absent_all_over()
    {
        var schema = Frames.Schema(1, 9, 20);
        using var frame = Frames.Random(schema, 1, missing: 0);
        var batcher = new WindowBatcher(frame, WindowIndex.Over(schema, 4, 1));
        var batch = batcher.CreateBatch(2, timeSinceSeen: true);
        batcher.Fill([0, 1], batch);
        batcher.Fill([WindowIndex.NoWindow, 1], batch);
        batch.Values.Span[..36].ToArray().ShouldAllBe(value => value == 0);
        batch.Presence.Span[..36].ToArray().ShouldAllBe(value => value == 0);
        batch.TimeSinceSeen.Span[..36].ToArray().Chunk(9).Select(row => row[0]).ShouldBe([0.25f, 0.5f, 0.75f, 1f]);
        batch.Presence.Span[36..].ToArray().ShouldAllBe(value => value == 1);
    }
}
