using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests.Optimizers;

/// <summary>The problem of make_golden.py: loss = mean((tanh(x w + b) - y)²).</summary>
internal sealed class Problem : IDisposable
{
    private readonly Tensor _x = tensor(GoldenFile.Section("problem").GetProperty("x").Floats(), [8, 4]);
    private readonly Tensor _y = tensor(GoldenFile.Section("problem").GetProperty("y").Floats(), [8, 3]);

    public Parameter W { get; } = new(tensor(GoldenFile.Section("problem").GetProperty("w").Floats(), [4, 3]));

    public Parameter B { get; } = new(tensor(GoldenFile.Section("problem").GetProperty("b").Floats(), [3]));

    public void Backward(double scale = 1)
    {
        using var scope = NewDisposeScope();
        (Loss() * scale).backward();
    }

    public Tensor Loss()
    {
        using var scope = NewDisposeScope();
        return ((_x.matmul(W) + B).tanh() - _y).pow(2).mean().MoveToOuterDisposeScope();
    }

    public void Step(optim.Optimizer optimizer)
    {
        optimizer.zero_grad();
        Backward();
        optimizer.step();
    }

    public void Dispose()
    {
        _x.Dispose();
        _y.Dispose();
        W.Dispose();
        B.Dispose();
    }
}
