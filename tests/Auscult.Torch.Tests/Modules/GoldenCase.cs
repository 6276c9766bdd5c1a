using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests.Modules;

/// <summary>One entry of golden.json: inputs, results and gradients that PyTorch computed (make_golden.py).</summary>
internal sealed class GoldenCase
{
    private static readonly Lazy<JsonDocument> File = new(() => JsonDocument.Parse(
        System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Modules", "golden.json"))));

    private readonly string _name;
    private readonly JsonElement _entry;

    public GoldenCase(string name)
    {
        _name = name;
        _entry = File.Value.RootElement.GetProperty(name);
    }

    public static IEnumerable<string> Names => File.Value.RootElement.EnumerateObject().Select(property => property.Name);

    public Tensor this[string key]
    {
        get
        {
            var value = _entry.GetProperty(key);
            var shape = value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
            var data = value.GetProperty("data").EnumerateArray();
            return value.GetProperty("dtype").GetString() switch
            {
                "float32" => tensor(data.Select(item => item.GetSingle()).ToArray(), shape),
                "int64" => tensor(data.Select(item => item.GetInt64()).ToArray(), shape),
                "bool" => tensor(data.Select(item => item.GetInt32() != 0).ToArray(), shape),
                var other => throw new NotSupportedException(other),
            };
        }
    }

    /// <summary>An input that gradients are wanted for.</summary>
    public Tensor Leaf(string key) => this[key].requires_grad_();

    public Parameter Parameter(string key) => new(this[key]);

    /// <summary>Compares a result, and the gradients of its weighted sum, with PyTorch's.</summary>
    public void ShouldMatch(Tensor result, params (string Key, Tensor Leaf)[] leaves)
    {
        Close(result, this["result"], "result");
        if (!_entry.TryGetProperty("weights", out _))
            return;
        (result * this["weights"]).sum().backward();
        leaves.Length.ShouldBe(_entry.EnumerateObject().Count(property => property.Name.StartsWith("grad.", StringComparison.Ordinal)), _name);
        foreach (var (key, leaf) in leaves)
            Close(leaf.grad.ShouldNotBeNull(), this["grad." + key], "grad." + key);
    }

    public void Close(Tensor actual, Tensor expected, string what)
    {
        actual.shape.ShouldBe(expected.shape, $"{_name}: {what}");
        actual.dtype.ShouldBe(expected.dtype, $"{_name}: {what}");
        actual.allclose(expected, rtol: 1e-5, atol: 1e-6).ShouldBeTrue(
            $"{_name}: {what} differs by {(actual.to(float64) - expected.to(float64)).abs().max().ToDouble()}");
    }
}
