using Auscult.Evaluation.Realism.Statistics;

namespace Auscult.Evaluation.Tests.Realism;

public sealed class StatisticsTests
{
    private static double[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    [Fact]
    public void Distances_of_samples_have_their_textbook_values()
    {
        double[] low = [0, 1, 2, 3];
        double[] high = [2, 3, 4, 5];
        SampleDistance.KolmogorovSmirnov(low, high).ShouldBe(0.5);
        SampleDistance.Wasserstein(low, high).ShouldBe(2, 1e-12);
        SampleDistance.Wasserstein([0, 1], [0, 0, 1, 1]).ShouldBe(0, 1e-12);
        SampleDistance.KolmogorovSmirnov([1, 1, 1], [1]).ShouldBe(0);
        double.IsNaN(SampleDistance.Wasserstein([], [1])).ShouldBeTrue();
    }

    [Fact]
    public void Autocorrelation_of_an_autoregressive_series_falls_as_it_must()
    {
        var noise = Normal(20_000, 1);
        var series = new double[noise.Length];
        for (var i = 1; i < series.Length; i++)
            series[i] = (0.8 * series[i - 1]) + noise[i];
        SeriesStatistics.Autocorrelation(series, 1).ShouldBe(0.8, 0.02);
        SeriesStatistics.Autocorrelation(series, 3).ShouldBe(0.512, 0.04);
        double.IsNaN(SeriesStatistics.Autocorrelation([2, 2, 2, 2], 1)).ShouldBeTrue();
    }

    [Fact]
    public void Variation_and_quantile_ratios_of_known_values()
    {
        double[] values = [1, 2, 3, 4, 5];
        SeriesStatistics.Variation(values).ShouldBe(Math.Sqrt(2) / 3, 1e-12);
        SeriesStatistics.QuantileRatio(values, 1).ShouldBe(5.0 / 3, 1e-12);
        SeriesStatistics.RelativeQuartiles(values).ShouldBe(2.0 / 3, 1e-12);
        SeriesStatistics.Correlation(values, [10, 8, 6, 4, 2]).ShouldBe(-1, 1e-12);
    }

    [Fact]
    public void A_running_median_takes_away_level_and_trend_but_no_spike()
    {
        double[] line = [.. Enumerable.Range(0, 50).Select(i => 3.0 * i)];
        SeriesStatistics.WithoutMovingMedian(line, 7).ShouldAllBe(value => Math.Abs(value) < 1e-9);
        line[25] += 100;
        SeriesStatistics.WithoutMovingMedian(line, 7)[25].ShouldBeInRange(90, 100);
    }

    [Fact]
    public void The_spectrum_finds_a_period_and_its_share()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => 5 + (2 * Math.Sin(2 * Math.PI * i * 2 / 10.6)) + Math.Sin(2 * Math.PI * i * 2 / 300.0))];
        var shares = Spectrum.Shares(values, 2, [4, 9, 12, 100, 1000]);
        shares[1].ShouldBe(0.8, 0.01);
        shares[3].ShouldBe(0.2, 0.01);
        Spectrum.Shares([1, 1, 1, 1], 1, [1, 10]).ShouldAllBe(share => double.IsNaN(share));
    }

    [Fact]
    public void A_poisson_process_has_dispersion_one_at_every_scale_and_a_bursty_one_has_not()
    {
        var random = new Random(2);
        double[] poisson = [.. Enumerable.Range(0, 40_000).Select(_ => random.NextDouble() < 0.3 ? 1.0 : 0)];
        // A Bernoulli draw per bin is a Poisson process thinned by its own probability: dispersion 1 - p.
        EventStatistics.Dispersion(poisson, 1).ShouldBe(0.7, 0.02);
        EventStatistics.Dispersion(poisson, 50).ShouldBe(0.7, 0.1);
        double[] bursty = [.. poisson.Select((value, i) => i / 500 % 2 == 0 ? 2 * value : 0)];
        EventStatistics.Dispersion(bursty, 50).ShouldBeGreaterThan(10);
        double.IsNaN(EventStatistics.Dispersion([1, 0, 1], 1)).ShouldBeTrue();
    }

    [Fact]
    public void Exponential_gaps_are_recognised()
    {
        var random = new Random(3);
        double[] gaps = [.. Enumerable.Range(0, 5000).Select(_ => -Math.Log(1 - random.NextDouble()))];
        EventStatistics.DistanceFromExponential(gaps).ShouldBeLessThan(0.03);
        EventStatistics.BurstShare(gaps).ShouldBe(1 - Math.Pow(2, -0.1), 0.015);
        EventStatistics.DistanceFromExponential([1, 1, 1, 1]).ShouldBe(1 - Math.Exp(-1), 1e-9);
    }

    [Fact]
    public void The_top_share_counts_the_worst_tenth()
    {
        EventStatistics.TopShare([10, .. Enumerable.Repeat(1, 19)], 0.1).ShouldBe(11.0 / 29, 1e-12);
        EventStatistics.TopShare([4], 0.1).ShouldBe(1);
    }

    [Fact]
    public void A_power_law_is_fitted_through_noise()
    {
        double[] steps = [.. Enumerable.Range(1, 5000).Select(step => (double)step)];
        var noise = Normal(5000, 4);
        var fit = PowerLaw.Fit(steps, [.. steps.Select((step, i) => (2.5 + (8 * Math.Pow(step, -0.4))) * (1 + (0.01 * noise[i])))]);
        fit.Exponent.ShouldBe(0.4, 0.05);
        fit.Floor.ShouldBe(2.5, 0.2);
        fit.Residual.ShouldBeLessThan(0.01);
        double.IsNaN(PowerLaw.Fit([1, 2], [1, 1]).Exponent).ShouldBeTrue();
    }
}
