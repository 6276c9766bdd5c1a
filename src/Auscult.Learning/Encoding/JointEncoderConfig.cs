using Auscult.Foundation;

namespace Auscult.Learning.Encoding;

/// <summary>Size and shape of a <c>JointEncoder</c>; <c>configs/encoder/*.yaml</c>. The defaults are size S.</summary>
public sealed record JointEncoderConfig
{
    /// <summary>Width of a token and of every embedding. Default 64; a multiple of twice <see cref="NumHeads"/>.</summary>
    public int EmbedDim { get; init; } = 64;

    /// <summary>Attention heads. Default 4.</summary>
    public int NumHeads { get; init; } = 4;

    /// <summary>Blocks that attend over time within one layer. Default 2.</summary>
    public int NumLayerBlocks { get; init; } = 2;

    /// <summary>Blocks that attend over the tokens of all layers, after the within-layer blocks. Default 1.</summary>
    public int NumFusionBlocks { get; init; } = 1;

    /// <summary>Hidden width of the SwiGLU feed-forward part, as a multiple of <see cref="EmbedDim"/>. Default 2.67.</summary>
    public double FeedForwardRatio { get; init; } = 2.67;

    /// <summary>Rows per patch, which is one token per layer. Default 8; divides the window length.</summary>
    public int PatchLength { get; init; } = 8;

    /// <summary>Entities with a learned position of their own; others share position 0. Default 0: entities are not told apart.</summary>
    public int NumEntities { get; init; }

    /// <summary>Base of the rotary time frequencies (Su et al. 2021, RoFormer). Default 10,000.</summary>
    public double RotaryBase { get; init; } = 10_000;

    /// <summary>Dropout inside the blocks. Default 0: drawing the masks costs a third of a step on CPU.</summary>
    public double Dropout { get; init; }

    /// <summary>Magnitude to which scaled values are cut before they enter the network. Default 12 (asinh units).</summary>
    public double InputLimit { get; init; } = 12;

    /// <summary>This configuration, when its numbers fit together.</summary>
    /// <exception cref="InputException">They do not; the message names the key.</exception>
    public JointEncoderConfig Checked()
    {
        if (NumHeads < 1 || EmbedDim < 1 || EmbedDim % (2 * NumHeads) != 0)
        {
            throw new InputException(
                $"encoder.embed_dim={EmbedDim} is not a multiple of twice encoder.num_heads={NumHeads}",
                remedy: "rotary time turns pairs of components within each head");
        }
        if (NumLayerBlocks < 0 || NumFusionBlocks < 0 || NumEntities < 0)
            throw new InputException("encoder.num_layer_blocks, num_fusion_blocks and num_entities must not be negative");
        return Dropout is >= 0 and < 1
            ? this
            : throw new InputException($"encoder.dropout={Dropout} is not in [0, 1)");
    }
}
