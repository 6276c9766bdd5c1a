using System.Text.RegularExpressions;
using Auscult.Evaluation.Realism;
using Auscult.Evaluation.Report;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Tests.Realism;

public sealed class RealismReportTests
{
    private static readonly FigureKind Variation = new("variation", "variation", "", FigureScale.Ratio, "Too much", "Too little");

    [Fact]
    public void A_figure_is_alike_when_near_or_within_the_range_of_reality()
    {
        RealismComparer.Figure(Variation, [0.1, 0.1], [0.11]).IsAlike.ShouldBeTrue();
        RealismComparer.Figure(Variation, [0.05, 0.1, 0.4], [0.3]).Sentence.ShouldStartWith("Within what real recordings have, 0.050 to 0.400");
        var apart = RealismComparer.Figure(Variation, [0.05, 0.1, 0.4], [0.5]);
        apart.IsAlike.ShouldBeFalse();
        apart.Sentence.ShouldBe("Too much: 5.00 times the real figure.");
        RealismComparer.Figure(Variation, [0.1], []).Sentence.ShouldBe("The simulated telemetry does not show it.");
        RealismComparer.Figure(Variation with { Scale = FigureScale.Difference }, [0.3], [0.1]).Sentence.ShouldBe("Too little: -0.20.");
    }

    [Fact]
    public void Histograms_share_bins_and_lose_no_value()
    {
        double[] real = [.. Enumerable.Range(1, 200).Select(i => (double)i)];
        double[] simulated = [.. real.Select(value => value * 3)];
        var histogram = Histogram.Of(real, simulated, isLogarithmic: true);
        histogram.Real.Sum().ShouldBe(1, 1e-9);
        histogram.Simulated.Sum().ShouldBe(1, 1e-9);
        histogram.Edges.Count.ShouldBe(histogram.Real.Count + 1);
        Histogram.Of([2, 2], [2], isLogarithmic: false).Real.Sum().ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Two_telemetries_are_measured_compared_and_drawn()
    {
        var measured = new RealismMeasurements();
        measured.AddReal("mlperf_smc", Power(seed: 1, swing: 400));
        measured.MissReal("infinite_hbd", "nowhere", "no folder nowhere");
        measured.AddSimulated("mine & yours", preset: null, Power(seed: 2, swing: 200));
        var results = measured.Results(Sets.Start, "1.0", new Seeds(1));

        var power = results.Comparisons.Single(comparison => comparison.Name == "node_power");
        power.Missing.ShouldBeNull();
        power.Figures.Single(figure => figure.Name == "roughness").Distance.ShouldBe(0.5, 0.05);
        power.Samples.ShouldAllBe(sample => sample.KolmogorovSmirnov > 0);
        results.Comparisons.Single(comparison => comparison.Name == "faults").Missing.ShouldNotBeNull();

        var page = RealismReport.Render(results);
        page.ShouldContain("mine &amp; yours");
        page.ShouldContain("infinite_hbd is absent");
        Regex.Count(page, "<svg", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBe(power.Samples.Count + power.Curves.Count + ChartsOf(results));
        page.ShouldNotContain("NaN", Case.Sensitive);
        Regex.IsMatch(page, "(src|href)=\"(?!#)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).ShouldBeFalse();
    }

    private static int ChartsOf(RealismResults results) => results.Telling.Count == 0 ? 0 : 1 + results.Telling.Sum(telling => telling.Features.Count);

    private static Auscult.Telemetry.Storage.Dataset Power(int seed, double swing)
    {
        var random = new Random(seed);
        return Sets.Of(Layer.Hardware, EntityKind.Node, TimeSpan.FromSeconds(2), ["node0", "node1"], new Dictionary<string, double[][]>
        {
            ["node_power_watts"] = Sets.Values(2, 600, (_, row) => 6000 + (swing * Math.Sin(row)) + (swing * (random.NextDouble() - 0.5))),
        });
    }
}
