using Auscult.Foundation;
using Auscult.Learning.Heads;

namespace Auscult.Learning.Tests.Heads;

public sealed class AnomalyCalibrationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void The_threshold_leaves_its_share_of_normal_scores_below()
    {
        var calibration = Of([.. Enumerable.Range(1, 1000).Select(i => (float)i).Reverse()], 0.99);

        calibration.Threshold.ShouldBe(991);
        calibration.RowCount.ShouldBe(1000);
    }

    [Fact]
    public void A_p_value_counts_calibration_scores_that_are_at_least_as_large()
    {
        var calibration = Of([1, 2, 2, 3], 0.9);

        calibration.PValue(0).ShouldBe(1);
        calibration.PValue(2).ShouldBe(4 / 5.0);
        calibration.PValue(3).ShouldBe(2 / 5.0);
        calibration.PValue(4).ShouldBe(1 / 5.0);
        calibration.PValue(double.NaN).ShouldBe(1);
        (calibration with { Scores = [] }).PValue(4).ShouldBe(1);
    }

    [Fact]
    public void A_long_calibration_is_kept_as_its_order_statistics()
    {
        var calibration = Of([.. Enumerable.Range(0, 100_000).Select(i => i / 100_000f)], 0.995);

        calibration.Scores.Count.ShouldBe(2000);
        calibration.PValue(0.75).ShouldBe(0.25, 1e-3);
    }

    [Fact]
    public void A_saved_calibration_comes_back()
    {
        var calibration = Of([1, 2, 3], 0.5);
        calibration.Save(_folder.File("anomaly.json"));

        var loaded = AnomalyCalibration.Load(_folder.File("anomaly.json"));

        loaded.Threshold.ShouldBe(calibration.Threshold);
        loaded.Scores.ShouldBe(calibration.Scores);
        loaded.PresenceShares["cpu"].ShouldBe(0.5f);
    }

    [Fact]
    public void No_scores_and_broken_files_are_input_errors()
    {
        Should.Throw<InputException>(() => Of([], 0.9));
        File.WriteAllText(_folder.File("anomaly.json"), "{");
        Should.Throw<InputException>(() => AnomalyCalibration.Load(_folder.File("anomaly.json"))).Message.ShouldContain("anomaly.json");
    }

    public void Dispose() => _folder.Dispose();

    private static AnomalyCalibration Of(float[] scores, double quantile) =>
        AnomalyCalibration.Of("encoder", scores, quantile, new Dictionary<string, float> { ["cpu"] = 0.5f });
}
