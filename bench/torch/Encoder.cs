using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Auscult.Bench.Torch;

/// <summary>
/// Pre-norm transformer encoder (Vaswani et al. 2017, pre-norm after Xiong et al. 2020) over patches, without dropout; encoder.py is the
/// same model with the same parameter names. Weights are float32 and are cast to the type of the activations where they are used.
/// Shapes: B batch, T tokens, C patch, D width, H heads.
/// </summary>
internal sealed class Encoder : Module<Tensor, Tensor>
{
    private readonly Linear patches;
    private readonly Parameter positions;
    private readonly ModuleList<Block> blocks;
    private readonly LayerNorm norm;
    private readonly Linear reconstruction;
    private readonly ScalarType _type;

    public Encoder(Workload work)
        : base(nameof(Encoder))
    {
        patches = Linear(work.Patch, work.Width);
        positions = Parameter(init.normal_(empty(work.Tokens, work.Width), 0, 0.02));
        blocks = ModuleList(Enumerable.Range(0, work.Layers).Select(_ => new Block(work)).ToArray());
        norm = LayerNorm(work.Width);
        reconstruction = Linear(work.Width, work.Patch);
        _type = work.ComputeType;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x_BTD = Map(patches, input.to(_type)) + positions.to(_type);
        foreach (var block in blocks)
            x_BTD = block.call(x_BTD);
        return Map(reconstruction, Normal(norm, x_BTD)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private static Tensor Map(Linear map, Tensor x) => functional.linear(x, map.weight.to(x.dtype), map.bias!.to(x.dtype));

    private static Tensor Normal(LayerNorm norm, Tensor x) =>
        functional.layer_norm(x, norm.normalized_shape, norm.weight.to(x.dtype), norm.bias!.to(x.dtype), norm.eps);

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly LayerNorm attend_norm;
        private readonly Linear attend_in;
        private readonly Linear attend_out;
        private readonly LayerNorm feed_norm;
        private readonly Linear feed_in;
        private readonly Linear feed_out;
        private readonly int _heads;

        public Block(Workload work)
            : base(nameof(Block))
        {
            attend_norm = LayerNorm(work.Width);
            attend_in = Linear(work.Width, 3 * work.Width);
            attend_out = Linear(work.Width, work.Width);
            feed_norm = LayerNorm(work.Width);
            feed_in = Linear(work.Width, 4 * work.Width);
            feed_out = Linear(4 * work.Width, work.Width);
            _heads = work.Heads;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var shape_BTD = input.shape;
            var qkv = Map(attend_in, Normal(attend_norm, input))
                .view(shape_BTD[0], shape_BTD[1], 3, _heads, shape_BTD[2] / _heads)
                .permute(2, 0, 3, 1, 4);
            var attended = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2]).transpose(1, 2).reshape(shape_BTD);
            var x_BTD = input + Map(attend_out, attended);
            var result = x_BTD + Map(feed_out, functional.gelu(Map(feed_in, Normal(feed_norm, x_BTD))));
            return result.MoveToOuterDisposeScope();
        }
    }
}
