using TorchSharp.Modules;
using static TorchSharp.torch;

// B sequences, N tokens, D embed, H heads, E head width, F feed-forward width
namespace Auscult.Learning.Encoding;

/// <summary>
/// Pre-norm transformer block: self-attention with rotary time, then SwiGLU.
/// <c>[sequence, token, embed] -> [sequence, token, embed]</c>
/// </summary>
internal sealed class TransformerBlock : nn.Module<Tensor, Tensor>
{
    private readonly Norm attention_norm;
    private readonly SelfAttention attention;
    private readonly Norm feed_forward_norm;
    private readonly SwiGlu feed_forward;

    /// <param name="config">Widths.</param>
    /// <param name="rotary">Positions; owned by the block.</param>
    public TransformerBlock(JointEncoderConfig config, RotaryTime rotary) : base(nameof(TransformerBlock))
    {
        attention_norm = new Norm(config.EmbedDim);
        attention = new SelfAttention(config, rotary);
        feed_forward_norm = new Norm(config.EmbedDim);
        feed_forward = new SwiGlu(config);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x_BND)
    {
        var attended_BND = x_BND + attention.call(attention_norm.call(x_BND));
        return attended_BND + feed_forward.call(feed_forward_norm.call(attended_BND));
    }
}

/// <summary>Layer norm that computes in float32, whatever the type of the activations.</summary>
internal sealed class Norm : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm norm;

    public Norm(long width) : base(nameof(Norm))
    {
        norm = nn.LayerNorm(width);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) =>
        x.dtype == ScalarType.Float32 ? norm.call(x) : norm.call(x.to(ScalarType.Float32)).to(x.dtype);
}

/// <summary>Multi-head self-attention over all tokens of a sequence.</summary>
internal sealed class SelfAttention : nn.Module<Tensor, Tensor>
{
    private readonly Projection query_key_value;
    private readonly Projection output;
    private readonly RotaryTime rotary;
    private readonly int _numHeads;
    private readonly double _dropout;

    public SelfAttention(JointEncoderConfig config, RotaryTime rotary) : base(nameof(SelfAttention))
    {
        query_key_value = new Projection(config.EmbedDim, 3 * config.EmbedDim, hasBias: false);
        output = new Projection(config.EmbedDim, config.EmbedDim, hasBias: false, gain: 0.5);
        this.rotary = rotary;
        (_numHeads, _dropout) = (config.NumHeads, config.Dropout);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x_BND)
    {
        var (sequences, tokens, embed) = (x_BND.shape[0], x_BND.shape[1], x_BND.shape[2]);
        var parts_BND = query_key_value.call(x_BND).chunk(3, dim: -1);
        var heads_BHNE = Array.ConvertAll(
            parts_BND, part => part.reshape(sequences, tokens, _numHeads, embed / _numHeads).transpose(1, 2));
        var mixed_BHNE = nn.functional.scaled_dot_product_attention(
            rotary.call(heads_BHNE[0]), rotary.call(heads_BHNE[1]), heads_BHNE[2], p: training ? _dropout : 0);
        return output.call(mixed_BHNE.transpose(1, 2).reshape(sequences, tokens, embed));
    }
}

/// <summary><c>W_down(silu(W_gate x) * W_up x)</c> (Shazeer 2020, "GLU Variants Improve Transformer").</summary>
internal sealed class SwiGlu : nn.Module<Tensor, Tensor>
{
    private readonly Projection gate_up;
    private readonly Projection down;
    private readonly double _dropout;

    public SwiGlu(JointEncoderConfig config) : base(nameof(SwiGlu))
    {
        var hidden = Math.Max(8, (int)Math.Round(config.EmbedDim * config.FeedForwardRatio / 8) * 8);
        gate_up = new Projection(config.EmbedDim, 2 * hidden, hasBias: false);
        down = new Projection(hidden, config.EmbedDim, hasBias: false, gain: 0.5);
        _dropout = config.Dropout;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x_BND)
    {
        var parts_BNF = gate_up.call(x_BND).chunk(2, dim: -1);
        var hidden_BNF = nn.functional.silu(parts_BNF[0]) * parts_BNF[1];
        var dropped_BNF = training && _dropout > 0 ? nn.functional.dropout(hidden_BNF, _dropout, training: true) : hidden_BNF;
        return down.call(dropped_BNF);
    }
}
