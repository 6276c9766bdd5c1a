using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Tests.Topologies;

public sealed class ContainmentTests
{
    private static readonly Topology Rack = new(
        [
            new("c", EntityKind.Cluster), new("c/leaf", EntityKind.Switch, "c"), new("c/n", EntityKind.Node, "c"),
            new("c/n/gpu", EntityKind.Gpu, "c/n"), new("c/n/gpu/rank", EntityKind.Rank, "c/n/gpu"), new("lost", EntityKind.Disk, "nowhere"),
        ],
        []);

    [Fact]
    public void A_walk_leads_from_an_entity_to_the_outermost()
    {
        var containment = Containment.Of(Rack);
        containment.IdsOutwards("c/n/gpu/rank").ShouldBe(["c/n/gpu/rank", "c/n/gpu", "c/n", "c"]);
        containment.Outwards("c/n/gpu").Select(entity => entity.Kind).ShouldBe([EntityKind.Gpu, EntityKind.Node, EntityKind.Cluster]);
        containment.NodeOf("c/n/gpu/rank")!.Id.ShouldBe("c/n");
        containment.NodeOf("c/n")!.Id.ShouldBe("c/n");
        containment.NodeOf("c/leaf").ShouldBeNull();
        Containment.Of(Rack).ShouldBeSameAs(containment);
    }

    [Fact]
    public void What_is_no_entity_is_named_but_has_no_containers()
    {
        var containment = Containment.Of(Rack);
        containment.IdsOutwards("unheard").ShouldBe(["unheard"]);
        containment.Outwards("unheard").ShouldBeEmpty();
        containment.IdsOutwards("lost").ShouldBe(["lost", "nowhere"]);
        containment.Outwards("lost").Select(entity => entity.Id).ShouldBe(["lost"]);
        containment.Find("nowhere").ShouldBeNull();
        containment.NodeOf("lost").ShouldBeNull();
    }

    [Fact]
    public void Parents_in_a_circle_end_the_walk()
    {
        var containment = Containment.Of(new Topology(
            [new("a", EntityKind.Gpu, "b"), new("b", EntityKind.Disk, "a"), new("x", EntityKind.Rank, "a"), new("self", EntityKind.Node, "self")], []));
        containment.IdsOutwards("x").Distinct().ShouldBe(["x", "a", "b"]);
        containment.NodeOf("x").ShouldBeNull();
        containment.Outwards("a").Distinct().Count().ShouldBe(2);
        containment.NodeOf("self")!.Id.ShouldBe("self");
    }

    [Fact]
    public void A_changed_topology_has_its_own_containment()
    {
        Containment.Of(Rack).NodeOf("c/n/gpu").ShouldNotBeNull();
        var changed = Rack with { Entities = [new("c/n/gpu", EntityKind.Gpu)] };
        Containment.Of(changed).NodeOf("c/n/gpu").ShouldBeNull();
    }
}
