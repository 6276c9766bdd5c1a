using Auscult.Evaluation.Forests;

namespace Auscult.Evaluation.Tests.Forests;

public sealed class RandomForestTests
{
    private static readonly double[][] Features = Draw();

    [Fact]
    public void A_forest_learns_what_no_single_feature_tells()
    {
        int[] labels = [.. Features.Select(row => row[0] * row[1] > 0 ? 1 : 0)];
        var forest = RandomForest.Fit(Features[..400], labels[..400], new Random(1), numTrees: 40);
        Accuracy(forest, labels).ShouldBeGreaterThan(0.85);
        var again = RandomForest.Fit(Features[..400], labels[..400], new Random(1), numTrees: 40);
        again.Predict(Features[500]).ShouldBe(forest.Predict(Features[500]));
    }

    [Fact]
    public void Four_classes_are_told_apart_even_where_one_is_rare()
    {
        int[] labels = [.. Features.Select((row, i) => row[0] < -0.4 ? 3 : (row[0] > 0 ? 1 : 0) + (row[1] > 0 && row[0] > 0 ? 1 : 0))];
        var forest = RandomForest.Fit(Features[..400], labels[..400], new Random(2), numTrees: 40, leastLeaf: 1);
        Accuracy(forest, labels).ShouldBeGreaterThan(0.95);
        forest.Predict(Features[450]).Sum().ShouldBe(1, 1e-9);
        var rare = Enumerable.Range(400, 200).Where(i => labels[i] == 3).ToArray();
        rare.Count(i => Best(forest.Predict(Features[i])) == 3).ShouldBeGreaterThan(rare.Length - 3);
    }

    [Fact]
    public void Features_that_tell_nothing_give_even_shares()
    {
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => i % 4)];
        var forest = RandomForest.Fit(Features[..400], labels, new Random(3), numTrees: 100);
        Features[400..].Select(row => forest.Predict(row)[0]).Average().ShouldBe(0.25, 0.03);
    }

    private static double Accuracy(RandomForest forest, int[] labels) =>
        Enumerable.Range(400, 200).Average(i => Best(forest.Predict(Features[i])) == labels[i] ? 1.0 : 0);

    private static int Best(double[] shares) => Array.IndexOf(shares, shares.Max());

    private static double[][] Draw()
    {
        var random = new Random(8);
        return [.. Enumerable.Range(0, 600).Select(_ => new[] { random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() })];
    }
}
