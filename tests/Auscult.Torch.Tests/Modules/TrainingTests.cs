using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Auscult.Torch.Tests.Modules;

/// <summary>A tiny transformer block: gradients by finite differences, and training that leaks nothing.</summary>
[Collection(Serial.Name)]
public sealed class TrainingTests
{
    [Fact]
    public void Gradients_agree_with_finite_differences()
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var block = new Block(4, 2).to(float64);
        var x = randn(2, 3, 4, dtype: float64);
        block.call(x).pow(2).sum().backward();
        const double Step = 1e-6;
        foreach (var (name, parameter) in block.named_parameters())
        {
            var gradient = parameter.grad.ShouldNotBeNull(name).flatten();
            using var guard = no_grad();
            var flat = parameter.view(-1);
            for (var i = 0L; i < flat.numel(); i += 3)
            {
                double Loss(double shift)
                {
                    using var inner = NewDisposeScope();
                    flat[i].add_(shift);
                    var loss = block.call(x).pow(2).sum().ToDouble();
                    flat[i].add_(-shift);
                    return loss;
                }
                var difference = (Loss(Step) - Loss(-Step)) / (2 * Step);
                gradient[i].ToDouble().ShouldBe(difference, 1e-5 * Math.Max(1, Math.Abs(difference)), $"{name}[{i}]");
            }
        }
    }

    [Fact]
    public void Fifty_training_steps_keep_the_number_of_tensors()
    {
        TensorCount.Settled();
        manual_seed(4);
        using var block = new Block(8, 2);
        using var optimizer = optim.AdamW(block.parameters(), lr: 1e-2, weight_decay: 0.01);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, 50);
        using var x = randn(4, 5, 8);
        using var target = randn(4, 5, 8);
        var (first, last, settled) = (0.0, 0.0, 0L);
        for (var step = 0; step < 50; step++)
        {
            using (NewDisposeScope())
            {
                optimizer.zero_grad();
                var loss = functional.mse_loss(block.call(x), target);
                loss.backward();
                nn.utils.clip_grad_norm_(block.parameters(), 1.0);
                optimizer.step();
                schedule.step();
                last = loss.ToDouble();
            }
            if (step == 0)
                (first, settled) = (last, Tensor.TotalCount);
            Tensor.TotalCount.ShouldBe(settled, $"after step {step}");
        }
        last.ShouldBeLessThan(first * 0.8);
    }

    /// <summary>Pre-norm attention and feed-forward with residuals.</summary>
    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly long _heads;
        private readonly LayerNorm attend_norm;
        private readonly Linear attend_in;
        private readonly Linear attend_out;
        private readonly LayerNorm feed_norm;
        private readonly Sequential feed;

        public Block(long width, long heads)
            : base(nameof(Block))
        {
            _heads = heads;
            attend_norm = LayerNorm(width);
            attend_in = Linear(width, 3 * width);
            attend_out = Linear(width, width);
            feed_norm = LayerNorm(width);
            feed = Sequential(Linear(width, 2 * width), GELU(), Linear(2 * width, width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var (batch, time, width) = (input.shape[0], input.shape[1], input.shape[2]);
            var qkv = attend_in.call(attend_norm.call(input)).view(batch, time, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4);
            var attended = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2]).transpose(1, 2).reshape(batch, time, width);
            var x = input + attend_out.call(attended);
            return (x + feed.call(feed_norm.call(x))).MoveToOuterDisposeScope();
        }
    }
}
