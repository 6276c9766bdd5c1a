using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Auscult.Torch.Tests.Modules;

/// <summary>Functions against PyTorch's values and gradients.</summary>
[Collection(Serial.Name)]
public sealed class FunctionalGoldenTests
{
    private static readonly Dictionary<string, Action<GoldenCase>> Cases = new(StringComparer.Ordinal)
    {
        ["linear"] = g => Match(g, t => functional.linear(t[0], t[1], t[2]), "x", "w", "b"),
        ["linear_no_bias"] = g => Match(g, t => functional.linear(t[0], t[1]), "x", "w"),
        ["layer_norm"] = g => Match(g, t => functional.layer_norm(t[0], [6], t[1], t[2]), "x", "w", "b"),
        ["layer_norm_plain"] = g => Match(g, t => functional.layer_norm(t[0], [3, 6], eps: 1e-3), "x"),
        ["layer_norm_no_bias"] = g => Match(g, t => functional.layer_norm(t[0], [6], t[1]), "x", "w"),
        ["gelu"] = g => Match(g, t => functional.gelu(t[0]), "x"),
        ["gelu_tanh"] = g => Match(g, t => functional.gelu(t[0], TorchSharp.Modules.GELU.Approximate.tanh), "x"),
        ["silu"] = g => Match(g, t => functional.silu(t[0]), "x"),
        ["relu"] = g => Match(g, t => functional.relu(t[0]), "x"),
        ["sigmoid"] = g => Match(g, t => functional.sigmoid(t[0]), "x"),
        ["tanh"] = g => Match(g, t => functional.tanh(t[0]), "x"),
        ["softmax"] = g => Match(g, t => functional.softmax(t[0], 1), "x"),
        ["log_softmax"] = g => Match(g, t => functional.log_softmax(t[0], 0), "x"),
        ["normalize"] = g => Match(g, t => functional.normalize(t[0]), "x"),
        ["normalize_l1"] = g => Match(g, t => functional.normalize(t[0], p: 1, dim: 0), "x"),
        ["cosine_similarity"] = g => Match(g, t => functional.cosine_similarity(t[0], t[1]), "x", "y"),
        ["one_hot"] = g => g.ShouldMatch(functional.one_hot(g["i"], 5)),
        ["one_hot_open"] = g => g.ShouldMatch(functional.one_hot(g["i"])),
        ["attention"] = g => Match(g, t => functional.scaled_dot_product_attention(t[0], t[1], t[2]), "q", "k", "v"),
        ["attention_causal"] = g => Match(
            g, t => functional.scaled_dot_product_attention(t[0], t[1], t[2], is_casual: true), "q", "k", "v"),
        ["attention_added_mask"] = g => Match(
            g, t => functional.scaled_dot_product_attention(t[0], t[1], t[2], g["_m"]), "q", "k", "v"),
        ["attention_boolean_mask"] = g => Match(
            g, t => functional.scaled_dot_product_attention(t[0], t[1], t[2], g["m"]), "q", "k", "v"),
    };

    public static TheoryData<string> Names => new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        Cases[name](new GoldenCase(name));
    }

    [Fact]
    public void One_hot_refuses_other_integers() =>
        Should.Throw<ArgumentException>(() => functional.one_hot(ones(3, dtype: int32)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inplace_functions_overwrite_their_input_and_return_another_handle(bool training)
    {
        using var scope = NewDisposeScope();
        var negative = full([4], -1f);
        var result = functional.relu(negative, inplace: true);
        result.Handle.ShouldNotBe(negative.Handle);
        negative.sum().ToDouble().ShouldBe(0);
        var one = ones(64);
        functional.dropout(one, 0.5, training, inplace: true);
        (one == 0).any().ToBoolean().ShouldBe(training);
    }

    private static void Match(GoldenCase golden, Func<Tensor[], Tensor> compute, params string[] keys)
    {
        var leaves = Array.ConvertAll(keys, golden.Leaf);
        golden.ShouldMatch(compute(leaves), keys.Zip(leaves).ToArray());
    }
}
