using Auscult.Foundation;
using Auscult.Learning.Encoding;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using static TorchSharp.torch;

namespace Auscult.Learning.Tests.Encoding;

public sealed class JointEncoderTests
{
    private const int Windows = 3;

    private static readonly EncoderLayout Layout = new(
        [new LayerColumns(Layer.Hardware, 0, 3), new LayerColumns(Layer.Network, 3, 2)], 16, 4);

    private static readonly JointEncoderConfig Small = new() { EmbedDim = 16, NumHeads = 2, PatchLength = 4 };

    [Fact]
    public void Outputs_have_the_documented_shapes()
    {
        using var scope = NewDisposeScope();
        using var encoder = Build();
        var output = encoder.call(new EncoderInput(randn(Windows, 16, 5), ones(Windows, 16, 5)));

        output.Layers.shape.ShouldBe([Windows, 2, 16]);
        output.Joint.shape.ShouldBe([Windows, 16]);
        output.Reconstruction.shape.ShouldBe([Windows, 16, 5]);
    }

    [Fact]
    public void Values_under_the_mask_change_nothing()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var encoder = Build();
        var visible = rand(Windows, 16, 5).gt(0.4).to(ScalarType.Float32);
        var values = randn(Windows, 16, 5);
        var other = where(visible.gt(0), values, randn(Windows, 16, 5) * 100);

        var first = encoder.call(new EncoderInput(values, visible));
        var second = encoder.call(new EncoderInput(other, visible));

        Difference(first.Reconstruction, second.Reconstruction).ShouldBe(0);
        Difference(first.Joint, second.Joint).ShouldBe(0);
    }

    [Fact]
    public void A_missing_layer_is_not_a_layer_of_zeros()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var encoder = Build();
        var values = randn(Windows, 16, 5);
        values.narrow(2, 3, 2).zero_();
        var missing = ones(Windows, 16, 5);
        missing.narrow(2, 3, 2).zero_();

        var zeros = encoder.call(new EncoderInput(values, ones(Windows, 16, 5)));
        var absent = encoder.call(new EncoderInput(values, missing));

        Difference(zeros.Layers, absent.Layers).ShouldBeGreaterThan(1e-3f);
        absent.Reconstruction.isfinite().all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Nothing_visible_at_all_gives_finite_numbers()
    {
        using var scope = NewDisposeScope();
        using var encoder = Build();
        var output = encoder.call(new EncoderInput(full([1, 16, 5], double.NaN).nan_to_num(), zeros(1, 16, 5)));

        output.Joint.isfinite().all().item<bool>().ShouldBeTrue();
        output.Reconstruction.isfinite().all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Layers_meet_only_in_the_fusion_blocks()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var values = randn(Windows, 16, 5);
        var other = values.clone();
        other.narrow(2, 3, 2).add_(1);
        var visible = ones(Windows, 16, 5);

        using var separate = Build(Small with { NumFusionBlocks = 0 });
        Difference(
            separate.call(new EncoderInput(values, visible)).Layers.select(1, 0),
            separate.call(new EncoderInput(other, visible)).Layers.select(1, 0)).ShouldBe(0);
        using var fused = Build();
        Difference(
            fused.call(new EncoderInput(values, visible)).Layers.select(1, 0),
            fused.call(new EncoderInput(other, visible)).Layers.select(1, 0)).ShouldBeGreaterThan(1e-6f);
    }

    [Fact]
    public void Tokens_know_their_time()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var encoder = Build();
        var values = randn(1, 16, 5);
        var swapped = cat([values.narrow(1, 4, 4), values.narrow(1, 0, 4), values.narrow(1, 8, 8)], 1);
        var visible = ones(1, 16, 5);

        Difference(
            encoder.call(new EncoderInput(values, visible)).Joint,
            encoder.call(new EncoderInput(swapped, visible)).Joint).ShouldBeGreaterThan(1e-5f);
    }

    [Fact]
    public void Entities_beyond_the_table_share_position_zero()
    {
        using var encoder = Build(Small with { NumEntities = 2 });
        encoder.EntityPosition(0).ShouldBe(1);
        encoder.EntityPosition(1).ShouldBe(2);
        encoder.EntityPosition(2).ShouldBe(0);
    }

    [Fact]
    public void Two_threads_give_the_same_as_one()
    {
        using var encoder = Build();
        encoder.eval();
        var inputs = Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 16 * 5).Select(j => (float)Math.Sin((i * 100) + j)).ToArray()).ToArray();
        var alone = inputs.Select(Joint).ToArray();

        var together = new float[inputs.Length][];
        Parallel.For(0, inputs.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => together[i] = Joint(inputs[i]));

        for (var i = 0; i < inputs.Length; i++)
            together[i].ShouldBe(alone[i], 1e-6);

        float[] Joint(float[] input)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            return encoder.call(new EncoderInput(tensor(input, [1, 16, 5]), ones(1, 16, 5))).Joint.data<float>().ToArray();
        }
    }

    [Theory]
    [InlineData(62, 4)]
    [InlineData(8, 8)]
    public void Widths_that_do_not_fit_are_input_errors(int embed, int heads) => Should.Throw<InputException>(
        () => new JointEncoderConfig { EmbedDim = embed, NumHeads = heads }.Checked()).Message.ShouldContain("num_heads");

    [Fact]
    public void A_patch_that_does_not_divide_the_window_is_an_input_error()
    {
        var frame = TestFrames.Correlated(10);
        Should.Throw<InputException>(() => EncoderLayout.For(frame.Schema, 60, 8)).Message.ShouldContain("patch_length=8");
    }

    private static JointEncoder Build(JointEncoderConfig? config = null)
    {
        manual_seed(1);
        return new JointEncoder(config ?? Small, Layout);
    }

    private static float Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
