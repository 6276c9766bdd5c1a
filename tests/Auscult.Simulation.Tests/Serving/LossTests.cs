using Auscult.Simulation.Serving;
using Auscult.Simulation.Serving.Settings;
using Auscult.Simulation.Serving.Stepping;

namespace Auscult.Simulation.Tests.Serving;

/// <summary>What the loss of a rank does, after the taxonomy: every decode blocks, TTFT and TPOT and the queue grow.</summary>
public sealed class LossTests
{
    private static readonly GpuCapability Lost = GpuCapability.Nominal with { Speed = 0 };

    [Fact]
    public void Every_decode_blocks_until_the_loss_is_detected_and_the_others_go_on_without_it()
    {
        var fleet = new TestFleet(TestFleet.Mixture).Run(60);
        var (before, calm) = (Tokens(fleet), fleet.Replicas.Sum(replica => replica.Waiting));
        var rate = before / 60.0;
        fleet.Clear().Set(5, Lost);
        fleet.Run(9);
        (Tokens(fleet) - before).ShouldBe(0);
        fleet.Replicas.Sum(replica => replica.Waiting).ShouldBeGreaterThan(calm + 200);
        fleet.Fleet.Activity[0].Wait.ShouldBe(1, 0.01);
        fleet.Fleet.Activity[5].Wait.ShouldBe(0);
        fleet.Fleet.HeartbeatAge(5).ShouldBeGreaterThan(8);
        fleet.Fleet.HeartbeatAge(0).ShouldBeLessThan(1.1);

        fleet.Run(11);
        fleet.Clear();
        fleet.Fleet.Engines[0].IsUp(1).ShouldBeFalse();
        Enumerable.Range(0, 8).Count(fleet.Fleet.Engines[0].IsUp).ShouldBe(7);
        before = Tokens(fleet);
        fleet.Run(60);
        ((Tokens(fleet) - before) / 60.0).ShouldBeGreaterThan(0.85 * rate);
        fleet.Fleet.Engines[0].Experts!.RankShares.Take(8).Skip(4).ShouldAllBe(share => share == 0);
        fleet.Fleet.Engines[0].Experts!.RankShares.Sum().ShouldBe(1, 1e-9);
    }

    [Fact]
    public void First_tokens_and_tokens_come_late()
    {
        var fleet = new TestFleet(TestFleet.Mixture).Run(60);
        var (first, token) = (fleet.Latency(r => r.Metrics.FirstToken), fleet.Latency(r => r.Metrics.InterToken));
        fleet.Clear().Set(5, Lost);
        fleet.Run(40);
        fleet.Latency(r => r.Metrics.FirstToken).ShouldBeGreaterThan(5 * first);
        fleet.Latency(r => r.Metrics.InterToken).ShouldBeGreaterThan(1.5 * token);
        fleet.Total(r => r.Metrics.Aborted).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_restart_takes_the_whole_group_down_and_the_rank_back()
    {
        var config = TestFleet.Mixture with { Recovery = new RecoveryConfig { Restart = TimeSpan.FromSeconds(100) } };
        var fleet = new TestFleet(config).Run(60);
        fleet.Set(5, Lost);
        fleet.Run(30);
        fleet.Fleet.Engines[0].State.ShouldBe(EngineState.Idle);
        fleet.Present.ShouldBe(0);
        fleet.Fleet.HeartbeatAge(5).ShouldBe(30, 1.1);
        fleet.Fleet.HeartbeatAge(0).ShouldBe(20, 1.1);
        fleet.Set(5, GpuCapability.Nominal);
        fleet.Run(99);
        Enumerable.Range(0, 8).ShouldAllBe(replica => !fleet.Fleet.Engines[0].IsUp(replica));
        fleet.Run(5);
        Enumerable.Range(0, 8).ShouldAllBe(replica => fleet.Fleet.Engines[0].IsUp(replica));
        fleet.Run(5);
        fleet.Replicas.Sum(replica => replica.Running).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_rank_that_comes_back_in_time_loses_no_request()
    {
        var fleet = new TestFleet(TestFleet.Mixture).Run(30);
        fleet.Set(5, GpuCapability.Nominal with { ExpertLink = 0 });
        fleet.Run(6);
        fleet.Set(5, GpuCapability.Nominal);
        fleet.Run(60);
        fleet.Total(replica => replica.Metrics.Aborted).ShouldBe(0);
        fleet.Replicas.Max(replica => replica.Metrics.InterToken.IntervalQuantile(1)).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void A_lost_replica_leaves_the_others_alone_and_its_load_to_them()
    {
        var config = TestFleet.Dense with { Recovery = new RecoveryConfig { Restart = TimeSpan.FromSeconds(30) } };
        var fleet = new TestFleet(config).Run(30);
        fleet.Set(3, Lost);
        fleet.Run(30);
        fleet.Replicas[0].Running.ShouldBe(0);
        var running = fleet.Replicas[1].Running;
        fleet.Set(3, GpuCapability.Nominal);
        fleet.Run(60);
        fleet.Replicas[0].Running.ShouldBeGreaterThan(0);
        fleet.Replicas[1].Running.ShouldBeLessThan(running);
    }

    private static long Tokens(TestFleet fleet) => fleet.Total(replica => replica.Metrics.GenerationTokens);
}
