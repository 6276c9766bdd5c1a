using Auscult.Evaluation.Prediction;
using Auscult.Foundation;
using Auscult.Learning.Tests.Prediction;

namespace Auscult.Evaluation.Tests.Prediction;

public sealed class PredictionEvaluationTests : IClassFixture<PredictionEvaluationTests.Judged>
{
    private readonly Judged _judged;

    public PredictionEvaluationTests(Judged judged) => _judged = judged;

    private PredictionRow Row(string method, double lead, string faultClass = RampSites.FaultClass) =>
        _judged.Results.Rows.Single(row => row.Method == method && row.LeadMinutes.Equals(lead) && row.FaultClass == faultClass);

    [Fact]
    public void A_growing_signal_is_foretold_and_controls_are_not()
    {
        var hazard = Row("hazard", 5);
        hazard.Precision.ShouldBeGreaterThan(0.6);
        hazard.Recall.ShouldBeGreaterThan(0.4);
        hazard.LeadQuantiles[0].ShouldBeInRange(5, 15);
        foreach (var control in new[] { "time only", "shuffled labels", "random", "base rate" })
        {
            Row(control, 5).AucPr.ShouldBeLessThan(hazard.AucPr / 2, control);
            Row(control, 5).Recall.ShouldBeLessThan(hazard.Recall, control);
        }
        Row("base rate", 5).AucPr.ShouldBe(hazard.BaseRate, 1e-9);
    }

    [Fact]
    public void Nothing_is_claimed_about_a_class_without_signs()
    {
        foreach (var row in _judged.Results.Rows.Where(row => row.FaultClass == RampSites.Sudden))
        {
            row.IsPredictable.ShouldBeFalse();
            row.HasAlarms.ShouldBeFalse();
            (row.Right + row.Late + row.False).ShouldBe(0);
            row.Ceiling!.Labelled.ShouldBe(0);
        }
        var sum = Row("hazard", 5, PredictionEvaluation.AllPredictable);
        (sum.Right, sum.Incidents).ShouldBe((Row("hazard", 5).Right, Row("hazard", 5).Incidents));
        sum.PrecisionInterval!.Low.ShouldBeLessThanOrEqualTo(sum.Precision);
    }

    [Fact]
    public void Recall_stays_below_the_ceiling()
    {
        foreach (var row in _judged.Results.Rows.Where(row => row is { Method: "hazard", Ceiling: not null, FaultClass: RampSites.FaultClass }))
            row.Recall.ShouldBeLessThanOrEqualTo(row.Ceiling!.Labelled);
    }

    [Fact]
    public void Stated_probabilities_beat_the_base_rate()
    {
        foreach (var horizon in _judged.Results.Reliability.Where(one => one.HorizonMinutes is 5 or 15))
        {
            horizon.Brier.ShouldBeLessThan(horizon.BaseBrier);
            horizon.Bins.Sum(bin => bin.Count).ShouldBeGreaterThan(1000);
        }
    }

    [Fact]
    public void A_missing_part_is_told()
    {
        using var evaluation = new PredictionEvaluation(RampSites.Dataset("few", 8, gpus: 3), RampSites.Config, null);
        Should.Throw<InputException>(() => evaluation.Judge("tset")).Message.ShouldContain("test");
    }

    public sealed class Judged
    {
        public Judged()
        {
            using var evaluation = new PredictionEvaluation(RampSites.Dataset("site", 32, gpus: 4), RampSites.Config, null);
            Results = evaluation.Judge("test");
        }

        public PredictionResults Results { get; }
    }
}
