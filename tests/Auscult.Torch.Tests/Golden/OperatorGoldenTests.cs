using static TorchSharp.torch;

namespace Auscult.Torch.Tests.Golden;

public class OperatorGoldenTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names => [.. OperatorCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void OperatorComputesWhatPyTorchDoes(string name)
    {
        using var scope = NewDisposeScope();
        var actual = OperatorCases.All[name]().Tensors.Where(tensor => tensor is not null).ToArray();
        var expected = Inputs.Expected(name);
        actual.Length.ShouldBe(expected.Length, name);
        for (var output = 0; output < expected.Length; output++)
        {
            actual[output]!.dtype.ShouldBe(expected[output].dtype, name);
            actual[output]!.shape.ShouldBe(expected[output].shape, name);
            Close(actual[output]!, expected[output]).ShouldBeTrue($"{name}[{output}]");
        }
    }

    [Fact]
    public void BothLanguagesHaveTheSameCases() =>
        OperatorCases.All.Keys.Order(StringComparer.Ordinal).ShouldBe(Inputs.CaseNames.Order(StringComparer.Ordinal));

    [Fact]
    public void EveryOperatorOfTheTensorHasACase()
    {
        var operators = typeof(Tensor).GetMethods()
            .Where(method => method is { IsSpecialName: false, IsStatic: false, DeclaringType.Name: nameof(Tensor) })
            .Where(method => method.ReturnType == typeof(Tensor) || method.ReturnType == typeof(Tensor[])
                || method.ReturnType.Name.StartsWith("ValueTuple", StringComparison.Ordinal))
            .Select(method => method.Name)
            .Distinct(StringComparer.Ordinal);
        var cases = OperatorCases.All.Keys.ToArray();
        operators
            .Where(name => !TestedElsewhere.Contains(name))
            .Where(name => !cases.Any(tested => tested == name || tested.StartsWith(name + "_", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    // Random operators (RandomTests), graph and lifetime (AutogradTests, LifetimeTests), placement (TensorTests).
    private static readonly HashSet<string> TestedElsewhere = new(StringComparer.Ordinal)
    {
        "bernoulli", "bernoulli_", "exponential_", "log_normal_", "multinomial", "normal_", "poisson", "rand_like", "randint_like",
        "randn_like", "random_", "uniform_", "detach", "detach_", "requires_grad_", "with_requires_grad", "DetachFromDisposeScope",
        "MoveToOtherDisposeScope", "MoveToOuterDisposeScope", "alias", "clone", "contiguous", "cpu", "cuda", "empty_like", "new_empty",
        "pin_memory", "set_", "to_dense", "to_type", "type", "bool", "byte", "char", "double", "float", "half", "bfloat16", "int", "long",
        "short",
    };

    private static bool Close(Tensor actual, Tensor expected)
    {
        if (!is_floating_point(expected.dtype))
            return actual.eq(expected).all().item<bool>();
        return actual.allclose(expected, Tolerance, Tolerance, equal_nan: true);
    }
}
