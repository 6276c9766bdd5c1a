using Auscult.Learning.Encoding;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

namespace Auscult.Learning.Tests.Encoding;

public sealed class LinearUnitsTests
{
    [Fact]
    public void A_target_is_the_distance_from_the_median_in_training_deviations()
    {
        using var scope = NewDisposeScope();
        var random = new Seeds(1).Generator();
        var values = Enumerable.Range(0, 500).Select(_ => (random.NextDouble() * random.NextDouble() * 40) + 100).ToArray();
        var frame = TestFrames.Of(500, [(Layer.Hardware, "a")], (row, _) => values[row]);
        var scaler = RobustScaler.Fit(frame, TestFrames.AllRows(frame));
        var scaled = new float[500];
        scaler.Transform(frame.Rows(0, 0, 500), scaled);

        var targets = LinearUnits.Fit(frame, TestFrames.AllRows(frame), scaler).Targets(tensor(scaled, [500, 1]), 1000).data<float>().ToArray();

        var (median, mean) = (values.Order().ElementAt(250), values.Average());
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        for (var i = 0; i < targets.Length; i++)
            targets[i].ShouldBe((float)((values[i] - median) / deviation), 0.01f);
    }

    [Fact]
    public void Targets_are_cut_and_a_signal_that_never_varied_keeps_the_scalers_unit()
    {
        using var scope = NewDisposeScope();
        var frame = TestFrames.Of(10, [(Layer.Hardware, "a")], (_, _) => 5);
        var units = LinearUnits.Fit(frame, TestFrames.AllRows(frame), RobustScaler.Fit(frame, TestFrames.AllRows(frame)));

        units.SpreadPerDeviation.ShouldBe([1f]);
        units.Targets(tensor(new[] { -50f, 1f, 50f }, [3, 1]), 20).data<float>().ToArray().ShouldBe([-20f, (float)Math.Sinh(1), 20f], 1e-5);
    }
}
