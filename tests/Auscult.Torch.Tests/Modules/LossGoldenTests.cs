using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Auscult.Torch.Tests.Modules;

/// <summary>Losses, as functions and as modules, against PyTorch's values and gradients.</summary>
[Collection(Serial.Name)]
public sealed class LossGoldenTests
{
    private static readonly Dictionary<string, Func<GoldenCase, Tensor, Reduction, Tensor>> Functions = new(StringComparer.Ordinal)
    {
        ["cross_entropy"] = (g, x, r) => functional.cross_entropy(x, g["t"], reduction: r),
        ["cross_entropy_weighted"] = (g, x, r) => functional.cross_entropy(x, g["t"], g["_w"], 1, r, 0.1),
        ["cross_entropy_probabilities"] = (g, x, r) => functional.cross_entropy(x, g["_t"], reduction: r),
        ["cross_entropy_series"] = (g, x, r) => functional.cross_entropy(x, g["t"], reduction: r),
        ["nll"] = (g, x, r) => functional.nll_loss(functional.log_softmax(x, 1), g["t"], reduction: r),
        ["bce"] = (g, x, r) => functional.binary_cross_entropy(x, g["_t"], g["_w"], r),
        ["bce_logits"] = (g, x, r) => functional.binary_cross_entropy_with_logits(x, g["_t"], g["_w"], r, g["_p"]),
        ["mse"] = (g, x, r) => functional.mse_loss(x, g["_y"], r),
        ["l1"] = (g, x, r) => functional.l1_loss(x, g["_y"], r),
        ["smooth_l1"] = (g, x, r) => functional.smooth_l1_loss(x, g["_y"], r, 0.5),
        ["huber"] = (g, x, r) => functional.huber_loss(x, g["_y"], 0.7, r),
    };

    private static readonly Dictionary<string, Func<GoldenCase, Tensor, Reduction, Tensor>> Layers = new(StringComparer.Ordinal)
    {
        ["cross_entropy"] = (g, x, r) => CrossEntropyLoss(reduction: r).call(x, g["t"]),
        ["cross_entropy_weighted"] = (g, x, r) => new CrossEntropyLoss(g["_w"], 1, r, 0.1).call(x, g["t"]),
        ["bce"] = (g, x, r) => BCELoss(g["_w"], r).call(x, g["_t"]),
        ["bce_logits"] = (g, x, r) => BCEWithLogitsLoss(g["_w"], r, g["_p"]).call(x, g["_t"]),
        ["mse"] = (g, x, r) => MSELoss(r).call(x, g["_y"]),
        ["l1"] = (g, x, r) => L1Loss(r).call(x, g["_y"]),
        ["smooth_l1"] = (g, x, r) => SmoothL1Loss(r, 0.5).call(x, g["_y"]),
        ["huber"] = (g, x, r) => HuberLoss(0.7, r).call(x, g["_y"]),
    };

    public static TheoryData<string, Reduction> FunctionCases => WithReductions(Functions.Keys);

    public static TheoryData<string, Reduction> LayerCases => WithReductions(Layers.Keys);

    [Theory]
    [MemberData(nameof(FunctionCases))]
    public void Function_agrees_with_PyTorch(string name, Reduction reduction) => Check(Functions[name], name, reduction);

    [Theory]
    [MemberData(nameof(LayerCases))]
    public void Module_agrees_with_PyTorch(string name, Reduction reduction) => Check(Layers[name], name, reduction);

    [Fact]
    public void Defaults_are_TorchSharps()
    {
        MSELoss().reduction.ShouldBe(Reduction.Mean);
        HuberLoss().delta.ShouldBe(1.0);
        SmoothL1Loss().beta.ShouldBe(1.0);
        CrossEntropyLoss().ignore_index.ShouldBeNull();
    }

    private static TheoryData<string, Reduction> WithReductions(IEnumerable<string> names)
    {
        var cases = new TheoryData<string, Reduction>();
        foreach (var name in names)
        {
            foreach (var reduction in Enum.GetValues<Reduction>())
                cases.Add(name, reduction);
        }
        return cases;
    }

    private static void Check(Func<GoldenCase, Tensor, Reduction, Tensor> compute, string name, Reduction reduction)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase($"{name}.{reduction.ToString().ToLowerInvariant()}");
        var x = golden.Leaf("x");
        golden.ShouldMatch(compute(golden, x, reduction), ("x", x));
    }
}
