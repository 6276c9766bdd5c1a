using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Tests.Running;

public sealed class SimulatorTests
{
    private static readonly SimulationConfig Small = new()
    {
        Duration = TimeSpan.FromMinutes(20),
        Room = new MachineRoomConfig { Nodes = 2 },
        Training = new TrainingJobConfig { ComputeTime = TimeSpan.FromSeconds(4) },
    };

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_same_seed_gives_the_same_samples_for_any_number_of_threads(int threads) =>
        Simulator.ToMemory(Small, 1, threads).Fingerprint.ShouldBe(Simulator.ToMemory(Small, 1).Fingerprint);

    [Fact]
    public void No_sample_lies_outside_of_the_recording_though_clocks_are_off()
    {
        var skewed = Small with { Exporters = new ExporterConfig { Profile = ExporterProfile.Harsh } };
        var dataset = Simulator.ToMemory(skewed, 1);
        var (first, end) = (Micros.From(skewed.Start), Micros.From(skewed.Start + skewed.Duration));
        foreach (var series in dataset.Series)
            dataset.ReadSeries(series.Layer, series.EntityKind).TimesMicros.ShouldAllBe(time => time >= first && time < end, series.ToString());
    }

    [Fact]
    public void Another_seed_gives_other_samples() =>
        Simulator.ToMemory(Small, 2).Fingerprint.ShouldNotBe(Simulator.ToMemory(Small, 1).Fingerprint);

    [Fact]
    public void A_failing_fan_heats_the_culprit_and_makes_the_others_wait()
    {
        var fault = new FaultConfig
        {
            Class = "thermal_throttle", Entity = "node0001/gpu3", At = TimeSpan.FromSeconds(400), Duration = TimeSpan.FromSeconds(600), Severity = 0.9,
        };
        var dataset = Simulator.ToMemory(Small with { Faults = new FaultPlanConfig { Listed = [fault] } }, 1);
        Mean(dataset, "node0001/gpu3", "gpu_temperature_celsius", 700).ShouldBeGreaterThan(Mean(dataset, "node0001/gpu3", "gpu_temperature_celsius", 100) + 10);
        Mean(dataset, "node0000/gpu0", "gpu_power_watts", 700).ShouldBeLessThan(Mean(dataset, "node0000/gpu0", "gpu_power_watts", 100) - 20);
        dataset.Incidents.Where(incident => !incident.IsBenign).ShouldHaveSingleItem().RootEntity.ShouldBe("node0001/gpu3");
    }

    [Fact]
    public void A_training_has_one_row_per_step_however_long_steps_take()
    {
        // Steps of about a hundred seconds: whole blocks pass in which none ends.
        var training = new TrainingJobConfig { ComputeTime = TimeSpan.FromSeconds(100), Imbalance = new ImbalanceConfig { WarmUpSteps = 0 } };
        var dataset = Simulator.ToMemory(Small with { Training = training }, 1);
        var steps = dataset.ReadSeries(Layer.Model, EntityKind.Cluster, new SeriesFilter { Columns = ["steps_total", "step_seconds"] });
        steps.Columns[0].Values.ShouldBe(Enumerable.Range(1, 11).Select(step => (double)step));
        steps.Columns[1].Values.ShouldAllBe(seconds => seconds > 100);
    }

    private static double Mean(Dataset dataset, string entity, string signal, double second)
    {
        var from = Small.Start.AddSeconds(second);
        var filter = new SeriesFilter { Entities = [entity], Columns = [signal], From = from, Until = from.AddSeconds(200) };
        return dataset.ReadSeries(Layer.Hardware, EntityKind.Gpu, filter).Columns[0].Values.Average();
    }
}
