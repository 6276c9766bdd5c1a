using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Shift;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Tests.Diagnosis;

public sealed class ExtraTreesTests
{
    private static readonly ExtraTreesConfig Config = new() { NumTrees = 50 };

    [Fact]
    public void It_learns_an_exclusive_or_among_noise()
    {
        var (train, labels) = Examples(600, 1);
        var (test, expected) = Examples(300, 2);
        var trees = Fit(train, labels, Config with { TriedFeatures = 3 });

        var right = Enumerable.Range(0, test.Length).Count(i => ArgMax(trees.Predict(test[i])) == expected[i]);
        right.ShouldBeGreaterThan(255);
        trees.Predict(test[0]).Sum().ShouldBe(1, 1e-6);
    }

    [Fact]
    public void Trees_come_back_from_bytes_and_damage_is_told()
    {
        var (train, labels) = Examples(100, 3);
        var trees = Fit(train, labels, Config);
        var bytes = trees.ToBytes();
        ExtraTrees.FromBytes(bytes).Predict(train[5]).ShouldBe(trees.Predict(train[5]));
        Should.Throw<InputException>(() => ExtraTrees.FromBytes(bytes[..^3]));
        Should.Throw<InputException>(() => ExtraTrees.FromBytes([.. bytes, 0]));
        bytes[20] = 0xFF;
        Should.Throw<InputException>(() => ExtraTrees.FromBytes(bytes));
    }

    [Fact]
    public void The_same_seeds_give_the_same_trees()
    {
        var (train, labels) = Examples(100, 4);
        Fit(train, labels, Config).ToBytes().ShouldBe(Fit(train, labels, Config).ToBytes());
    }

    [Fact]
    public void Balanced_weights_make_a_rare_class_count()
    {
        var rows = Enumerable.Range(0, 1000).Select(i => new[] { (float)(i % 10 == 0 ? 0.5 : i / 1000.0) }).ToArray();
        var labels = Enumerable.Range(0, 1000).Select(i => i % 10 == 0 ? 1 : 0).ToArray();
        ClassBalance.PerExample(labels, 2).Zip(labels).Where(pair => pair.Second == 1).Sum(pair => pair.First).ShouldBe(500, 0.1);
        ArgMax(Fit(rows, labels, Config).Predict([0.5f])).ShouldBe(1);
    }

    private static ExtraTrees Fit(float[][] rows, int[] labels, ExtraTreesConfig config) =>
        ExtraTrees.Fit(rows, labels, ClassBalance.PerExample(labels, 2), 2, config, new Seeds(9));

    private static int ArgMax(double[] values) => Array.IndexOf(values, values.Max());

    private static (float[][] Rows, int[] Labels) Examples(int count, int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextSingle() - 0.5f).ToArray()).ToArray();
        return (rows, [.. rows.Select(row => (row[0] > 0) ^ (row[1] > 0) ? 1 : 0)]);
    }
}
