using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Tests.Exporting;

public sealed class FailingTests
{
    private static readonly SimulationConfig Hour = new()
    {
        Duration = TimeSpan.FromMinutes(30), Room = new MachineRoomConfig { Nodes = 2, GpusPerNode = 4, Rails = 4 },
        Training = new TrainingJobConfig { TensorParallel = 4 },
        Exporters = new ExporterConfig { Profile = ExporterProfile.Ideal },
    };

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Harsh_exporters_give_the_same_samples_for_any_number_of_threads(int threads)
    {
        var config = Hour with { Duration = TimeSpan.FromMinutes(5), Exporters = new ExporterConfig { Profile = ExporterProfile.Harsh } };
        Simulator.ToMemory(config, 1, threads).Fingerprint.ShouldBe(Simulator.ToMemory(config, 1).Fingerprint);
    }

    [Fact]
    public void Energy_is_the_integral_of_power()
    {
        var dataset = Simulator.ToMemory(Hour, 1);
        var power = Values(dataset, EntityKind.Gpu, "node0001/gpu2", "gpu_power_watts");
        var energy = Values(dataset, EntityKind.Gpu, "node0001/gpu2", "gpu_energy_joules_total");
        (energy[^1] - energy[0]).ShouldBe(power.SkipLast(1).Sum(), 1e-4 * power.Sum());
    }

    [Fact]
    public void A_stuck_sensor_repeats_one_value_and_the_others_go_on()
    {
        var noisy = Hour with { Exporters = new ExporterConfig { DropRatio = 0, GapsPerDay = 0, BlanksPerDay = 0, StuckPerDay = 0 } };
        var stuck = noisy with { Exporters = noisy.Exporters with { StuckPerDay = 500 } };
        Longest(Simulator.ToMemory(noisy, 1)).ShouldBeLessThan(5);
        Longest(Simulator.ToMemory(stuck, 1)).ShouldBeGreaterThan(60);
        static int Longest(Dataset dataset) => Enumerable.Range(0, 4)
            .Max(gpu => LongestRun(Values(dataset, EntityKind.Gpu, $"node0000/gpu{gpu}", "gpu_power_instant_watts")));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Blank_fields_are_missing_or_show_the_vendors_number(double unconverted)
    {
        var config = Hour with { Exporters = Hour.Exporters with { BlanksPerDay = 300, BlankUnconvertedRatio = unconverted } };
        var dataset = Simulator.ToMemory(config, 1);
        var values = Enumerable.Range(0, 4).SelectMany(gpu =>
            Values(dataset, EntityKind.Gpu, $"node0000/gpu{gpu}", "gpu_tensor_active_ratio")).ToArray();
        values.Count(double.IsNaN).ShouldBeInRange(unconverted == 0 ? 100 : 0, unconverted == 0 ? values.Length / 2 : 0);
        values.Count(value => value > 1e18).ShouldBeInRange(unconverted == 0 ? 0 : 100, unconverted == 0 ? 0 : values.Length / 2);
    }

    [Fact]
    public void An_upgrade_ends_fields_and_begins_them_under_new_names_and_may_change_units()
    {
        var config = Hour with
        {
            Exporters = Hour.Exporters with
            {
                UpgradeAfter = TimeSpan.FromMinutes(10),
                UpgradeSpread = TimeSpan.FromMinutes(5),
                UpgradeChangesUnits = true,
            },
        };
        var dataset = Simulator.ToMemory(config, 1);
        var old = Values(dataset, EntityKind.Gpu, "node0000/gpu0", "gpu_power_watts");
        var renamed = Values(dataset, EntityKind.Gpu, "node0000/gpu0", "dcgm_module_power_watts");
        var moment = Array.FindIndex(old, double.IsNaN);
        moment.ShouldBeInRange(600, 900);
        for (var i = 0; i < old.Length; i++)
            (double.IsNaN(old[i]), double.IsNaN(renamed[i])).ShouldBe((i >= moment, i < moment));
        renamed[moment].ShouldBeInRange(0.5 * old[moment - 1], 2 * old[moment - 1]);
        var memory = Values(dataset, EntityKind.Gpu, "node0000/gpu0", "gpu_memory_free_bytes");
        (memory[moment - 1] / memory[moment]).ShouldBe(1 << 20, 1e5);
        Values(dataset, EntityKind.Gpu, "node0000/gpu0", "dcgm_nvlink_payload_bytes_per_second", Layer.Network).Count(double.IsNaN).ShouldBe(moment);
    }

    [Fact]
    public void A_planned_upgrade_does_the_same_and_a_gap_leaves_rows_that_say_so()
    {
        FaultConfig[] benign =
        [
            new() { Class = "exporter_upgrade", At = TimeSpan.FromMinutes(10), Duration = TimeSpan.FromMinutes(5) },
            new() { Class = "scrape_gap", Entity = "node0001", At = TimeSpan.FromMinutes(3), Duration = TimeSpan.FromMinutes(1) },
        ];
        var dataset = Simulator.ToMemory(Hour with { Benign = new BenignPlanConfig { Listed = benign } }, 1);
        Values(dataset, EntityKind.Gpu, "node0000/gpu0", "dcgm_module_power_watts").Count(double.IsNaN).ShouldBeInRange(590, 910);
        Values(dataset, EntityKind.Gpu, "node0001/gpu0", "gpu_temperature_celsius").Length.ShouldBe(1800 - 60);
        var up = Values(dataset, EntityKind.Node, "node0001", "exporter_up_state");
        (up.Length, up.Count(value => value == 0)).ShouldBe((1800, 60));
        Values(dataset, EntityKind.Node, "node0001", "load1").Count(double.IsNaN).ShouldBe(60);
        Values(dataset, EntityKind.Node, "node0001", "scrape_seconds").Max().ShouldBe(10);
    }

    [Fact]
    public void A_hanging_driver_freezes_its_values_and_one_that_falls_off_the_bus_has_none()
    {
        FaultConfig[] faults =
        [
            new()
            {
                Class = "driver_hang", Entity = "node0000/gpu3", At = TimeSpan.FromMinutes(5), Duration = TimeSpan.FromMinutes(10), Severity = 1,
            },
            new()
            {
                Class = "off_bus", Entity = "node0001/gpu3", At = TimeSpan.FromMinutes(25), Duration = TimeSpan.FromMinutes(3), Severity = 1,
            },
        ];
        var dataset = Simulator.ToMemory(Hour with { Faults = new FaultPlanConfig { Listed = faults } }, 1);
        LongestRun(Values(dataset, EntityKind.Gpu, "node0000/gpu3", "gpu_energy_joules_total")).ShouldBeGreaterThan(300);
        LongestRun(Values(dataset, EntityKind.Gpu, "node0000/gpu2", "gpu_energy_joules_total")).ShouldBe(1);
        Values(dataset, EntityKind.Gpu, "node0001/gpu3", "gpu_power_watts").Length.ShouldBeLessThan(1800 - 120);
        Values(dataset, EntityKind.Gpu, "node0001/gpu2", "gpu_power_watts").Length.ShouldBe(1800);
    }

    private static double[] Values(Dataset dataset, EntityKind kind, string entity, string column, Layer layer = Layer.Hardware) =>
        dataset.ReadSeries(layer, kind, new SeriesFilter { Entities = [entity], Columns = [column] }).Columns[0].Values;

    private static int LongestRun(double[] values)
    {
        var (longest, run) = (1, 1);
        for (var i = 1; i < values.Length; i++)
        {
            run = values[i].Equals(values[i - 1]) ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }
        return longest;
    }
}
