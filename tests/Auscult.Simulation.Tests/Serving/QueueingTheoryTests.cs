using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Tests.Serving;

/// <summary>Where queueing theory knows the answer, the simulation must give it.</summary>
public sealed class QueueingTheoryTests
{
    // One request at a time, all equal: a single server with a constant service time.
    private static ServingConfig OneAtATime(double rate) => TestFleet.Dense with
    {
        Replicas = 1,
        Batching = new BatchingConfig { MaxRequests = 1, Jitter = 0, PrefixCache = false },
        Arrivals = TestFleet.Dense.Arrivals with
        {
            RatePerSecond = rate,
            Timeout = TimeSpan.FromHours(10),
            Kinds = [new RequestKindConfig { PromptMedian = 500, PromptSigma = 0, OutputMedian = 50, OutputSigma = 0 }],
        },
    };

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.7)]
    public void A_single_server_waits_as_Pollaczek_and_Khinchine_say(double utilisation)
    {
        var alone = new TestFleet(OneAtATime(0.01)).Run(2_000).Replicas[0].Metrics;
        var service = (alone.Prefill.Sum + alone.Decode.Sum) / alone.Request.Count;
        var busy = 0;
        var fleet = new TestFleet(OneAtATime(utilisation / service));
        fleet.Run(20_000, 1, () => busy += fleet.Replicas[0].Running);
        var queue = fleet.Replicas[0].Metrics.Queue;
        (queue.Sum / queue.Count).ShouldBe(utilisation * service / (2 * (1 - utilisation)), 0.08 * service);
        // Utilisation law: the share of the time in which it is busy is rate times service time.
        (busy / 20_000.0).ShouldBe(utilisation, 0.02);
    }

    [Fact]
    public void Requests_present_are_rate_times_time_in_the_system()
    {
        var (sum, ticks) = (0.0, 0);
        var fleet = new TestFleet(TestFleet.Dense with { Arrivals = TestFleet.Dense.Arrivals with { RatePerSecond = 20, Variation = 2 } });
        fleet.Run(3_000, 0.5, () => (sum, ticks) = (sum + fleet.Present, ticks + 1));
        var rate = fleet.Total(replica => replica.Metrics.Received) / 3_000.0;
        var sojourn = fleet.Replicas.Sum(replica => replica.Metrics.Request.Sum) / fleet.Total(replica => replica.Metrics.Request.Count);
        (sum / ticks).ShouldBe(rate * sojourn, 0.02 * rate * sojourn);
    }

    [Fact]
    public void Kernels_are_busy_for_rate_times_the_work_of_a_request()
    {
        // Work that cannot be shared in a batch: reading prompts.
        var batching = new BatchingConfig { Jitter = 0, HostMilliseconds = 0, PrefixCache = false };
        ServingConfig Prompts(double rate) => OneAtATime(rate) with { Batching = batching };
        double Busy(double rate)
        {
            var busy = 0.0;
            var fleet = new TestFleet(Prompts(rate));
            fleet.Run(2_000, 1, () => busy += fleet.Fleet.Activity[0].ComputeBound);
            return busy / fleet.Total(replica => replica.Metrics.Received);
        }

        Busy(2).ShouldBe(Busy(8), 0.03 * Busy(8));
    }
}
