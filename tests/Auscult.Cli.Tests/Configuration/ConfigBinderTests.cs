using System.ComponentModel.DataAnnotations;
using Auscult.Cli.Configuration;
using Auscult.Foundation;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Cli.Tests.Configuration;

/// <summary>YAML to records and the errors on the way.</summary>
public sealed class ConfigBinderTests
{
    public enum Pace
    {
        Slow,
        VeryFast,
    }

    public sealed record Optimiser([property: Range(0.0, 1.0)] double Rate, string Name = "adamw");

    public sealed record Sample : IValidatableObject
    {
        public required int NumLayers { get; init; }

        public double Dropout { get; init; } = 0.25;

        public float Scale { get; init; }

        public long Seed { get; init; }

        public bool Causal { get; init; }

        public string? Note { get; init; }

        public string Label { get; init; } = "label";

        public Pace Pace { get; init; } = Pace.VeryFast;

        public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(1);

        public TimeSpan? WarmUpSeconds { get; init; }

        public int? Limit { get; init; }

        public DateTimeOffset? From { get; init; }

        public Optimiser Optimiser { get; init; } = new(0.1);

        public IReadOnlyList<int> Widths { get; init; } = [];

        public IReadOnlyList<Optimiser> Stages { get; init; } = [];

        public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Seed < 0)
                yield return new ValidationResult("seed must not be negative");
        }
    }

    [Fact]
    public void What_is_not_given_keeps_its_default()
    {
        var sample = Bind("num_layers: 3");
        sample.ShouldBe(new Sample { NumLayers = 3 } with { Widths = sample.Widths, Stages = sample.Stages, Weights = sample.Weights });
    }

    [Fact]
    public void Every_kind_of_value_binds()
    {
        var sample = Bind("""
            num_layers: 3
            dropout: 1e-3
            scale: .inf
            seed: 9000000000
            causal: true
            note: "123"
            pace: slow
            step_seconds: 0.5
            warm_up_seconds: 30
            limit: null
            from: 2026-01-31T12:00:00+02:00
            optimiser: {rate: 0.5}
            widths: [1, 2]
            stages: [{rate: 0.1, name: sgd}, {rate: 0.2}]
            weights: {a: 1, b: .5}
            """);
        sample.Dropout.ShouldBe(0.001);
        sample.Scale.ShouldBe(float.PositiveInfinity);
        sample.Seed.ShouldBe(9_000_000_000);
        sample.Causal.ShouldBeTrue();
        sample.Note.ShouldBe("123");
        sample.Pace.ShouldBe(Pace.Slow);
        sample.Step.ShouldBe(TimeSpan.FromMilliseconds(500));
        sample.WarmUpSeconds.ShouldBe(TimeSpan.FromSeconds(30));
        sample.Limit.ShouldBeNull();
        sample.From.ShouldBe(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
        sample.Optimiser.ShouldBe(new Optimiser(0.5));
        sample.Widths.ShouldBe([1, 2]);
        sample.Stages.ShouldBe([new Optimiser(0.1, "sgd"), new Optimiser(0.2)]);
        sample.Weights["b"].ShouldBe(0.5);
    }

    [Theory]
    [InlineData("{}", "'s.num_layers' is required (a whole number)")]
    [InlineData("num_layer: 3", "unknown key 's.num_layer'; did you mean 'num_layers'?")]
    [InlineData("num_layers: three", "'s.num_layers' must be a whole number, not 'three'")]
    [InlineData("num_layers: 3.5", "must be a whole number")]
    [InlineData("num_layers: 1e3", "must be a whole number")]
    [InlineData("num_layers: 99999999999", "must be a whole number")]
    [InlineData("num_layers: \"3\"", "not the text \"3\"")]
    [InlineData("num_layers: [3]", "must be a whole number, not a list")]
    [InlineData("num_layers: null", "must be a whole number")]
    [InlineData("num_layers: 3\ncausal: yes", "must be true or false, not 'yes'")]
    [InlineData("num_layers: 3\ndropout: 0x1", "must be a number")]
    [InlineData("num_layers: 3\npace: fast", "has no choice 'fast'; did you mean 'very_fast'?")]
    [InlineData("num_layers: 3\nstep: 1", "did you mean 'step_seconds'?")]
    [InlineData("num_layers: 3\nstep_seconds: 1e300", "must be a number of seconds")]
    [InlineData("num_layers: 3\nlabel: null", "must be text, not null")]
    [InlineData("num_layers: 3\noptimiser: {}", "'s.optimiser.rate' is required")]
    [InlineData("num_layers: 3\noptimiser: {rate: 2}", "'s.optimiser.rate' must be between 0 and 1")]
    [InlineData("num_layers: 3\noptimiser: adam", "must be a mapping with keys name, rate")]
    [InlineData("num_layers: 3\nwidths: 4", "must be a list; write [a, b]")]
    [InlineData("num_layers: 3\nwidths: [1, x]", "'s.widths[1]' must be a whole number")]
    [InlineData("num_layers: 3\nstages: [{rate: 0.1, nme: x}]", "unknown key 's.stages[0].nme'")]
    [InlineData("num_layers: 3\nseed: -1", "seed must not be negative")]
    public void A_mistake_is_named(string yaml, string expected) =>
        Should.Throw<InputException>(() => Bind(yaml)).Message.ShouldContain(expected);

    [Fact]
    public void A_mistake_names_its_line() =>
        Should.Throw<InputException>(() => ConfigBinder.Bind<Sample>(Parse("num_layers: 3\ndropout: x\n", new ConfigSource("a.yaml", null)), "s"))
            .Message.ShouldStartWith("a.yaml:2: ");

    [Fact]
    public void Numbers_round_trip() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<NormalFloat>(), (layers, dropout) =>
        {
            var sample = Bind($"num_layers: {layers}\ndropout: {dropout.Get:R}");
            return sample.NumLayers == layers && sample.Dropout.Equals(dropout.Get);
        }));

    [Fact]
    public void Any_quoted_text_round_trips_through_written_yaml() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var written = new string([.. text.Get.Where(c => !char.IsSurrogate(c))]);
            var source = new ConfigSource(null, null);
            var yaml = ConfigYaml.Write(new ConfigMapping([new("note", new ConfigScalar(written, IsPlain: false, source)), new("num_layers", new ConfigScalar("1", IsPlain: true, source))], source));
            return Bind(yaml).Note == written;
        }));

    [Fact]
    public void A_mutated_key_is_never_bound_silently() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Elements("num_layers", "dropout", "step_seconds", "optimiser").ToArbitrary(), Gen.Choose(0, 5).ToArbitrary(), (key, position) =>
        {
            var mutated = key.Insert(Math.Min(position, key.Length), "q");
            return Should.Throw<InputException>(() => Bind($"{mutated}: 1")).Message.Contains($"'{key}'", StringComparison.Ordinal);
        }));

    private static Sample Bind(string yaml) => ConfigBinder.Bind<Sample>(Parse(yaml, new ConfigSource(null, null)), "s");

    private static ConfigNode Parse(string yaml, ConfigSource source) => ConfigYaml.Parse(yaml, source);
}
