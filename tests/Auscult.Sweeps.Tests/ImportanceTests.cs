using Auscult.Sweeps.Importance;
using Auscult.Sweeps.Space;
using Auscult.Telemetry.Domain;

namespace Auscult.Sweeps.Tests;

public sealed class ImportanceTests
{
    private static readonly SearchSpace Space = new(
    [
        new NumericParameter("strong", 0, 1, 0, IsLog: false),
        new NumericParameter("weak", 1e-4, 1, 0, IsLog: true),
        new CategoricalParameter("kind", ["a", "b", "c"], [0.4, 0.3, 0.3]),
        new NumericParameter("none", 1, 8, 1, IsLog: false),
        new CategoricalParameter("constant", ["only"], [1]),
    ]);

    [Fact]
    public void Parameters_stand_by_the_variance_that_they_explain()
    {
        // Variances: 16/12 = 1.33, 1/12 = 0.08 (uniform in the logarithm), 0.75^2 * 2/9 = 0.125.
        var importance = Of(point => (4 * point[0]) + (1 + (Math.Log10(point[1]) / 4)) + (point[2] == 2 ? 0.75 : 0), 300);
        importance.Select(known => known.Name).ShouldBe(["strong", "kind", "weak", "none"]);
        importance.Sum(known => known.Share).ShouldBe(1, 1e-9);
        importance[0].Share.ShouldBe(1.33 / 1.54, 0.06);
        importance[1].Share.ShouldBe(0.125 / 1.54, 0.05);
        importance[^1].Share.ShouldBeLessThan(0.02);
    }

    [Fact]
    public void The_marginal_variances_of_a_tree_are_exact()
    {
        // f = 8 where x < 1/4 and the choice is 0 of 2, else 0: mean 1, variance 7; marginals (x) 3 and (choice) 1.
        var left = new BoxSide(0, 0.25, null);
        var right = new BoxSide(0.25, 1, null);
        Leaf[] leaves =
        [
            new([left, new BoxSide(0, 1, [true, false])], 8), new([left, new BoxSide(0, 1, [false, true])], 0), new([right, new BoxSide(0, 1, [true, true])], 0),
        ];
        var shares = FunctionalAnova.Shares(leaves, [0, 2])!;
        shares[0].ShouldBe(3.0 / 7, 1e-12);
        shares[1].ShouldBe(1.0 / 7, 1e-12);
    }

    [Fact]
    public void Nothing_is_said_of_few_or_equal_trials()
    {
        Of(point => point[0], 3).ShouldBeEmpty();
        Of(_ => 1, 30).ShouldBeEmpty();
    }

    private static IReadOnlyList<ParameterImportance> Of(Func<double[], double> function, int trials) =>
        FunctionalAnova.Of(Space, TestFunctions.Run(TestFunctions.Random(Space, 3), function, trials), new Seeds(1));
}
