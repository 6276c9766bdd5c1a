namespace Auscult.Simulation.Tests.Serving;

public sealed class TickTests
{
    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(0.37, 0)]
    [InlineData(7, 0)]
    [InlineData(0.1, 1)]
    public void Ticks_of_any_length_give_the_same_completions(double tick, int which)
    {
        var config = which == 0 ? TestFleet.Dense : TestFleet.Mixture;
        config = config with { Arrivals = config.Arrivals with { WanderSigma = 0.3, BurstFactor = 4, Variation = 1.5 } };
        const double Seconds = 7 * 3.7;
        Summary(new TestFleet(config).Run(Seconds, tick)).ShouldBe(Summary(new TestFleet(config).Run(Seconds, 1)));
    }

    [Fact]
    public void Seeds_decide()
    {
        Summary(new TestFleet(TestFleet.Mixture, 3).Run(20)).ShouldBe(Summary(new TestFleet(TestFleet.Mixture, 3).Run(20)));
        Summary(new TestFleet(TestFleet.Mixture, 4).Run(20)).ShouldNotBe(Summary(new TestFleet(TestFleet.Mixture, 3).Run(20)));
    }

    private static string Summary(TestFleet fleet) => string.Join('\n', fleet.Replicas.Select(replica =>
        $"{replica.Metrics.Received} {replica.Metrics.Completed} {replica.Metrics.GenerationTokens} {replica.Metrics.Iterations} "
        + $"{replica.Metrics.Request.Sum:r} {replica.Metrics.FirstToken.Sum:r} {replica.Metrics.InterToken.Sum:r} {replica.CacheTokens}"));
}
