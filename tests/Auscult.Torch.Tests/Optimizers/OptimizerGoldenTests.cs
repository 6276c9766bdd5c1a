using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace Auscult.Torch.Tests.Optimizers;

/// <summary>Twenty steps of every optimiser against PyTorch's parameters.</summary>
[Collection(Serial.Name)]
public sealed class OptimizerGoldenTests
{
    private static readonly Dictionary<string, Func<Problem, Optimizer>> Optimizers = new(StringComparer.Ordinal)
    {
        ["sgd"] = p => SGD([p.W, p.B], 0.1),
        ["sgd_momentum"] = p => SGD([p.W, p.B], 0.1, momentum: 0.9, dampening: 0.2, weight_decay: 0.05),
        ["sgd_nesterov"] = p => SGD([("w", p.W), ("b", p.B)], 0.1, momentum: 0.9, weight_decay: 0.01, nesterov: true),
        ["sgd_maximize"] = p => SGD([new SGD.ParamGroup([p.W, p.B], 0.1, maximize: true)], 1.0),
        ["adam"] = p => Adam([p.W, p.B], lr: 0.02),
        ["adam_decay"] = p => Adam([("w", p.W), ("b", p.B)], 0.02, 0.8, 0.95, 1e-6, weight_decay: 0.1),
        ["adam_amsgrad"] = p => Adam([p.W, p.B], lr: 0.05, amsgrad: true, maximize: true),
        ["adamw"] = p => AdamW([p.W, p.B], lr: 0.02),
        ["adamw_decay"] = p => AdamW([("w", p.W), ("b", p.B)], 0.02, 0.8, 0.95, 1e-6, weight_decay: 0.1),
        ["adamw_amsgrad"] = p => AdamW([p.W, p.B], lr: 0.05, weight_decay: 0.01, amsgrad: true, maximize: true),
        ["adamw_groups"] = p => AdamW(
            [
                new AdamW.ParamGroup { Parameters = [p.W] },
                new AdamW.ParamGroup([p.B], new AdamW.Options { LearningRate = 0.1, weight_decay = 0 }),
            ],
            lr: 0.02, weight_decay: 0.1),
    };

    public static TheoryData<string> Names => new(Optimizers.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_PyTorch(string name)
    {
        using var problem = new Problem();
        using var optimizer = Optimizers[name](problem);
        var golden = GoldenFile.Section("optimizers").GetProperty(name);
        for (var step = 1; step <= 20; step++)
        {
            problem.Step(optimizer);
            if (!golden.TryGetProperty(step.ToString(), out var expected))
                continue;
            problem.W.data<float>().ToArray().ShouldBe(expected.GetProperty("w").Floats(), 1e-5f);
            problem.B.data<float>().ToArray().ShouldBe(expected.GetProperty("b").Floats(), 1e-5f);
        }
    }

    [Theory]
    [InlineData("norm2", 0.5, 2.0)]
    [InlineData("norm1", 1.0, 1.0)]
    [InlineData("infinity", 0.2, double.PositiveInfinity)]
    [InlineData("loose", 1e6, 2.0)]
    [InlineData("value", 0.3, -1.0)]
    public void Gradients_are_clipped_as_PyTorch_does(string name, double limit, double p)
    {
        using var problem = new Problem();
        problem.Backward(scale: 50);
        var expected = GoldenFile.Section("clip").GetProperty(name);
        if (p < 0)
            nn.utils.clip_grad_value_([problem.W, problem.B], limit);
        else
            nn.utils.clip_grad_norm_([problem.W, problem.B], limit, p).ShouldBe(expected.GetProperty("norm").GetDouble(), 1e-4);
        using var w = problem.W.grad!;
        using var b = problem.B.grad!;
        w.data<float>().ToArray().ShouldBe(expected.GetProperty("w").Floats(), 1e-5f);
        b.data<float>().ToArray().ShouldBe(expected.GetProperty("b").Floats(), 1e-5f);
    }

    [Fact]
    public void Parameters_travel_through_one_vector()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        var vector = nn.utils.parameters_to_vector([problem.W, problem.B]).detach();
        vector.shape.ShouldBe([15L]);
        var doubled = vector * 2;
        nn.utils.vector_to_parameters(doubled, [problem.W, problem.B]);
        nn.utils.parameters_to_vector([problem.W, problem.B]).ShouldBe(doubled);
    }
}
