using Auscult.Simulation.Configuration;
using Auscult.Simulation.Tests.Serving;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Faults;

/// <summary>What harmless events do to the telemetry: something that looks like a fault, labelled as none.</summary>
public sealed class BenignEffectTests
{
    /// <summary>Class, entity, and signals with + for up, - for down, ! for gone, each after the entity where it is seen.</summary>
    public static TheoryData<string, string?, string> Expectations => new()
    {
        { "planned_reboot", "node0002", "node0002/gpu1:gpu_power_watts! node0002/nic0:rdma_port_state! node0002:exporter_up_state-" },
        { "scrape_gap", "node0002", "node0002/gpu1:gpu_power_watts! node0002:exporter_up_state-" },
        { "long_sequences", null, "cluster:step_seconds+ cluster:tokens_per_second-" },
        { "learning_rate_change", null, "cluster:learning_rate-" },
        { "room_warm_day", null, "node0003/gpu1:gpu_temperature_celsius+ node0000:temperature_max_celsius+" },
        { "neighbour_traffic", "leaf1-1", "leaf1-1:switch_transmit_bytes_total+" },
        { "exporter_upgrade", null, "node0000/gpu0:gpu_power_watts! node0000/gpu0:gpu_temperature_celsius=" },
    };

    [Theory]
    [MemberData(nameof(Expectations))]
    public void A_harmless_event_shows_and_is_labelled_as_such(string name, string? entity, string moves)
    {
        var (healthy, other) = (FaultScene.Healthy.Value, FaultScene.With(Event(name, entity)));
        var label = other.Dataset.Incidents.Single(incident => incident.FaultClass.Equals(name, StringComparison.Ordinal));
        label.IsBenign.ShouldBeTrue();
        other.Dataset.Incidents.ShouldAllBe(incident => incident.IsBenign);
        // Fields that only an upgrade brings have no healthy counterpart.
        foreach (var key in other.Keys.Intersect(healthy.Keys))
        {
            var first = other.Of(key.Entity, key.Signal).FirstDifference(healthy.Of(key.Entity, key.Signal));
            first.ShouldBeGreaterThanOrEqualTo(300, $"{key}");
        }
        foreach (var move in moves.Split(' ').Where(move => !move.EndsWith('=')))
        {
            var parts = move[..^1].Split(':');
            var (with, without) = (other.Of(parts[0], parts[1]), healthy.Of(parts[0], parts[1]));
            // A reboot begins with a drain of a minute.
            FaultScene.Moved(move[^1], with.Between(362, 480), without.Between(362, 480), parts[1]);
        }
    }

    [Theory]
    [InlineData("scrape_gap")]
    [InlineData("learning_rate_change")]
    [InlineData("exporter_upgrade")]
    public void What_the_machines_do_not_notice_changes_nothing_on_other_hosts(string name)
    {
        var (healthy, other) = (FaultScene.Healthy.Value, FaultScene.With(Event(name, name is "scrape_gap" ? "node0002" : null)));
        foreach (var (entity, signal) in healthy.Keys.Where(key => key.Entity.StartsWith("node0001", StringComparison.Ordinal)))
        {
            var (with, without) = (other.Of(entity, signal), healthy.Of(entity, signal));
            if (name is not "exporter_upgrade" || with.Between(0, 900).Length == without.Between(0, 900).Length)
                with.FirstDifference(without).ShouldBe(double.PositiveInfinity, $"{entity} {signal}");
        }
    }

    [Fact]
    public void A_healthy_training_reports_its_checkpoints_and_its_warm_up_and_no_fault()
    {
        var labels = FaultScene.Healthy.Value.Dataset.Incidents;
        labels.ShouldAllBe(label => label.IsBenign);
        labels.Select(label => label.FaultClass).Distinct(StringComparer.Ordinal).ShouldContain("checkpoint");
        labels.Select(label => label.FaultClass).ShouldContain("warm_up");
        labels.ShouldAllBe(label => label.End > label.Onset && label.RootSignals.Count > 0);
    }

    [Fact]
    public void Operators_hear_of_a_reboot_and_of_the_errors_of_a_driver()
    {
        var lost = new FaultConfig { Class = "off_bus", At = TimeSpan.FromSeconds(300), Entity = "node0001/gpu1" };
        var events = FaultScene.With(Event("planned_reboot", "node0003"), lost).Dataset.Events;
        events.Where(heard => heard.Entity.Equals("node0003", StringComparison.Ordinal)).Select(heard => heard.Kind).ShouldContain("drain");
        events.ShouldContain(new OperationalEvent(FaultScene.Config.Start.AddSeconds(300), "node0001/gpu1", "xid", "79"));
    }

    [Fact]
    public void A_peak_of_requests_fills_a_healthy_fleet()
    {
        var fleet = new SimulationConfig
        {
            Duration = TimeSpan.FromSeconds(600),
            Room = new MachineRoomConfig { Nodes = 4 },
            Serving = TestFleet.Mixture,
            Exporters = new ExporterConfig { Profile = ExporterProfile.Ideal },
        };
        var healthy = new Telemetry(fleet);
        var busy = new Telemetry(fleet with { Benign = new BenignPlanConfig { Listed = [Event("load_peak", entity: null)] } });
        busy.Dataset.Incidents.ShouldHaveSingleItem().IsBenign.ShouldBeTrue();
        foreach (var signal in (string[])["requests_running", "requests_total"])
        {
            FaultScene.Moved('+', busy.Of("replica0", signal).Between(330, 480), healthy.Of("replica0", signal).Between(330, 480), signal);
            busy.Of("replica0", signal).FirstDifference(healthy.Of("replica0", signal)).ShouldBeGreaterThanOrEqualTo(300, signal);
        }
    }

    private static FaultConfig Event(string name, string? entity) => new()
    {
        Class = name, Entity = entity, At = TimeSpan.FromSeconds(300), Duration = TimeSpan.FromSeconds(180), Severity = 0.8,
    };
}
