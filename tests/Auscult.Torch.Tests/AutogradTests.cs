using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests;

public class AutogradTests
{
    // Smooth where they are evaluated, so that central differences converge.
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Differentiable = new(StringComparer.Ordinal)
    {
        ["arithmetic"] = x => ((x * 3) - (x / 2) + 1) * x,
        ["exp"] = x => x.exp(),
        ["log"] = x => (x.square() + 1).log(),
        ["log1p"] = x => x.square().log1p(),
        ["sqrt"] = x => (x.square() + 1).sqrt(),
        ["rsqrt"] = x => (x.square() + 1).rsqrt(),
        ["pow"] = x => x.pow(3),
        ["sin cos"] = x => x.sin() * x.cos(),
        ["tanh"] = x => x.tanh(),
        ["asinh"] = x => x.asinh(),
        ["sigmoid"] = x => x.sigmoid(),
        ["erf"] = x => x.erf(),
        ["gelu"] = x => x.gelu(),
        ["silu"] = x => x.silu(),
        ["softmax"] = x => x.softmax(-1) * x,
        ["log_softmax"] = x => x.log_softmax(-1) * x,
        ["logsumexp"] = x => x.logsumexp(-1),
        ["mean"] = x => x.mean([1], keepdim: true) * x,
        ["std"] = x => x.std(1L, keepdim: true) * x,
        ["var"] = x => x.var([0L, 1]),
        ["prod"] = x => x.prod(1),
        ["cumsum"] = x => x.cumsum(1) * x,
        ["norm"] = x => x.norm(1, true) * x,
        ["matmul"] = x => x.matmul(x.mT),
        ["bmm"] = x => x.unsqueeze(0).bmm(x.mT.unsqueeze(0)),
        ["einsum"] = x => einsum("ij,kj->ik", x, x),
        ["inverse"] = x => (x.matmul(x.mT) + eye(3, dtype: float64)).inverse(),
        ["det"] = x => (x.matmul(x.mT) + eye(3, dtype: float64)).det(),
        ["cholesky"] = x => linalg.cholesky(x.matmul(x.mT) + eye(3, dtype: float64)),
        ["solve"] = x => linalg.solve(x.matmul(x.mT) + eye(3, dtype: float64), x),
        ["svd"] = x => linalg.svdvals(x),
        ["view"] = x => x.permute(1, 0).reshape(2, 6) * x.reshape(2, 6),
        ["slice"] = x => x[.., 1..3] * x[.., ..2],
        ["index"] = x => x[tensor(new long[] { 0, 2, 2 })] * 2,
        ["gather"] = x => x.gather(1, zeros(3, 2, int64)).square(),
        ["index_select"] = x => x.index_select(1, tensor(new long[] { 3, 0 })).exp(),
        ["masked_fill"] = x => x.masked_fill(eye(3, 4).@bool(), 0).exp(),
        ["where"] = x => torch.where(eye(3, 4).@bool(), x.exp(), x.sin()),
        ["cat"] = x => cat([x, x * 2], 1).square(),
        ["stack"] = x => stack([x, x.exp()]).sum(0L),
        ["split"] = x => x.split(2, 1)[1] * x.split(2, 1)[0],
        ["expand"] = x => x.unsqueeze(0).expand(2, 3, 4).square().sum(0L),
        ["unfold"] = x => x.unfold(1, 2, 1).square(),
        ["tril"] = x => x.tril().exp(),
        ["clamp"] = x => x.clamp(-10, 10).square(),
        ["lerp"] = x => x.lerp(x.exp(), full(3, 4, 0.3)),
        ["outer"] = x => x[0].outer(x[1]),
        ["roll flip"] = x => x.roll(1, 1) * x.flip(0),
    };

