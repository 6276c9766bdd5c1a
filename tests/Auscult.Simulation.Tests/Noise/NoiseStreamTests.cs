using Auscult.Simulation.Noise;

namespace Auscult.Simulation.Tests.Noise;

public sealed class NoiseStreamTests
{
    private const int Draws = 200_000;

    [Fact]
    public void Equal_seeds_give_equal_streams_and_others_do_not()
    {
        var (one, same, other) = (new NoiseStream(7), new NoiseStream(7), new NoiseStream(8));
        var first = Enumerable.Range(0, 100).Select(_ => one.NextBits()).ToArray();
        Enumerable.Range(0, 100).Select(_ => same.NextBits()).ShouldBe(first);
        Enumerable.Range(0, 100).Select(_ => other.NextBits()).ShouldNotBe(first);
    }

    [Fact]
    public void Normal_draws_have_mean_zero_variance_one_and_thin_tails()
    {
        var noise = new NoiseStream(1);
        var values = Enumerable.Range(0, Draws).Select(_ => (double)noise.NextNormal()).ToArray();
        values.Average().ShouldBe(0, 0.01);
        values.Average(v => v * v).ShouldBe(1, 0.02);
        values.Average(v => v * v * v * v).ShouldBe(3, 0.1);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(4)]
    [InlineData(80)]
    public void Poisson_draws_have_equal_mean_and_variance(double mean)
    {
        var noise = new NoiseStream(2);
        var values = Enumerable.Range(0, Draws).Select(_ => (double)noise.NextPoisson(mean)).ToArray();
        var average = values.Average();
        average.ShouldBe(mean, 0.02 * mean);
        values.Average(v => (v - average) * (v - average)).ShouldBe(mean, 0.03 * mean);
    }

    [Fact]
    public void Exponential_draws_have_the_mean_they_are_asked_for()
    {
        var noise = new NoiseStream(3);
        Enumerable.Range(0, Draws).Average(_ => noise.NextExponential(5)).ShouldBe(5, 0.1);
    }
}
