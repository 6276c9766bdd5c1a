using static TorchSharp.torch;

namespace Auscult.Torch.Tests;

[Collection(Serial.Name)]
public class RandomTests
{
    private static readonly Dictionary<string, Func<Generator, Tensor>> Drawn = new(StringComparer.Ordinal)
    {
        ["rand"] = g => rand(100, generator: g),
        ["randn"] = g => randn(100, generator: g),
        ["randint"] = g => randint(3, 9, [100], generator: g),
        ["randperm"] = g => randperm(100, generator: g),
        ["normal"] = g => normal(5, 2, [100], generator: g),
        ["normal_"] = g => zeros(100).normal_(1, 2, g),
        ["uniform_"] = g => zeros(100).uniform_(-1, 1, g),
        ["random_"] = g => zeros(100).random_(0, 50, g),
        ["exponential_"] = g => zeros(100).exponential_(2, g),
        ["log_normal_"] = g => zeros(100).log_normal_(0, 1, g),
        ["bernoulli"] = g => full(100, 0.5f).bernoulli(g),
        ["bernoulli_"] = g => zeros(100).bernoulli_(0.3, g),
        ["bernoulli_ of a tensor"] = g => zeros(100).bernoulli_(full(100, 0.3f), g),
        ["multinomial"] = g => ones(100).multinomial(20, false, g),
        ["poisson"] = g => full(100, 4f).poisson(g),
    };

    public static TheoryData<string> Names => [.. Drawn.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void SameSeedSameNumbersAnotherSeedOthers(string name)
    {
        using var scope = NewDisposeScope();
        var first = Drawn[name](new Generator(42));
        Drawn[name](new Generator(42)).Equals(first).ShouldBeTrue();
        Drawn[name](new Generator(43)).Equals(first).ShouldBeFalse();
    }

    [Fact]
    public void SavedStateContinuesTheSequence()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        _ = rand(7, generator: generator);
        var state = generator.get_state();
        var next = rand(100, generator: generator);
        using var other = new Generator(99);
        other.set_state(state);
        rand(100, generator: other).Equals(next).ShouldBeTrue();
    }

    [Fact]
    public void DefaultGeneratorIsSeededSavedAndRestored()
    {
        using var scope = NewDisposeScope();
        manual_seed(5).initial_seed().ShouldBe(5);
        var first = randn(10);
        var state = random.get_rng_state();
        var second = rand(10);
        random.set_rng_state(state);
        rand(10).Equals(second).ShouldBeTrue();
        manual_seed(5);
        randn(10).Equals(first).ShouldBeTrue();
        initial_seed().ShouldBe(5);
        zeros(3, 2).rand_like().shape.ShouldBe([3, 2]);
        manual_seed(5);
        zeros(10).randn_like().Equals(first).ShouldBeTrue();
        var bounded = zeros(1000).randint_like(-2, 3);
        (bounded.min().item<float>(), bounded.max().item<float>()).ShouldBe((-2f, 2f));
    }

    [Fact]
    public void FreshSeedsDiffer()
    {
        using var generator = new Generator();
        generator.seed().ShouldNotBe(generator.seed());
    }

    [Fact]
    public void SeedGivesTheNumbersOfPyTorch()
    {
        // torch.manual_seed(0); torch.rand(3); torch.randn(2) in PyTorch 1.13.
        using var scope = NewDisposeScope();
        using var generator = new Generator(0);
        rand(3, generator: generator).data<float>().ToArray().ShouldBe([0.49625659f, 0.76822180f, 0.08847743f], 1e-6f);
    }
}
