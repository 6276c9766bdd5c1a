using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Running;

public sealed class FaultCalendarTests
{
    private static readonly SimulationConfig Config = new()
    {
        Duration = TimeSpan.FromSeconds(1800),
        Room = new MachineRoomConfig { Nodes = 2, GpusPerNode = 2, Rails = 2 },
        Training = new TrainingJobConfig { TensorParallel = 2 },
        Faults = new FaultPlanConfig { Rates = FaultRates.Published, MeanInterval = TimeSpan.FromSeconds(60) },
    };

    [Fact]
    public void The_faults_are_those_that_the_simulation_has()
    {
        var calendar = FaultCalendar.Of(Config, seed: 3).Incidents.Where(label => !label.IsBenign).Select(Brief).ToArray();
        calendar.Length.ShouldBeGreaterThan(10);
        Simulator.ToMemory(Config, seed: 3).Incidents.Where(label => !label.IsBenign).Select(Brief).ShouldBe(calendar);

        static (string, string, DateTimeOffset) Brief(Incident label) => (label.FaultClass, label.RootEntity, label.Onset);
    }

    [Fact]
    public void Open_faults_are_counted_on_hosts_day_by_day()
    {
        var week = Config with
        {
            Duration = TimeSpan.FromDays(7),
            Faults = new FaultPlanConfig
            {
                Listed = [new FaultConfig { Class = "off_bus", Entity = "node0001/gpu0", At = TimeSpan.FromDays(1.5), Duration = TimeSpan.FromDays(2) }],
            },
        };
        var table = FaultCalendar.Of(week, seed: 1).ReadSeries(Layer.Hardware, EntityKind.Node);
        table.RowCount.ShouldBe(14);
        var open = Enumerable.Range(0, 14).Where(row => table.Columns[0].Values[row] == 1)
            .Select(row => (table.Entities[table.EntityIndex[row]], DateTimeOffset.UnixEpoch.AddMicroseconds(table.TimesMicros[row]) - week.Start));
        open.ShouldBe([("node0001", TimeSpan.FromDays(2)), ("node0001", TimeSpan.FromDays(3))]);
    }
}
