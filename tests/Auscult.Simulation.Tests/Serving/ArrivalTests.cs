using Auscult.Simulation.Serving.Arrivals;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Serving;

public sealed class ArrivalTests
{
    private static readonly ArrivalConfig Steady = new() { RatePerSecond = 5, DailyAmplitude = 0, WanderSigma = 0 };

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(0.5)]
    public void Counts_scatter_as_the_gaps_do(double variation)
    {
        // Renewal theory: over long windows the index of dispersion of counts is the squared variation of the gaps.
        var times = Draw(Steady with { Variation = variation }, 40_000);
        (times.Length / 40_000.0).ShouldBe(5, 0.2);
        Arrivals.Dispersion(times, 20).ShouldBe(variation * variation, 0.15 * variation * variation);
    }

    [Fact]
    public void Bursts_scatter_the_counts_and_leave_the_mean()
    {
        var times = Draw(Steady with { BurstFactor = 10 }, 100_000);
        (times.Length / 100_000.0).ShouldBe(5, 0.3);
        Arrivals.Dispersion(times, 10).ShouldBeGreaterThan(20);
    }

    [Fact]
    public void The_rate_follows_the_day()
    {
        var times = Draw(Steady with { DailyAmplitude = 0.5, PeakHour = 12 }, 86_400);

        (times.Count(t => Math.Abs((t / 3600) - 12) < 1) / 7200.0).ShouldBe(7.5, 0.3);
        (times.Count(t => t < 7200) / 7200.0).ShouldBeInRange(2.3, 3);
    }

    [Fact]
    public void A_wandering_rate_keeps_its_mean_and_scatters_over_long_windows()
    {
        var times = Draw(Steady with { WanderSigma = 0.4 }, 100_000);
        (times.Length / 100_000.0).ShouldBe(5, 0.35);
        Arrivals.Dispersion(times, 1).ShouldBeLessThan(2.5);
        Arrivals.Dispersion(times, 300).ShouldBeGreaterThan(30);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(3.0)]
    public void A_peak_in_the_load_begins_and_ends_when_told(double factor)
    {
        var source = new DrawnRequests(Steady, 32_768, 0, new Seeds(3));
        double Count(double until)
        {
            var count = 0;
            while (source.TryNext(until, out _))
                count++;
            return count;
        }

        Count(1_000).ShouldBe(5_000, 300);
        source.SetLoad(1_000, factor);
        Count(2_000).ShouldBe(5_000 * factor, 300);
        source.SetLoad(2_000, 1);
        Count(3_000).ShouldBe(5_000, 300);
    }

    [Fact]
    public void Lengths_stay_in_bounds_and_reuse_has_its_mean()
    {
        var kind = new RequestKindConfig { ReuseRatio = 0.4, PromptSigma = 2 };
        var config = Steady with { MaxPromptTokens = 900, MaxOutputTokens = 300, Kinds = [kind] };
        var requests = Arrivals.Take(new DrawnRequests(config, 1_000, 0, new Seeds(1)), 4_000);
        requests.ShouldAllBe(r => r.PromptTokens >= 1 && r.PromptTokens <= 900 && r.OutputTokens >= 1);
        requests.ShouldAllBe(r => r.PromptTokens + r.OutputTokens <= 1_000);
        requests.Average(r => r.ReusableTokens / (double)r.PromptTokens).ShouldBe(0.4, 0.02);
    }

    private static double[] Draw(ArrivalConfig config, double seconds) =>
        [.. Arrivals.Take(new DrawnRequests(config, 32_768, 0, new Seeds(1)), seconds).Select(request => request.Seconds)];
}
