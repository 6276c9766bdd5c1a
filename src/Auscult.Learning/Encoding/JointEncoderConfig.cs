using System.ComponentModel.DataAnnotations;
using Auscult.Foundation;

namespace Auscult.Learning.Encoding;

/// <summary>Size and shape of a <c>JointEncoder</c>; <c>configs/encoder/*.yaml</c>. The defaults are size S.</summary>
public sealed record JointEncoderConfig
{
    /// <summary>Width of a token and of every embedding. Default 64; a multiple of twice <see cref="NumHeads"/>.</summary>
    [Range(2, 65_536)]
    public int EmbedDim { get; init; } = 64;

    /// <summary>Attention heads. Default 4.</summary>
    [Range(1, 1024)]
    public int NumHeads { get; init; } = 4;

    /// <summary>Blocks that attend over time within one layer. Default 2.</summary>
    [Range(0, 1024)]
    public int NumLayerBlocks { get; init; } = 2;

    /// <summary>Blocks that attend over the tokens of all layers, after the within-layer blocks. Default 1.</summary>
    [Range(0, 1024)]
    public int NumFusionBlocks { get; init; } = 1;

    /// <summary>Hidden width of the SwiGLU feed-forward part, as a multiple of <see cref="EmbedDim"/>. Default 2.67.</summary>
    [Range(0.1, 64.0)]
    public double FeedForwardRatio { get; init; } = 2.67;

    /// <summary>Rows per patch, which is one token per layer. Default 8; divides the window length.</summary>
    [Range(1, int.MaxValue)]
    public int PatchLength { get; init; } = 8;

    /// <summary>Entities with a learned position of their own; others share position 0. Default 0: entities are not told apart.</summary>
    [Range(0, int.MaxValue)]
    public int NumEntities { get; init; }

    /// <summary>Base of the rotary time frequencies (Su et al. 2021, RoFormer). Default 10,000.</summary>
    [Range(1.0, 1e9)]
    public double RotaryBase { get; init; } = 10_000;

    /// <summary>Dropout inside the blocks. Default 0: drawing the masks costs a third of a step on CPU.</summary>
    [Range(0.0, 0.99)]
    public double Dropout { get; init; }

    /// <summary>Magnitude to which scaled values are cut before they enter the network. Default 12 (asinh units).</summary>
    [Range(0.1, 1e6)]
    public double InputLimit { get; init; } = 12;

    /// <summary>This configuration, when its widths fit together.</summary>
    /// <exception cref="InputException">They do not; the message names the key.</exception>
    public JointEncoderConfig Checked()
    {
        if (EmbedDim % (2 * NumHeads) != 0)
        {
            throw new InputException(
                $"encoder.embed_dim={EmbedDim} is not a multiple of twice encoder.num_heads={NumHeads}",
                remedy: "rotary time turns pairs of components within each head");
        }
        return this;
    }
}
