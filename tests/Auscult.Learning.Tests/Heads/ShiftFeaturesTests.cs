using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Tests.Heads;

public sealed class ShiftFeaturesTests
{
    private static readonly IncidentExample Example =
        new("i", new RowRange(0, 60, 20), new RowRange(0, 0, 60), "class", Layer.Hardware, "recording-0");

    [Fact]
    public void A_shift_is_measured_in_the_spread_of_the_context()
    {
        var frame = TestFrames.Of(100, [(Layer.Hardware, "a"), (Layer.Network, "b")],
            (row, s) => s == 1 ? row % 2 : (row % 4) + (row is >= 60 and < 80 ? 50 : 0));
        var scaler = RobustScaler.Fit(frame, [new RowRange(0, 0, 60)]);

        var features = new ShiftFeatures(frame, scaler).Of(Example);

        // Context 0,1,2,3,...: median 1.5, interquartile range 1.5.
        features[0].ShouldBe(Math.Asinh(50 / (1.5 / 1.349)), 1e-4);
        features[1].ShouldBe(features[0], 1e-9);
        features[2].ShouldBe(0);
        Math.Abs(features[3]).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void A_vanished_signal_shows_in_presence_only()
    {
        var frame = TestFrames.Of(100, [(Layer.Hardware, "a")], (row, _) => row is >= 60 and < 80 ? double.NaN : row % 4);

        new ShiftFeatures(frame, RobustScaler.Fit(frame, [new RowRange(0, 0, 60)])).Of(Example).ShouldBe([0.0, 0.0, -1.0]);
    }
}
