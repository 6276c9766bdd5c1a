using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;

namespace Auscult.Learning.Tests.Diagnosis.Alarms;

public sealed class FalseDiscoveryTests
{
    [Fact]
    public void Adjusted_p_values_are_those_computed_by_hand()
    {
        // Ordered .01 .02 .03 .04 of 4: 4p/i = .04 .04 .04 .04.
        FalseDiscovery.Adjusted([0.04, 0.01, 0.03, 0.02], FalseDiscoveryControl.BenjaminiHochberg).ShouldBe([0.04, 0.04, 0.04, 0.04], 1e-12);

        // Ordered .001 .01 .5: 3p/i = .003 .015 .5.
        FalseDiscovery.Adjusted([0.5, 0.001, 0.01], FalseDiscoveryControl.BenjaminiHochberg).ShouldBe([0.5, 0.003, 0.015], 1e-12);

        // Times 1 + 1/2 + 1/3 = 11/6, at most 1.
        FalseDiscovery.Adjusted([0.9, 0.001, 0.01], FalseDiscoveryControl.BenjaminiYekutieli).ShouldBe([1, 0.0055, 0.0275], 1e-12);
        FalseDiscovery.Simes([0.5, 0.001, 0.01]).ShouldBe(0.003, 1e-12);
        FalseDiscovery.Simes([]).ShouldBe(1);
    }

    [Fact]
    public void Among_false_hypotheses_the_share_of_wrong_discoveries_is_held()
    {
        var random = new Random(3);
        var shares = new List<double>();
        for (var round = 0; round < 400; round++)
        {
            var p = Enumerable.Range(0, 50).Select(i => i < 10 ? random.NextDouble() * 1e-4 : random.NextDouble()).ToArray();
            var found = FalseDiscovery.Adjusted(p, FalseDiscoveryControl.BenjaminiHochberg).Select((value, i) => (value, i)).Where(pair => pair.value <= 0.1).ToArray();
            shares.Add(found.Count(pair => pair.i >= 10) / (double)Math.Max(1, found.Length));
        }
        shares.Average().ShouldBeInRange(0.05, 0.1);
    }

    [Fact]
    public void Conformal_p_values_of_exchangeable_scores_are_valid()
    {
        var random = new Random(7);
        var below = 0;
        for (var round = 0; round < 4000; round++)
        {
            var calibration = Enumerable.Range(0, 39).Select(_ => random.NextDouble()).ToArray();
            below += new ConformalScores(calibration.AsSpan()).PValue(random.NextDouble()) <= 0.1 ? 1 : 0;
        }
        (below / 4000.0).ShouldBe(0.1, 0.015);
    }

    [Fact]
    public void A_score_beyond_all_has_the_smallest_p_value_there_is()
    {
        var scores = new ConformalScores([1.0, 2, 3, 4]);
        scores.PValue(5).ShouldBe(0.2);
        scores.PValue(3).ShouldBe(0.6);
        scores.PValue(0).ShouldBe(1);
        scores.PValue(double.NaN).ShouldBe(0.2);
        scores.ThresholdAt(0.4).ShouldBe(3);
        scores.ThresholdAt(0.1).ShouldBe(double.PositiveInfinity);
    }
}
