using Auscult.Simulation.Configuration;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Faults;

/// <summary>What faults cost, who suffers, and what happens when several come together.</summary>
public sealed class FaultImpactTests
{
    [Theory]
    [InlineData("thermal_throttle", "node0001/gpu1")]
    [InlineData("power_throttle", "node0001/gpu1")]
    [InlineData("cpu_contention", "node0001")]
    [InlineData("dirty_optic", "node0001/nic1")]
    [InlineData("congestion", "node0001/nic1")]
    [InlineData("switch_fault", "leaf0-1")]
    [InlineData("data_loader_stall", "node0001")]
    [InlineData("expert_hotspot", "expert3")]
    public void A_more_severe_fault_costs_more_of_the_jobs_time(string name, string entity)
    {
        double Lost(double severity) => LabelOf(Fault(name, entity, severity)).LostSeconds!.Value;
        var (mild, severe) = (Lost(0.25), Lost(0.7));
        mild.ShouldBeGreaterThan(0);
        severe.ShouldBeGreaterThan(mild);
        severe.ShouldBeLessThan(180);
    }

    [Theory]
    [InlineData("thermal_throttle", 0.5)]
    [InlineData("power_throttle", 0.5)]
    [InlineData("data_loader_stall", 0.5)]
    public void Severity_is_the_share_of_the_jobs_speed_that_is_gone(string name, double severity)
    {
        var entity = name is "data_loader_stall" ? "node0001" : "node0001/gpu1";
        var lost = LabelOf(Fault(name, entity, severity)).LostSeconds!.Value;
        // Heating up takes the first minutes, loaders have batches ready, and not all of a step is computing.
        (lost / 180).ShouldBeInRange(0.4 * severity, 1.2 * severity);
    }

    [Fact]
    public void The_victims_of_a_throttled_accelerator_wait_spinning()
    {
        var (healthy, sick) = (FaultScene.Healthy.Value, FaultScene.With(Fault("power_throttle", "node0001/gpu1", 0.6)));
        var label = sick.Dataset.Incidents.Single(incident => !incident.IsBenign);
        label.Victims[0].ShouldBe("node0001/gpu0");
        label.VictimDelaySeconds.ShouldBeInOrder();
        label.Victims.Count.ShouldBe(7);
        foreach (var victim in label.Victims)
        {
            double Mean(Telemetry telemetry, string signal) => telemetry.Of(victim, signal).Between(310, 480).Average();
            Mean(sick, "gpu_power_watts").ShouldBeLessThan(0.9 * Mean(healthy, "gpu_power_watts"), victim);
            Mean(sick, "gpu_tensor_active_ratio").ShouldBeLessThan(0.8 * Mean(healthy, "gpu_tensor_active_ratio"), victim);
            Mean(sick, "gpu_utilization_ratio").ShouldBeGreaterThan(0.9 * Mean(healthy, "gpu_utilization_ratio"), victim);
        }
        label.CausalChain.Select(link => link.DelaySeconds).ShouldBeInOrder();
        label.CausalChain[^1].Signal.ShouldBe("step_seconds");
    }

    [Fact]
    public void A_fault_that_nobody_depends_on_has_no_victims_costs_nothing_and_changes_nothing_else()
    {
        var (healthy, sick) = (FaultScene.Healthy.Value, FaultScene.With(Fault("hbm_ecc", "node0001/gpu1", 0.3)));
        var label = sick.Dataset.Incidents.Single(incident => !incident.IsBenign);
        label.Victims.ShouldBeEmpty();
        label.LostSeconds.ShouldBe(0);
        var changed = Changed(sick, healthy);
        changed.ShouldAllBe(key => key.Entity.Equals("node0001/gpu1", StringComparison.Ordinal));
        string[] own = ["ecc_corrected", "remap", "xid"];
        changed.ShouldAllBe(key => own.Any(part => key.Signal.Contains(part, StringComparison.Ordinal)));
        changed.Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Silent_data_corruption_shows_in_no_machine()
    {
        var (healthy, sick) = (FaultScene.Healthy.Value, FaultScene.With(Fault("silent_data_corruption", "node0001/gpu1", 0.6)));
        Changed(sick, healthy).Select(key => key.Entity).Distinct(StringComparer.Ordinal).ShouldBe(["cluster"]);
    }

    [Fact]
    public void A_dirty_optic_announces_itself_by_symbol_errors_that_grow()
    {
        var (healthy, sick) = (FaultScene.Healthy.Value, FaultScene.With(Fault("dirty_optic", "node0001/nic1", 0.6)));
        var label = sick.Dataset.Incidents.Single(incident => !incident.IsBenign);
        label.PrecursorStart!.Value.ShouldBeLessThan(label.Onset);
        double Errors(double from)
        {
            var seen = sick.Of("node0001/nic1", "rdma_symbol_errors_total").Between(from, from + 60);
            return seen[^1] - seen[0];
        }
        Errors(240).ShouldBeGreaterThan(Math.Max(60, 3 * Errors(60)));
        Errors(320).ShouldBeGreaterThan(3 * Errors(240));
        // Nothing else moves while it does.
        Changed(sick, healthy, before: 300).Select(key => key.Entity).Distinct(StringComparer.Ordinal).ShouldBe(["node0001/nic1"]);
    }

    [Fact]
    public void Faults_may_overlap_and_each_keeps_its_signals_and_its_label()
    {
        (FaultConfig Fault, string Signal)[] faults =
        [
            (Fault("thermal_throttle", "node0001/gpu1", 0.5), "gpu_temperature_celsius"),
            (Fault("dirty_optic", "node0002/nic1", 0.6), "rdma_symbol_errors_total"),
            (Fault("hbm_ecc", "node0003/gpu0", 0.4), "gpu_ecc_corrected_errors_total"),
        ];
        var (healthy, sick) = (FaultScene.Healthy.Value, FaultScene.With([.. faults.Select(fault => fault.Fault)]));
        var labels = sick.Dataset.Incidents.Where(incident => !incident.IsBenign).ToArray();
        labels.Select(label => label.FaultClass).ShouldBe(faults.Select(fault => fault.Fault.Class), ignoreOrder: true);
        foreach (var (fault, signal) in faults)
        {
            double[] Seen(Telemetry telemetry) => telemetry.Of(fault.Entity!, signal).Between(300, 480);
            FaultScene.Moved('+', Seen(sick), Seen(healthy), signal);
        }
        // The job waits for the slowest, so one of the two that slow it down may hide the other.
        labels.Sum(label => label.LostSeconds!.Value).ShouldBeInRange(10, 180);
        labels.Single(label => label.FaultClass is "hbm_ecc").LostSeconds.ShouldBe(0);
    }

    private static IReadOnlyList<(string Entity, string Signal)> Changed(
        Telemetry sick, Telemetry healthy, double before = double.PositiveInfinity) =>
        [.. sick.Keys.Where(key => sick.Of(key.Entity, key.Signal).FirstDifference(healthy.Of(key.Entity, key.Signal)) < before)];

    private static Incident LabelOf(FaultConfig fault) => FaultScene.With(fault).Dataset.Incidents.Single(incident => !incident.IsBenign);

    private static FaultConfig Fault(string name, string entity, double severity) => new()
    {
        Class = name, Entity = entity, At = TimeSpan.FromSeconds(300), Duration = TimeSpan.FromSeconds(180), Severity = severity,
    };
}
