using Auscult.Evaluation.Baselines;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Evaluation.Tests.Baselines;

/// <summary>The fast computations of baselines against slow, obvious ones.</summary>
public sealed class NumericsTests
{
    [Fact]
    public void Doubled_windows_have_the_statistics_of_their_rows() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            const int Width = 3;
            var generator = new Random(seed);
            var rows = Enumerable.Range(0, generator.Next(20, 60) * Width).Select(_ => generator.NextSingle() * 4).ToArray();
            var statistics = new WindowStatistics(rows, Width);
            while (statistics.Length < 16 && statistics.TryDouble())
            {
            }
            var features = new float[statistics.FeatureCount];
            var window = generator.Next(statistics.Count);
            statistics.Features(window, features);
            for (var signal = 0; signal < Width; signal++)
            {
                var column = Enumerable.Range(window, statistics.Length).Select(row => rows[(row * Width) + signal]).ToArray();
                var mean = column.Average();
                float[] expected = [mean, (float)Math.Sqrt(column.Average(v => (v - mean) * (v - mean))), column.Min(), column.Max(), column.Max() - column.Min()];
                for (var kind = 0; kind < expected.Length; kind++)
                {
                    if (Math.Abs(features[(kind * Width) + signal] - expected[kind]) > 1e-3)
                        return false;
                }
            }
            return statistics.Length == 16 && statistics.Count == (rows.Length / Width) - 15;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_window_longer_than_the_rows_is_not_made()
    {
        var statistics = new WindowStatistics(new float[6], 2);
        statistics.TryDouble().ShouldBeTrue();
        statistics.TryDouble().ShouldBeFalse();
        statistics.Length.ShouldBe(2);
    }

    [Fact]
    public void Nearest_neighbours_are_those_of_a_full_sort() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var generator = new Random(seed);
            var references = Enumerable.Range(0, 40 * 5).Select(_ => generator.NextSingle()).ToArray();
            var vector = Enumerable.Range(0, 5).Select(_ => generator.NextSingle()).ToArray();
            var sorted = Enumerable.Range(0, 40)
                .Select(i => Math.Sqrt(Enumerable.Range(0, 5).Sum(k => Math.Pow(references[(i * 5) + k] - vector[k], 2)))).Order();
            return Math.Abs(new NearestNeighbours(references, 5, 3).Distance(vector) - sorted.Take(3).Average()) < 1e-4;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Typical_distance_leaves_each_reference_itself_out() =>
        new NearestNeighbours([0, 1, 3], 1, 1).TypicalDistance().ShouldBe((1 + 1 + 2) / 3f, 1e-6f);

    [Fact]
    public void Iterated_components_of_a_wide_problem_are_the_exact_ones()
    {
        const int Width = 300;
        var generator = new Random(4);
        var directions = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, Width).Select(_ => generator.NextSingle() - 0.5f).ToArray()).ToArray();
        var rows = new float[500 * Width];
        for (var row = 0; row < 500; row++)
        {
            for (var k = 0; k < directions.Length; k++)
            {
                var weight = (generator.NextSingle() - 0.5f) * (8 - (2 * k));
                for (var column = 0; column < Width; column++)
                    rows[(row * Width) + column] += weight * directions[k][column];
            }
            for (var column = 0; column < Width; column++)
                rows[(row * Width) + column] += (generator.NextSingle() - 0.5f) * 0.05f;
        }
        var iterated = PrincipalComponents.Leading(rows, Width, 3);
        var exact = PrincipalComponents.Exact(rows, Width, _ => 3);
        for (var k = 0; k < 3; k++)
        {
            iterated.VarianceShares[k].ShouldBe(exact.VarianceShares[k], 1e-6);
            Math.Abs(iterated.Directions[k].Zip(exact.Directions[k], (a, b) => a * b).Sum()).ShouldBe(1, 1e-4);
        }
    }

    [Fact]
    public void Standardised_rows_have_mean_zero_and_deviation_one_and_constants_read_zero()
    {
        float[] rows = [1, 5, float.NaN, 3, 5, 2, 8, 5, 6];
        var scale = StandardScale.Fit(rows, 3);
        scale.Apply(rows);
        (rows[0] + rows[3] + rows[6]).ShouldBe(0, 1e-5f);
        ((rows[0] * rows[0]) + (rows[3] * rows[3]) + (rows[6] * rows[6])).ShouldBe(3, 1e-5f);
        rows[1].ShouldBe(0);
        rows[2].ShouldBe(0);
        (rows[5], rows[8]).ShouldBe((-1, 1));
    }
}
