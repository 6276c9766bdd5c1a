using System.Text.Json;
using Auscult.Evaluation.Baselines;
using MathNet.Numerics.LinearAlgebra;

namespace Auscult.Evaluation.Tests.Golden;

/// <summary>The parts of the baselines against scikit-learn and SciPy (see README.md in this folder).</summary>
public sealed class BaselineGoldenTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "baselines.json"))).RootElement;

    [Fact]
    public void Expected_path_lengths_are_those_of_the_reference()
    {
        foreach (var length in Golden.GetProperty("expected_path_length").EnumerateObject())
            IsolationForest.ExpectedPathLength(int.Parse(length.Name)).ShouldBe(length.Value.GetDouble(), 1e-9);
    }

    [Fact]
    public void A_large_isolation_forest_scores_as_the_reference_does()
    {
        var golden = Golden.GetProperty("isolation_forest");
        var forest = IsolationForest.Fit(Points(500, 3), 3, 2000, new Random(1));
        foreach (var (query, expected) in golden.GetProperty("queries").EnumerateArray().Zip(Numbers(golden, "scores")))
            forest.Score([.. query.EnumerateArray().Select(value => value.GetSingle())]).ShouldBe(expected, 0.01);
    }

    [Fact]
    public void Shrunk_covariance_and_distances_are_those_of_the_reference()
    {
        var golden = Golden.GetProperty("ledoit_wolf");
        var rows = Points(60, 4);
        SecondMoments.Centre(rows, 4);
        var covariance = SecondMoments.Shrunk(rows, 4);
        covariance.ToColumnMajorArray().Zip(Numbers(golden, "covariance")).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-5);
        foreach (var (expected, i) in Numbers(golden, "squared_distances").Select((value, i) => (value, i)))
        {
            var row = Vector<double>.Build.DenseOfEnumerable(rows.Skip(i * 4).Take(4).Select(value => (double)value));
            row.DotProduct(covariance.Cholesky().Solve(row)).ShouldBe(expected, 1e-4);
        }
    }

    [Fact]
    public void Clusters_have_the_inertia_of_the_reference()
    {
        float[] points = [.. Enumerable.Range(0, 90).SelectMany(i =>
            new[] { (float)((i % 3 * 10) + Math.Sin(i * 1.7)), (float)((i % 3 % 2 * 8) + Math.Cos(i * 2.3)) })];
        KMeans.Fit(points, 2, 3, 3, new Random(1)).Inertia.ShouldBe(Golden.GetProperty("kmeans").GetProperty("inertia").GetDouble(), 1e-3);
    }

    [Fact]
    public void Run_lengths_are_those_of_the_paper()
    {
        var golden = Golden.GetProperty("change_points");
        var runs = new RunLengths(new ChangePointPrior(Mean: 0, Kappa: 0.1, Alpha: 1, Beta: 0.1), 50, 100);
        var (predictions, levels, recent) = (Numbers(golden, "log_prediction"), Numbers(golden, "level"), Numbers(golden, "shorter_than_5"));
        foreach (var (x, i) in Numbers(golden, "series").Select((value, i) => (value, i)))
        {
            runs.Observe(x);
            runs.LogPrediction.ShouldBe(predictions[i], 1e-6);
            runs.Level().ShouldBe(levels[i], 1e-6);
            runs.ShorterThan(5).ShouldBe(recent[i], 1e-6);
        }
    }

    [Fact]
    public void Run_lengths_stay_bounded_and_add_up_to_one()
    {
        var generator = new Random(2);
        var runs = new RunLengths(new ChangePointPrior(Mean: 0, Kappa: 0.1, Alpha: 1, Beta: 0.1), 50, 10);
        for (var i = 0; i < 200; i++)
        {
            runs.Observe(generator.NextDouble() + (i / 50));
            runs.Count.ShouldBeLessThanOrEqualTo(10);
            runs.ShorterThan(runs.Count).ShouldBe(1, 1e-6);
        }
        runs.Level().ShouldBe(3.5, 0.3);
    }

    private static double[] Numbers(JsonElement golden, string name) =>
        [.. golden.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static float[] Points(int count, int width) =>
        [.. Enumerable.Range(0, count * width).Select(n => (i: n / width, j: n % width))
            .Select(at => (float)(Math.Sin(1 + (at.i * (1.3 + (0.7 * at.j)))) + (0.5 * Math.Cos(at.i * 0.11) * (at.j + 1))))];
}
