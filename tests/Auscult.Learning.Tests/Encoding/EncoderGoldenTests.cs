using Auscult.Learning.Checkpoints;
using Auscult.Learning.Encoding;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using static TorchSharp.torch;

namespace Auscult.Learning.Tests.Encoding;

/// <summary>Compares the encoder with <c>Golden/encoder_reference.py</c>, a second implementation in plain PyTorch.</summary>
public sealed class EncoderGoldenTests
{
    private const string Prefix = "weights.";

    [Fact]
    public void Forward_equals_the_reference()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var golden = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Golden", "encoder.safetensors"));
        using var encoder = Build();
        var own = encoder.state_dict();
        golden.Entries.Where(e => e.Name.StartsWith(Prefix, StringComparison.Ordinal)).Select(e => e.Name[Prefix.Length..]).Order()
            .ShouldBe(own.Keys.Order());
        foreach (var (name, tensor) in own)
            tensor.copy_(golden.Read(Prefix + name));
        encoder.eval();

        var output = encoder.call(new EncoderInput(golden.Read("values"), golden.Read("visible"), golden.Read("entity")));

        ShouldEqual(output.Layers, golden.Read("layers"));
        ShouldEqual(output.Joint, golden.Read("joint"));
        ShouldEqual(output.Reconstruction, golden.Read("reconstruction"));
    }

    private static JointEncoder Build() => new(
        new JointEncoderConfig
        {
            EmbedDim = 16, NumHeads = 2, NumLayerBlocks = 2, NumFusionBlocks = 1, PatchLength = 4, NumEntities = 3, InputLimit = 4,
        },
        new EncoderLayout(
            [new LayerColumns(Layer.Hardware, 0, 3), new LayerColumns(Layer.Network, 3, 2), new LayerColumns(Layer.Model, 5, 1)], 12, 4));

    private static void ShouldEqual(Tensor actual, Tensor expected)
    {
        actual.shape.ShouldBe(expected.shape);
        (actual - expected).abs().max().item<float>().ShouldBeLessThan(1e-5f);
    }
}
