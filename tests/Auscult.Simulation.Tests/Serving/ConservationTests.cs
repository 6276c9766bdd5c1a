using Auscult.Simulation.Serving;
using Auscult.Simulation.Serving.Settings;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Simulation.Tests.Serving;

public sealed class ConservationTests
{
    private static readonly ServingConfig Tight = TestFleet.Dense with
    {
        TensorParallel = 4,
        Batching = new BatchingConfig { MaxRequests = 64, MaxTokens = 512, PrefixWorkingSetTokens = 20_000 },
        Recovery = new RecoveryConfig { Detection = TimeSpan.FromSeconds(5), Restart = TimeSpan.FromSeconds(20) },
    };

    [Fact]
    public void Requests_tokens_and_cache_are_conserved_under_load_time_outs_and_losses() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(byte Seed, byte Rate, byte Timeout, byte Victim, bool Lose)>().ToArbitrary(),
        draw =>
        {
            var fleet = new TestFleet(Loaded(draw.Rate, draw.Timeout), draw.Seed);
            fleet.Run(20, look: () => Check(fleet));
            if (draw.Lose)
                fleet.Set(draw.Victim % 8, GpuCapability.Nominal with { Speed = 0 });
            fleet.Run(10, 0.5, () => Check(fleet));
            fleet.Set(draw.Victim % 8, GpuCapability.Nominal);
            fleet.Run(30, look: () => Check(fleet));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void A_full_cache_makes_requests_give_way_and_come_back()
    {
        var fleet = new TestFleet(Loaded(200, 255));
        fleet.Run(60, look: () => Check(fleet));
        fleet.Total(replica => replica.Metrics.Preemptions).ShouldBeGreaterThan(0);
        fleet.Replicas.Max(replica => replica.CacheRatio).ShouldBeInRange(0.8, 1);
    }

    [Theory]
    [InlineData(RecoveryPolicy.Elastic)]
    [InlineData(RecoveryPolicy.Restart)]
    public void Nothing_is_lost_or_made_when_expert_groups_lose_ranks_again_and_again(RecoveryPolicy policy)
    {
        var recovery = new RecoveryConfig { Policy = policy, Restart = TimeSpan.FromSeconds(15), Detection = TimeSpan.FromSeconds(4) };
        var fleet = new TestFleet(TestFleet.Mixture with { Recovery = recovery }).Run(20);
        foreach (var gpu in (int[])[5, 30, 6, 13])
        {
            fleet.Set(gpu, GpuCapability.Nominal with { Speed = 0 });
            fleet.Run(7, 0.5, () => Check(fleet));
            fleet.Set(gpu == 30 ? 5 : gpu, GpuCapability.Nominal);
            fleet.Run(10, 0.5, () => Check(fleet));
        }
        fleet.Set(30, GpuCapability.Nominal);
        fleet.Run(60, look: () => Check(fleet));
        Enumerable.Range(0, 8).ShouldAllBe(replica => fleet.Fleet.IsUp(replica));
        fleet.Replicas.ShouldAllBe(replica => replica.Running > 0);
    }

    [Fact]
    public void Clients_that_wait_too_long_give_up()
    {
        var fleet = new TestFleet(Loaded(255, 0));
        fleet.Run(60, look: () => Check(fleet));
        fleet.Total(replica => replica.Metrics.Aborted).ShouldBeGreaterThan(100);
        fleet.Replicas.ShouldAllBe(replica => fleet.Fleet.Now - (replica.NextTimeout - 5) < 6);
    }

    // A cache of some 45,000 tokens; time-outs from 5 to 260 s; up to 25 requests per second.
    private static ServingConfig Loaded(byte rate, byte timeout) => Tight with
    {
        Model = new ServedModelConfig { KeyValueBytesPerToken = 3_000_000, MaxContextTokens = 16_000 },
        Arrivals = Tight.Arrivals with { RatePerSecond = 0.5 + (rate / 10.0), Timeout = TimeSpan.FromSeconds(5 + timeout) },
    };

    private static void Check(TestFleet fleet)
    {
        foreach (var replica in fleet.Replicas)
        {
            var (metrics, live) = (replica.Metrics, replica.CountTokens());
            metrics.Received.ShouldBe(metrics.Completed + metrics.Aborted + replica.Running + replica.Waiting);
            metrics.GenerationTokens.ShouldBe(metrics.CompletedTokens + metrics.AbortedTokens + live.Generated);
            replica.CacheTokens.ShouldBe(live.Cached);
            replica.CacheTokens.ShouldBeInRange(0, fleet.Fleet.Plan.CacheTokens);
            metrics.PrefixHits.ShouldBeLessThanOrEqualTo(metrics.PrefixQueries);
            metrics.FirstToken.Count.ShouldBeGreaterThanOrEqualTo(metrics.Completed);
        }
    }
}
