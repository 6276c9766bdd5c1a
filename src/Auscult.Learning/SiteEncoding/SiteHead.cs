using Auscult.Learning.Encoding;
using static TorchSharp.torch;

// B windows, N entities of all kinds, D embed, K classes
namespace Auscult.Learning.SiteEncoding;

/// <summary>What is going on at a site and where it started, as one distribution.</summary>
/// <param name="Classes">Logits of the classes, <c>[window, class]</c>.</param>
/// <param name="Blame">Logarithm of the probability that an entity is the cause, given each class, <c>[window, entity, class]</c>.</param>
public sealed record SiteVerdict(Tensor Classes, Tensor Blame);

/// <summary>
/// Every entity says how much it looks like the cause of each class; a class is as likely as its most likely causes together, and what the
/// site itself looks like. Class and cause cannot contradict each other, and few examples teach both.
/// </summary>
internal sealed class SiteHead : nn.Module<EncodedSite, SiteVerdict>
{
    private readonly Projection entity_classes;
    private readonly Projection site_classes;

    /// <param name="embed">Width of the embeddings.</param>
    /// <param name="classes">Number of classes, the one of nothing first.</param>
    public SiteHead(int embed, int classes) : base(nameof(SiteHead))
    {
        (entity_classes, site_classes) = (new Projection(embed, classes - 1), new Projection(embed, classes));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override SiteVerdict forward(EncodedSite site)
    {
        var causes_BNK = entity_classes.call(site.Entities);
        var together_BK = causes_BNK.logsumexp(1);
        var nothing_B1 = zeros(together_BK.shape[0], 1, device: together_BK.device);
        return new SiteVerdict(
            site_classes.call(site.Site) + cat([nothing_B1, together_BK], 1),
            cat([zeros_like(causes_BNK.narrow(2, 0, 1)) - Math.Log(causes_BNK.shape[1]), causes_BNK.log_softmax(1)], 2));
    }
}
