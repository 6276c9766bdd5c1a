using Auscult.Learning.Encoding;
using TorchSharp.Modules;
using static TorchSharp.torch;

// B windows, N entities and the site, D embed, H heads, E head width, R relations
namespace Auscult.Learning.SiteEncoding;

/// <summary>
/// Pre-norm transformer block over all entities of a site. Who listens to whom depends on what both show and on learned weights of their
/// kinds and relations: contains, shares a node, a rail, a leaf, a tensor-parallel group. <c>[window, entity, embed] -> the same</c>
/// </summary>
internal sealed class RelationBlock : nn.Module<Tensor, SiteInput, Tensor>
{
    private readonly Norm attention_norm;
    private readonly Projection query_key_value;
    private readonly Projection output;
    private readonly Parameter relation_position;
    private readonly Parameter pair_position;
    private readonly Norm feed_forward_norm;
    private readonly SwiGlu feed_forward;
    private readonly int _numHeads;

    public RelationBlock(SiteEncoderConfig config) : base(nameof(RelationBlock))
    {
        attention_norm = new Norm(config.EmbedDim);
        query_key_value = new Projection(config.EmbedDim, 3 * config.EmbedDim, hasBias: false);
        output = new Projection(config.EmbedDim, config.EmbedDim, hasBias: false, gain: 0.5);
        feed_forward_norm = new Norm(config.EmbedDim);
        feed_forward = new SwiGlu(config.Blocks);
        _numHeads = config.NumHeads;
        using (NewDisposeScope())
        {
            relation_position = Biases(Relations.Count);
            pair_position = Biases(SiteInputBuilder.KindCount * SiteInputBuilder.KindCount);
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x_BND, SiteInput input)
    {
        var attended_BND = x_BND + Attend(attention_norm.call(x_BND), input);
        return attended_BND + feed_forward.call(feed_forward_norm.call(attended_BND));
    }

    private Parameter Biases(long count) => new(randn(count, _numHeads).mul_(0.5).DetachFromDisposeScope());

    private Tensor Attend(Tensor x_BND, SiteInput input)
    {
        var (windows, entities, embed) = (x_BND.shape[0], x_BND.shape[1], x_BND.shape[2]);
        var width = embed / _numHeads;
        var heads_BHNE = Array.ConvertAll(
            query_key_value.call(x_BND).chunk(3, dim: -1), part => part.reshape(windows, entities, _numHeads, width).transpose(1, 2));
        var bias_HNN = (input.Relations.matmul(relation_position) + pair_position.index_select(0, input.Pairs))
            .t().reshape(_numHeads, entities, entities);
        var weights_BHNN = (heads_BHNE[0].matmul(heads_BHNE[1].transpose(2, 3)).mul(1 / Math.Sqrt(width)) + bias_HNN).softmax(-1);
        return output.call(weights_BHNN.matmul(heads_BHNE[2]).transpose(1, 2).reshape(windows, entities, embed));
    }
}
