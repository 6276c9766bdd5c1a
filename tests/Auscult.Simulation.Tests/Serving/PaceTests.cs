using Auscult.Simulation.Serving;

namespace Auscult.Simulation.Tests.Serving;

/// <summary>What a slow GPU, a slow link, a slow host and a hot expert do to the others.</summary>
public sealed class PaceTests
{
    public static TheoryData<string> Causes => ["speed", "tensor", "link", "host", "expert"];

    [Theory]
    [MemberData(nameof(Causes))]
    public void One_sets_the_pace_of_all(string cause)
    {
        var fleet = new TestFleet(TestFleet.Mixture).Run(60).Clear().Run(60);
        var (first, token) = (fleet.Latency(r => r.Metrics.FirstToken), fleet.Latency(r => r.Metrics.PerToken));
        var cache = fleet.Total(replica => replica.CacheTokens);
        Cause(fleet, cause);
        fleet.Run(60).Clear().Run(60);
        fleet.Latency(r => r.Metrics.PerToken).ShouldBeGreaterThan(1.2 * token);
        fleet.Latency(r => r.Metrics.FirstToken).ShouldBeGreaterThan(1.1 * first);
        fleet.Total(replica => replica.CacheTokens).ShouldBeGreaterThan((long)(1.1 * cache));
        var (culprit, others) = (fleet.Fleet.Activity[5], fleet.Fleet.Activity[20]);
        if (cause is "speed" or "link")
            culprit.Wait.ShouldBeLessThan(others.Wait - 0.1);
    }

    [Fact]
    public void A_hot_expert_makes_its_rank_hot_until_the_experts_are_placed_anew()
    {
        var fleet = new TestFleet(TestFleet.Mixture).Run(30);
        var load = fleet.Fleet.Engines[0].Experts!;
        var usual = load.RankShares.Max();
        Cause(fleet, "expert");
        load.RankShares.Max().ShouldBeGreaterThan(3 * usual);
        load.Shares[7].ShouldBeGreaterThan(0.15);
        load.Shares.Sum().ShouldBe(1, 1e-9);
        fleet.Run(300);
        load.On(Array.IndexOf(load.RankShares, load.RankShares.Max())).ShouldContain(7);
    }

    [Fact]
    public void The_load_of_experts_drifts_but_stays_whole()
    {
        var fleet = new TestFleet(TestFleet.Mixture).Run(5);
        var load = fleet.Fleet.Engines[0].Experts!;
        var before = load.Shares.ToArray();
        fleet.Run(200);
        load.Shares.Sum().ShouldBe(1, 1e-9);
        load.RankShares.Sum().ShouldBe(1, 1e-9);
        load.Shares.Zip(before, (now, then) => Math.Abs(Math.Log(now / then))).Average().ShouldBeInRange(0.05, 0.6);
    }

    private static void Cause(TestFleet fleet, string cause)
    {
        var skew = new double[256];
        skew[7] = cause == "expert" ? 0.2 : 0;
        fleet.Fleet.SetSkew(skew);
        for (var gpu = 0; gpu < 32; gpu++)
        {
            if (gpu == 5 || (cause == "host" && gpu < 8))
            {
                fleet.Set(gpu, cause switch
                {
                    "speed" => GpuCapability.Nominal with { Speed = 0.35 },
                    "tensor" => GpuCapability.Nominal with { TensorLink = 0.03 },
                    "link" => GpuCapability.Nominal with { ExpertLink = 0.15 },
                    "host" => GpuCapability.Nominal with { Host = 0.15 },
                    _ => GpuCapability.Nominal,
                });
            }
        }
    }
}