    public static TheoryData<string> Names => [.. Differentiable.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientEqualsCentralDifferences(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var function = Differentiable[name];
        var x = randn(3, 4, float64, generator: generator).requires_grad_();
        // Weights keep symmetric sums, whose gradients vanish, from hiding mistakes.
        var weights = randn(function(x).shape, float64, generator: generator);
        (function(x) * weights).sum().backward();
        var analytic = x.grad.ShouldNotBeNull().data<double>().ToArray();

        const double step = 1e-5;
        using (no_grad())
        {
            for (var element = 0; element < analytic.Length; element++)
            {
                var numeric = (Shifted(element, step) - Shifted(element, -step)) / (2 * step);
                analytic[element].ShouldBe(numeric, 1e-5 * Math.Max(1, Math.Abs(numeric)), $"{name}, element {element}");
            }
        }

        double Shifted(int element, double by)
        {
            using var moved = x.detach().clone();
            moved.view(-1).index_put_(moved.view(-1)[element] + by, TensorIndex.Single(element));
            return (function(moved) * weights).sum().item<double>();
        }
    }

    [Fact]
    public void BackwardAccumulates()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        (x * 3).sum().backward();
        (x * 3).sum().backward();
        x.grad!.data<float>().ToArray().ShouldBe([6f, 6f]);
        x.grad = null;
        x.grad.ShouldBeNull();
    }

    [Fact]
    public void GradTouchesNoLeafAndReturnsNullForUnusedInputs()
    {
        using var scope = NewDisposeScope();
        var x = full(1, 3.0, requires_grad: true);
        var unused = ones(1, requires_grad: true);
        var gradients = autograd.grad([x.square()], [x, unused], allow_unused: true);
        gradients[0].item<double>().ShouldBe(6);
        gradients[1].ShouldBeNull();
        x.grad.ShouldBeNull();
    }

    [Fact]
    public void SecondDerivative()
    {
        using var scope = NewDisposeScope();
        var x = full(1, 2.0, requires_grad: true);
        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        autograd.grad([first], [x])[0].item<double>().ShouldBe(12);
    }

    [Fact]
    public void BackwardTakesGivenGradientsAndInputs()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var y = ones(2, requires_grad: true);
        autograd.backward([x * y * 2], [tensor(new[] { 1f, 10f })], inputs: [x]);
        x.grad!.data<float>().ToArray().ShouldBe([2f, 20f]);
        y.grad.ShouldBeNull();
    }

    [Fact]
    public void ModesSwitchRecordingAndNest()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);
        using (no_grad())
        {
            is_grad_enabled().ShouldBeFalse();
            (x * 2).requires_grad.ShouldBeFalse();
            using (enable_grad())
                (x * 2).requires_grad.ShouldBeTrue();
            is_grad_enabled().ShouldBeFalse();
        }
        is_grad_enabled().ShouldBeTrue();
        using (inference_mode())
        {
            is_inference_mode_enabled().ShouldBeTrue();
            (x * 2).requires_grad.ShouldBeFalse();
        }
        is_inference_mode_enabled().ShouldBeFalse();
        using (set_grad_enabled(false))
            (x * 2).requires_grad.ShouldBeFalse();
    }

    [Fact]
    public void ModesBelongToTheirThread()
    {
        using var off = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        elsewhere.ShouldBeTrue();
    }

    [Fact]
    public void DetachCutsTheGraph()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);
        (x * 2).detach().requires_grad.ShouldBeFalse();
        (x * 2).is_leaf.ShouldBeFalse();
        var cut = x * 2;
        cut.detach_().ShouldBeSameAs(cut);
        cut.requires_grad.ShouldBeFalse();
        x.with_requires_grad(false).requires_grad.ShouldBeFalse();
    }

    [Fact]
    public void RetainedGradientOfAnIntermediate()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);
        var y = x * 2;
        y.retain_grad();
        (y * 5).sum().backward();
        y.grad!.item<float>().ShouldBe(5);
    }

    [Fact]
    public void AnomalyModeNamesTheFailingOperation()
    {
        using var scope = NewDisposeScope();
        var x = zeros(1, requires_grad: true);
        using (autograd.detect_anomaly())
        {
            AnomalyMode.IsEnabled.ShouldBeTrue();
            Should.Throw<System.Runtime.InteropServices.ExternalException>(() => (x.sqrt() * 0).sum().backward()).Message.ShouldContain("SqrtBackward");
        }
        AnomalyMode.IsEnabled.ShouldBeFalse();
    }
}
