using Auscult.Sweeps.Search;
using Auscult.Sweeps.Space;
using Auscult.Sweeps.Specification;
using Auscult.Telemetry.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Sweeps.Tests;

public sealed class SpaceTests
{
    public static TheoryData<ParameterDistribution> Ranges =>
        [.. Enum.GetValues<ParameterDistribution>().Where(kind => kind is not ParameterDistribution.Constant and not ParameterDistribution.Categorical)];

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Draws_and_proposals_stay_within_the_bounds_and_read_back(ParameterDistribution kind)
    {
        var ranges = ArbMap.Default.ArbFor<(PositiveInt Low, NonNegativeInt Width, PositiveInt Step, int Seed)>();
        Prop.ForAll(ranges, range =>
        {
            var config = Config(kind, range.Low.Get, range.Width.Get, range.Step.Get);
            var parameter = NumericParameter.Of("p", config);
            if (parameter.IsEmpty)
                return true;
            var (least, most) = IsExponent(kind) ? (Math.Exp(config.Min!.Value), Math.Exp(config.Max!.Value)) : (config.Min!.Value, config.Max!.Value);
            var space = new SearchSpace([parameter]);
            var searcher = new TpeSearcher(space, new TpeConfig { StartupTrials = 4 }, new Seeds(range.Seed));
            return TestFunctions.Run(searcher, x => x[0], 12).All(trial =>
                trial.Point[0] >= least * (1 - 1e-9) && trial.Point[0] <= most * (1 + 1e-9)
                && (config.Q is not { } q || Math.Abs((trial.Point[0] / q) - Math.Round(trial.Point[0] / q)) < 1e-6)
                && parameter.Parse(parameter.Text(trial.Point[0])) == trial.Point[0]);
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void Every_index_of_a_stepped_parameter_is_another_value_within_the_bounds()
    {
        var parameter = NumericParameter.Of("p", new ParameterConfig { Distribution = ParameterDistribution.QUniform, Min = 0.05, Max = 0.35, Q = 0.1 });
        Enumerable.Range(0, parameter.Count!.Value).Select(i => parameter.Text(parameter.At(i))).ShouldBe(["0.1", "0.2", "0.3"]);
    }

    [Fact]
    public void Logarithmic_draws_are_as_often_in_every_decade()
    {
        var parameter = NumericParameter.Of("p", new ParameterConfig { Distribution = ParameterDistribution.LogUniformValues, Min = 1e-4, Max = 1 });
        var generator = new Seeds(1).Generator();
        var decades = Enumerable.Range(0, 4000).Select(_ => (int)Math.Floor(Math.Log10(parameter.Sample(generator)))).CountBy(d => Math.Min(d, -1)).ToArray();
        decades.Length.ShouldBe(4);
        decades.ShouldAllBe(decade => decade.Value > 850 && decade.Value < 1150);
    }

    [Fact]
    public void Probabilities_weigh_the_choices()
    {
        var config = new SweepConfig
        {
            Method = SweepMethod.Random,
            Parameters = new Dictionary<string, ParameterConfig>(StringComparer.Ordinal) { ["k"] = new() { Values = ["a", "b", "c"], Probabilities = [3, 0, 1] } },
        };
        var space = SearchSpace.Of(config);
        var draws = Enumerable.Range(0, 2000).Select(n => new RandomSearcher(space, new Seeds(5)).Suggest(n, [])[0]).CountBy(p => p).ToDictionary();
        draws.ContainsKey(1).ShouldBeFalse();
        (draws[0] / 2000.0).ShouldBe(0.75, 0.05);
    }

    [Fact]
    public void A_point_reads_back_from_its_texts_and_a_foreign_text_does_not()
    {
        var space = new SearchSpace([new CategoricalParameter("a", ["x", "y"], [0.5, 0.5]), new NumericParameter("n", 1e-5, 1, 0, IsLog: true)]);
        var point = space.Sample(new Seeds(3).Generator());
        space.Parse(space.Texts(point)).ShouldBe(point);
        space.Parse(new Dictionary<string, string> { ["a"] = "z", ["n"] = "0.1" }).ShouldBeNull();
    }

    private static bool IsExponent(ParameterDistribution kind) => kind is ParameterDistribution.LogUniform or ParameterDistribution.QLogUniform;

    private static ParameterConfig Config(ParameterDistribution kind, int low, int width, int step) => new()
    {
        Distribution = kind,
        Min = IsExponent(kind) ? (low % 7) - 3 : low,
        Max = IsExponent(kind) ? (low % 7) - 3 + (width % 9) : low + width,
        Q = kind.ToString()[0] == 'Q' ? step / 4.0 : null,
    };
}
