using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests;

public class ActivationCheckpointTests
{
    [Fact]
    public void Values_and_gradients_are_those_of_the_function_to_the_bit()
    {
        using var scope = NewDisposeScope();
        using var block = nn.Sequential(nn.Linear(8, 32), nn.GELU(), nn.Linear(32, 8));
        var x = randn(5, 8, requires_grad: true);
        var (plain, plainInput, plainWeights) = Gradients(block, x, block.call);
        using var checkpoint = new ActivationCheckpoint(block.call);

        var (kept, keptInput, keptWeights) = Gradients(block, x, checkpoint.Call);

        kept.ShouldBe(plain);
        keptInput.ShouldBe(plainInput);
        keptWeights.ShouldBe(plainWeights);
    }

    [Fact]
    public void The_function_is_computed_once_forward_and_once_backward()
    {
        using var scope = NewDisposeScope();
        var calls = 0;
        using var checkpoint = new ActivationCheckpoint(x =>
        {
            calls++;
            return x.exp();
        });
        var x = randn(4, requires_grad: true);
        var y = checkpoint.Call(x).sum();
        calls.ShouldBe(1);
        y.backward();
        calls.ShouldBe(2);
        x.grad!.allclose(x.exp()).ShouldBeTrue();
    }

    [Fact]
    public void Dropout_drops_the_same_when_computed_again_and_later_draws_are_as_without()
    {
        using var scope = NewDisposeScope();
        Func<Tensor, Tensor> drop = x => nn.functional.dropout(x, 0.5, training: true);
        var x = ones(1000, requires_grad: true);
        manual_seed(1);
        var plain = drop(x);
        plain.sum().backward();
        var expected = x.grad!.clone();
        var next = rand(3);
        x.grad = null;
        using var checkpoint = new ActivationCheckpoint(drop);

        manual_seed(1);
        checkpoint.Call(x).sum().backward();

        x.grad!.allclose(expected).ShouldBeTrue();
        rand(3).allclose(next).ShouldBeTrue();
    }

    [Fact]
    public void Without_a_gradient_nothing_is_recorded()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = new ActivationCheckpoint(x => x * 2);
        checkpoint.Call(ones(2)).requires_grad.ShouldBeFalse();
    }

    [Fact]
    public void An_error_within_comes_out_with_its_message()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = new ActivationCheckpoint(_ => throw new InvalidOperationException("no such block"));
        Should.Throw<ExternalException>(() => checkpoint.Call(ones(2, requires_grad: true))).Message.ShouldContain("no such block");
    }

    [Fact]
    public void Passes_leak_no_tensor()
    {
        using var checkpoint = new ActivationCheckpoint(x => (x * 2).tanh());
        using var x = ones(3, requires_grad: true);
        Pass();
        var before = TensorCount.Settled();
        for (var i = 0; i < 20; i++)
            Pass();
        TensorCount.Settled().ShouldBe(before);

        void Pass()
        {
            using var scope = NewDisposeScope();
            checkpoint.Call(checkpoint.Call(x)).sum().backward();
        }
    }

    private static (float[] Value, float[] Input, float[] Weights) Gradients(nn.Module block, Tensor x, Func<Tensor, Tensor> function)
    {
        block.zero_grad();
        x.grad = null;
        var y = function(x);
        y.square().sum().backward();
        return (y.data<float>().ToArray(), x.grad!.data<float>().ToArray(), [.. block.parameters().SelectMany(p => p.grad!.data<float>().ToArray())]);
    }
}
