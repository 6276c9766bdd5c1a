using Auscult.Foundation;
using Auscult.Learning.Encoding;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Learning.Tests.Encoding;

public sealed class MaskSamplerTests
{
    private static readonly EncoderLayout Layout = new(
        [new LayerColumns(Layer.Hardware, 0, 3), new LayerColumns(Layer.Network, 3, 2), new LayerColumns(Layer.Model, 5, 4)], 32, 8);

    [Fact]
    public void A_step_draws_the_same_masks_whenever_it_is_asked()
    {
        var first = new MaskSampler(new PretrainingConfig(), Layout, new Seeds(1));
        var second = new MaskSampler(new PretrainingConfig(), Layout, new Seeds(1));
        for (var i = 0; i < 5; i++)
            first.Draw(i, 4);

        second.Draw(7, 4).Hidden.ShouldBe(first.Draw(7, 4).Hidden);
        second.Draw(8, 4).Hidden.ShouldNotBe(first.Draw(7, 4).Hidden);
    }

    [Theory]
    [InlineData(0.5, 0, 0)]
    [InlineData(0, 0.5, 0)]
    [InlineData(0, 0, 0.5)]
    public void Every_ratio_hides_its_share(double patch, double signal, double time)
    {
        var config = new PretrainingConfig
        {
            PatchMaskRatio = patch, SignalMaskRatio = signal, TimeMaskRatio = time, LayerMaskRatio = 0, ModalityDropout = 0,
        };

        var masks = new MaskSampler(config, Layout, new Seeds(1)).Draw(0, 500);

        masks.Hidden.Average().ShouldBe(0.5f, 0.05f);
        masks.Dropped.ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void A_hidden_layer_is_hidden_whole_and_one_layer_always_survives_dropout()
    {
        var config = new PretrainingConfig
        {
            PatchMaskRatio = 0, SignalMaskRatio = 0, TimeMaskRatio = 0, LayerMaskRatio = 0.9, ModalityDropout = 0.9,
        };
        const int windows = 200;
        var masks = new MaskSampler(config, Layout, new Seeds(1)).Draw(0, windows);
        var cells = Layout.NumPatches * Layout.NumSignals;

        for (var b = 0; b < windows; b++)
        {
            var hidden = Layers(masks.Hidden.AsSpan(b * cells, cells));
            hidden.ShouldAllBe(share => share == 0 || share == 1);
            hidden.Count(share => share == 1).ShouldBeLessThanOrEqualTo(1);
            var dropped = Layers(masks.Dropped.AsSpan(b * cells, cells));
            dropped.ShouldAllBe(share => share == 0 || share == 1);
            dropped.ShouldContain(0f);
        }
    }

    [Fact]
    public void Nothing_hidden_is_an_input_error() =>
        Should.Throw<InputException>(
            () => new PretrainingConfig { PatchMaskRatio = 0, SignalMaskRatio = 0, TimeMaskRatio = 0, LayerMaskRatio = 0 }.Checked())
                .Message.ShouldContain("hides nothing");

    private static float[] Layers(ReadOnlySpan<float> cells)
    {
        var shares = new float[Layout.Layers.Count];
        for (var l = 0; l < shares.Length; l++)
        {
            var (sum, columns) = (0f, Layout.Layers[l]);
            for (var n = 0; n < Layout.NumPatches; n++)
            {
                foreach (var cell in cells.Slice((n * Layout.NumSignals) + columns.FirstSignal, columns.SignalCount))
                    sum += cell;
            }
            shares[l] = sum / (Layout.NumPatches * columns.SignalCount);
        }
        return shares;
    }
}
