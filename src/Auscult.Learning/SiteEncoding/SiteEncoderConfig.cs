using System.ComponentModel.DataAnnotations;
using Auscult.Foundation;
using Auscult.Learning.Encoding;

namespace Auscult.Learning.SiteEncoding;

/// <summary>Size and shape of a <see cref="SiteEncoder"/>. The defaults are size S.</summary>
public sealed record SiteEncoderConfig
{
    /// <summary>Size S: about 0.4M parameters, for CPUs.</summary>
    public static SiteEncoderConfig Small { get; } = new();

    /// <summary>Size M: about 4M parameters, for GPUs.</summary>
    public static SiteEncoderConfig Medium { get; } = new() { EmbedDim = 192, NumHeads = 6, NumTimeBlocks = 2, NumSiteBlocks = 4 };

    /// <summary>Width of a token and of every embedding. Default 64; a multiple of twice <see cref="NumHeads"/>.</summary>
    [Range(2, 65_536)]
    public int EmbedDim { get; init; } = 64;

    /// <summary>Attention heads. Default 4.</summary>
    [Range(1, 1024)]
    public int NumHeads { get; init; } = 4;

    /// <summary>Blocks that attend over the patches of time of one layer of one entity. Default 1.</summary>
    [Range(0, 1024)]
    public int NumTimeBlocks { get; init; } = 1;

    /// <summary>Blocks that attend over the layers of one entity. Default 1.</summary>
    [Range(0, 1024)]
    public int NumLayerBlocks { get; init; } = 1;

    /// <summary>Blocks that attend over all entities of a site, guided by how they are related. Default 2.</summary>
    [Range(0, 1024)]
    public int NumSiteBlocks { get; init; } = 2;

    /// <summary>Hidden width of the SwiGLU feed-forward part, as a multiple of <see cref="EmbedDim"/>. Default 2.</summary>
    [Range(0.1, 64.0)]
    public double FeedForwardRatio { get; init; } = 2;

    /// <summary>Moments of one window, the judged one last. Default 8: 40 seconds at the default stride.</summary>
    [Range(1, 10_000)]
    public int WindowMoments { get; init; } = 8;

    /// <summary>Moments of one patch, which is one token per layer and entity. Default 2; divides <see cref="WindowMoments"/>.</summary>
    [Range(1, 10_000)]
    public int PatchMoments { get; init; } = 2;

    /// <summary>Patches of one window.</summary>
    internal int NumPatches => WindowMoments / PatchMoments;

    /// <summary>Widths of the blocks that the encoder shares with <see cref="JointEncoder"/>.</summary>
    internal JointEncoderConfig Blocks => new JointEncoderConfig
    {
        EmbedDim = EmbedDim, NumHeads = NumHeads, FeedForwardRatio = FeedForwardRatio,
    }.Checked();

    /// <summary>This configuration, when its numbers fit together.</summary>
    /// <exception cref="InputException">They do not; the message names the key.</exception>
    public SiteEncoderConfig Checked()
    {
        _ = Blocks;
        return WindowMoments % PatchMoments == 0 ? this : throw new InputException(
            $"patch_moments={PatchMoments} does not divide window_moments={WindowMoments}");
    }
}
