using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Tests.Serving;

/// <summary>A fleet in the machine room: what the dataset says.</summary>
public sealed class ServingJobTests
{
    private static readonly SimulationConfig Small = new()
    {
        Duration = TimeSpan.FromMinutes(5),
        Room = new MachineRoomConfig { Nodes = 4 },
        Serving = TestFleet.Mixture,
    };

    private static readonly Lazy<Dataset> Shared = new(() => Simulator.ToMemory(Small, 1));

    [Fact]
    public void The_dataset_has_the_fleets_entities_and_groups()
    {
        var topology = Shared.Value.Topology;
        topology.Entities.Count(entity => entity.Kind == EntityKind.Replica).ShouldBe(8);
        topology.Entities.Single(entity => entity.Id == "replica5").Parent.ShouldBe("node0002");
        topology.Entities.Single(entity => entity.Id == "rank20").Parent.ShouldBe("node0002/gpu4");
        topology.Entities.Count(entity => entity.Kind == EntityKind.Expert).ShouldBe(256);
        topology.Groups.Single(group => group.Kind == "ep").Members.Count.ShouldBe(32);
        topology.Groups.Count(group => group.Kind == "tp").ShouldBe(8);
        topology.Groups.Single(group => group.Id == "serving3").Members.ShouldBe(["replica3", "rank12", "rank13", "rank14", "rank15"]);
    }

    [Fact]
    public void Every_signal_has_values_and_totals_never_fall()
    {
        foreach (var kind in (EntityKind[])[EntityKind.Replica, EntityKind.Rank, EntityKind.Expert])
        {
            var table = Shared.Value.ReadSeries(Layer.Model, kind);
            var entities = kind switch { EntityKind.Replica => 8, EntityKind.Rank => 32, _ => 256 };
            // Hosts whose clocks are off stamp a row with a moment before the recording or after it; that row is left out.
            table.RowCount.ShouldBeInRange(299 * entities, 300 * entities);
            table.Columns.ShouldAllBe(column => column.Values.Count(double.IsFinite) > 0.9 * table.RowCount, kind.ToString());
        }
        var one = Read(EntityKind.Replica, "replica0");
        foreach (var total in one.Columns.Where(column => column.Name.EndsWith("_total", StringComparison.Ordinal)))
            total.Values.Zip(total.Values.Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second, total.Name);
    }

    [Fact]
    public void Tokens_of_experts_are_the_tokens_of_iterations_times_the_experts_of_a_token()
    {
        var experts = Shared.Value.ReadSeries(Layer.Model, EntityKind.Expert);
        var tokens = experts.Columns.Single(column => column.Name == "expert_tokens").Values;
        tokens.ShouldAllBe(value => value == Math.Floor(value));
        var routed = tokens.Sum();
        (routed % 8).ShouldBe(0);
        // Prompts without what was cached, and answers: each token goes through the experts once, the last of an answer does not.
        var sums = Enumerable.Range(0, 8).Select(i => Read(EntityKind.Replica, $"replica{i}")).Select(table =>
            Last(table, "prompt_tokens_total") - Last(table, "prefix_cache_hits_total") + Last(table, "generation_tokens_total")).Sum();
        (routed / 8).ShouldBe(sums, 0.03 * sums);
    }

    [Fact]
    public void Accelerators_draw_power_for_it_and_hosts_talk()
    {
        double[] Values(Layer layer, EntityKind kind, string name) =>
            Shared.Value.ReadSeries(layer, kind).Columns.Single(column => column.Name == name).Values;
        var power = Values(Layer.Hardware, EntityKind.Gpu, "gpu_power_watts");
        power.Skip(power.Length / 2).Average().ShouldBeInRange(150, 650);
        Values(Layer.Network, EntityKind.Nic, "rdma_transmit_bytes_total").Max().ShouldBeGreaterThan(1e10);
    }

    [Theory]
    [InlineData(3)]
    public void The_same_seed_gives_the_same_samples_for_any_number_of_threads(int threads) =>
        Simulator.ToMemory(Small, 1, threads).Fingerprint.ShouldBe(Shared.Value.Fingerprint);

    [Fact]
    public void Training_and_serving_at_once_are_refused() =>
        Should.Throw<InputException>(() => Simulator.ToMemory(Small with { Training = new TrainingJobConfig() }, 1))
            .Message.ShouldContain("simulation.serving");

    private static SeriesTable Read(EntityKind kind, string entity) =>
        Shared.Value.ReadSeries(Layer.Model, kind, new SeriesFilter { Entities = [entity] });

    private static double Last(SeriesTable table, string column) => table.Columns.Single(c => c.Name == column).Values[^1];
}
