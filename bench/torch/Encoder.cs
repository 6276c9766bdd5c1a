using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Auscult.Bench.Torch;

/// <summary>
/// Pre-norm transformer encoder (Vaswani et al. 2017, pre-norm after Xiong et al. 2020) over patches, without dropout; encoder.py is the
/// same model with the same parameter names. Shapes: B batch, T tokens, C patch, D width, H heads.
/// </summary>
internal sealed class Encoder : Module<Tensor, Tensor>
{
    private readonly Linear patches = Linear(Workload.Patch, Workload.Width);
    private readonly Parameter positions = Parameter(init.normal_(empty(Workload.Tokens, Workload.Width), 0, 0.02));
    private readonly ModuleList<Block> blocks = ModuleList(Enumerable.Range(0, Workload.Layers).Select(_ => new Block()).ToArray());
    private readonly LayerNorm norm = LayerNorm(Workload.Width);
    private readonly Linear reconstruction = Linear(Workload.Width, Workload.Patch);

    public Encoder()
        : base(nameof(Encoder)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x_BTD = patches.call(input) + positions;
        foreach (var block in blocks)
            x_BTD = block.call(x_BTD);
        return reconstruction.call(norm.call(x_BTD)).MoveToOuterDisposeScope();
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly LayerNorm attend_norm = LayerNorm(Workload.Width);
        private readonly Linear attend_in = Linear(Workload.Width, 3 * Workload.Width);
        private readonly Linear attend_out = Linear(Workload.Width, Workload.Width);
        private readonly LayerNorm feed_norm = LayerNorm(Workload.Width);
        private readonly Linear feed_in = Linear(Workload.Width, 4 * Workload.Width);
        private readonly Linear feed_out = Linear(4 * Workload.Width, Workload.Width);

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var shape_BTD = input.shape;
            var qkv = attend_in.call(attend_norm.call(input))
                .view(shape_BTD[0], shape_BTD[1], 3, Workload.Heads, Workload.Width / Workload.Heads)
                .permute(2, 0, 3, 1, 4);
            var attended = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2]).transpose(1, 2).reshape(shape_BTD);
            var x_BTD = input + attend_out.call(attended);
            var result = x_BTD + feed_out.call(functional.gelu(feed_in.call(feed_norm.call(x_BTD))));
            return result.MoveToOuterDisposeScope();
        }
    }
}
