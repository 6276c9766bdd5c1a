using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Running;

public sealed class RequestCalendarTests
{
    private static readonly SimulationConfig Config = new()
    {
        Duration = TimeSpan.FromSeconds(600),
        Room = new MachineRoomConfig { Nodes = 2 },
        Serving = new ServingConfig
        {
            Replicas = 2,
            TensorParallel = 8,
            Arrivals = new ArrivalConfig { RatePerSecond = 4, WanderSigma = 0, DailyAmplitude = 0 },
        },
    };

    [Fact]
    public void Requests_come_at_the_configured_rate_and_again_with_the_same_seed()
    {
        var requests = Requests(1);
        // 2,400 expected with a standard deviation of 49.
        (requests.Sum() * 0.1).ShouldBe(2400, 200);
        Requests(1).ShouldBe(requests);
        Requests(2).ShouldNotBe(requests);
    }

    [Fact]
    public void Tokens_come_with_requests_only()
    {
        var table = RequestCalendar.Of(Config, seed: 1, TimeSpan.FromSeconds(0.1)).ReadSeries(Layer.Model, EntityKind.Replica);
        Enumerable.Range(0, table.RowCount).ShouldAllBe(row => (table.Columns[0].Values[row] > 0) == (table.Columns[1].Values[row] > 0));
    }

    [Fact]
    public void Without_a_fleet_there_are_no_requests() =>
        Should.Throw<InputException>(() => RequestCalendar.Of(Config with { Serving = null }, 1, TimeSpan.FromSeconds(1)))
            .Message.ShouldContain("simulation.serving");

    private static double[] Requests(int seed) =>
        RequestCalendar.Of(Config, seed, TimeSpan.FromSeconds(0.1)).ReadSeries(Layer.Model, EntityKind.Replica).Columns[0].Values;
}
