using static TorchSharp.torch;

namespace Auscult.Learning.SiteEncoding;

/// <summary>Encoder and head.</summary>
internal sealed class SiteNetwork : nn.Module<SiteInput, (EncodedSite Site, SiteVerdict Verdict)>
{
    private readonly SiteEncoder encoder;
    private readonly SiteHead head;

    /// <param name="config">Sizes.</param>
    /// <param name="signals">Signals with rows of their own.</param>
    /// <param name="classes">Number of classes.</param>
    public SiteNetwork(SiteEncoderConfig config, SignalTable signals, int classes) : base(nameof(SiteNetwork))
    {
        (encoder, head) = (new SiteEncoder(config, signals), new SiteHead(config.EmbedDim, classes));
        RegisterComponents();
    }

    public SiteEncoder Encoder => encoder;

    /// <inheritdoc/>
    public override (EncodedSite Site, SiteVerdict Verdict) forward(SiteInput input)
    {
        var site = encoder.call(input);
        return (site, head.call(site));
    }
}
