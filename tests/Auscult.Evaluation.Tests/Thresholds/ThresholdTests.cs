using Auscult.Evaluation.Thresholds;
using Auscult.Foundation;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Evaluation.Tests.Thresholds;

public sealed class ThresholdTests
{
    [Theory]
    [InlineData(-0.3)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void Maximum_likelihood_finds_the_shape_that_made_the_tail(double gamma)
    {
        var scores = Enumerable.Range(0, 50_000).Select(i => (Math.Pow(1 - ((i + 0.5) / 50_000), -gamma) - 1) / gamma).ToArray();
        var fit = PeaksOverThreshold.Fit(scores, 0.9);
        fit.Gamma.ShouldBe(gamma, 0.02);
        var truth = (Math.Pow(1e-4, -gamma) - 1) / gamma;
        fit.Quantile(1e-4).ShouldBe(truth, Math.Abs(truth) * 0.03);
    }

    [Fact]
    public void Maximum_likelihood_is_no_worse_than_the_exponential_tail_and_scales_with_the_scores() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var generator = new Random(seed);
            var scores = Enumerable.Range(0, 2000).Select(_ => -Math.Log(1 - generator.NextDouble())).ToArray();
            var fit = PeaksOverThreshold.Fit(scores);
            var scaled = PeaksOverThreshold.Fit([.. scores.Select(score => score * 1000)]);
            return fit.Sigma > 0 && fit.Quantile(1e-4) > fit.InitialThreshold
                && Math.Abs((scaled.Quantile(1e-4) / 1000) - fit.Quantile(1e-4)) < 1e-4 * fit.Quantile(1e-4);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Too_few_peaks_are_an_input_error() =>
        Should.Throw<InputException>(() => PeaksOverThreshold.Fit(new double[100])).Message.ShouldContain("only 0 of 100 scores");

    [Fact]
    public void The_quantile_rule_is_exceeded_by_its_share_of_training_rows()
    {
        var scores = Enumerable.Range(0, 1000).Select(i => (double)i).ToArray();
        var threshold = ScoreThreshold.Quantile(scores, 0.99);
        scores.Count(score => score > threshold.Value).ShouldBe(10);
        threshold.Rule.ShouldBe("train_quantile_0.99");
        Should.Throw<InputException>(() => ScoreThreshold.Quantile([]));
    }

    [Fact]
    public void Conformal_p_values_are_uniform_on_calibration_like_scores_and_fall_as_scores_rise() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var generator = new Random(seed);
            var calibration = Enumerable.Range(0, 199).Select(_ => Math.Round(generator.NextDouble(), 2)).ToArray();
            var conformal = new SplitConformal(calibration);
            var threshold = conformal.At(0.05);
            var scores = Enumerable.Range(0, 101).Select(i => i / 100.0).ToArray();
            var values = scores.Select(conformal.PValue).ToArray();
            return values.All(p => p is > 0 and <= 1) && values.Zip(values.Skip(1)).All(pair => pair.First >= pair.Second)
                && scores.All(score => score > threshold.Value == conformal.PValue(score) <= 0.05);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Too_few_calibration_rows_never_reach_a_small_risk()
    {
        new SplitConformal([1, 2, 3]).At(0.01).Value.ShouldBe(double.PositiveInfinity);
        new SplitConformal([1, 2, 3]).At(1).Value.ShouldBe(double.NegativeInfinity);
        Should.Throw<InputException>(() => new SplitConformal([]));
        Should.Throw<InputException>(() => new SplitConformal([1, double.NaN]));
    }
}
