using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Auscult.Torch.Tests.Modules;

/// <summary>Layers: values, gradients and initial values against PyTorch, and what they own.</summary>
[Collection(Serial.Name)]
public sealed class LayerTests
{
    [Fact]
    public void Linear_agrees_with_PyTorch()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("linear");
        var layer = Linear(golden.Parameter("w"), golden.Parameter("b"));
        var x = golden.Leaf("x");
        golden.ShouldMatch(layer.call(x), ("x", x), ("w", layer.weight), ("b", layer.bias!));
        (layer.in_features, layer.out_features).ShouldBe((4, 5));
    }

    [Fact]
    public void LayerNorm_agrees_with_PyTorch()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("layer_norm");
        var layer = LayerNorm(6);
        layer.weight = golden.Parameter("w");
        layer.bias = golden.Parameter("b");
        var x = golden.Leaf("x");
        golden.ShouldMatch(layer.call(x), ("x", x), ("w", layer.weight), ("b", layer.bias));
    }

    [Fact]
    public void LayerNorm_without_affine_has_no_parameters()
    {
        using var plain = LayerNorm([3, 6], eps: 1e-3, elementwise_affine: false);
        plain.parameters().ShouldBeEmpty();
        using var unbiased = LayerNorm(6, bias: false);
        unbiased.named_parameters().Select(entry => entry.name).ShouldBe(["weight"]);
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("layer_norm_plain");
        var x = golden.Leaf("x");
        golden.ShouldMatch(plain.call(x), ("x", x));
    }

    [Theory]
    [InlineData("embedding", null)]
    [InlineData("embedding_padding", 2L)]
    [InlineData("embedding_padding", -5L)]
    public void Embedding_agrees_with_PyTorch(string name, long? padding)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase(name);
        var layer = Embedding_from_pretrained(golden["w"], freeze: false, padding_idx: padding);
        golden.ShouldMatch(layer.call(golden["i"]), ("w", layer.weight!));
    }

    [Fact]
    public void Embedding_scales_rows_down_to_the_largest_norm()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("embedding_max_norm");
        var layer = Embedding_from_pretrained(golden["_w"], max_norm: 1.0);
        layer.weight!.requires_grad.ShouldBeFalse();
        golden.ShouldMatch(layer.call(golden["i"]));
    }

    [Fact]
    public void Embedding_refuses_a_padding_row_outside_its_table() =>
        Should.Throw<ArgumentException>(() => Embedding(4, 2, padding_idx: 4));

    [Fact]
    public void Sequential_agrees_with_PyTorch()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("mlp");
        var (first, second) = (Linear(golden.Parameter("w0"), golden.Parameter("b0")), Linear(golden.Parameter("w2"), golden.Parameter("b2")));
        var model = Sequential(first, GELU(), second);
        var x = golden.Leaf("x");
        golden.ShouldMatch(
            model.call(x), ("x", x), ("w0", first.weight), ("b0", first.bias!), ("w2", second.weight), ("b2", second.bias!));
        model.named_parameters().Select(entry => entry.name).ShouldBe(["0.weight", "0.bias", "2.weight", "2.bias"]);
    }

    [Theory]
    [InlineData("gelu", nameof(GELU))]
    [InlineData("gelu_tanh", "GELU.tanh")]
    [InlineData("silu", nameof(SiLU))]
    [InlineData("relu", nameof(ReLU))]
    [InlineData("sigmoid", nameof(Sigmoid))]
    [InlineData("tanh", nameof(Tanh))]
    [InlineData("softmax", nameof(Softmax))]
    [InlineData("log_softmax", nameof(LogSoftmax))]
    public void Activation_modules_agree_with_PyTorch(string name, string module)
    {
        using var scope = NewDisposeScope();
        Module<Tensor, Tensor> layer = module switch
        {
            nameof(GELU) => GELU(),
            "GELU.tanh" => GELU(TorchSharp.Modules.GELU.Approximate.tanh),
            nameof(SiLU) => SiLU(),
            nameof(ReLU) => ReLU(),
            nameof(Sigmoid) => Sigmoid(),
            nameof(Tanh) => Tanh(),
            nameof(Softmax) => Softmax(1),
            _ => LogSoftmax(0),
        };
        var golden = new GoldenCase(name);
        var x = golden.Leaf("x");
        golden.ShouldMatch(layer.call(x), ("x", x));
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("embedding")]
    [InlineData("layer_norm")]
    public void Initial_values_are_PyTorchs_for_the_same_seed(string name)
    {
        manual_seed(7);
        using Module layer = name switch
        {
            "linear" => Linear(5, 3),
            "embedding" => Embedding(6, 3, padding_idx: 1),
            _ => LayerNorm(4),
        };
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("init." + name);
        foreach (var (parameterName, parameter) in layer.named_parameters())
            golden.Close(parameter, golden[parameterName], parameterName);
    }

    [Theory]
    [InlineData("kaiming_uniform")]
    [InlineData("kaiming_normal")]
    [InlineData("xavier_uniform")]
    [InlineData("normal")]
    [InlineData("eye")]
    [InlineData("dropout")]
    public void Random_fills_are_PyTorchs_for_the_same_seed(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var filled = name switch
        {
            "kaiming_uniform" => init.kaiming_uniform_(empty(4, 3, 2), a: 0.2, mode: init.FanInOut.FanOut),
            "kaiming_normal" => init.kaiming_normal_(empty(4, 3), nonlinearity: init.NonlinearityType.ReLU),
            "xavier_uniform" => init.xavier_uniform_(empty(4, 3), gain: 1.5),
            "normal" => init.normal_(empty(5), 1.0, 0.02),
            "eye" => init.eye_(empty(3, 4)),
            _ => Dropout(0.3).call(ones(50)),
        };
        var golden = new GoldenCase("init." + name);
        golden.Close(filled, golden["w"], "w");
    }

    [Fact]
    public void Dropout_passes_through_in_evaluation()
    {
        using var scope = NewDisposeScope();
        var layer = Dropout(0.9);
        layer.eval();
        layer.call(ones(100)).sum().ToDouble().ShouldBe(100);
    }

    [Fact]
    public void Identity_returns_another_handle_on_the_same_values()
    {
        using var scope = NewDisposeScope();
        var x = ones(3);
        var same = Identity().call(x);
        same.Handle.ShouldNotBe(x.Handle);
        same.add_(1);
        x.sum().ToDouble().ShouldBe(6);
    }
}
