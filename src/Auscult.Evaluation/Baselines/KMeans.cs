using System.Numerics.Tensors;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// Clusters by Lloyd's algorithm from centres chosen as in k-means++ (Arthur and Vassilvitskii 2007); the best of several starts.
/// </summary>
/// <param name="Centres"><c>[cluster][column]</c>.</param>
/// <param name="Inertia">Sum over the points of the squared distance to the nearest centre.</param>
internal sealed record KMeans(IReadOnlyList<float[]> Centres, double Inertia)
{
    private const int MaxIterations = 50;
    private const double LeastGain = 1e-6;

    /// <summary>Clusters points.</summary>
    /// <param name="points"><c>[point, column]</c>.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="clusters">Number of clusters; fewer when there are fewer points.</param>
    /// <param name="starts">Number of starts.</param>
    /// <param name="generator">Chooses the first centres.</param>
    public static KMeans Fit(float[] points, int width, int clusters, int starts, Random generator) =>
        Enumerable.Range(0, starts).Select(_ => Lloyd(points, width, Start(points, width, clusters, generator))).MinBy(fit => fit.Inertia)!;

    /// <summary>Squared distance to the nearest centre.</summary>
    public float SquaredDistance(ReadOnlySpan<float> point) => Nearest(Centres, point).Squared;

    private static (int Cluster, float Squared) Nearest(IReadOnlyList<float[]> centres, ReadOnlySpan<float> point)
    {
        var (cluster, squared) = (0, float.PositiveInfinity);
        for (var i = 0; i < centres.Count; i++)
        {
            var distance = TensorPrimitives.Distance(point, centres[i]);
            if (distance * distance < squared)
                (cluster, squared) = (i, distance * distance);
        }
        return (cluster, squared);
    }

    private static List<float[]> Start(float[] points, int width, int clusters, Random generator)
    {
        var count = points.Length / width;
        float[] Point(int i) => points.AsSpan(i * width, width).ToArray();
        var centres = new List<float[]> { Point(generator.Next(count)) };
        var squared = new double[count];
        Array.Fill(squared, double.PositiveInfinity);
        while (centres.Count < Math.Min(clusters, count))
        {
            var newest = centres[^1];
            Parallel.For(0, count, i =>
                squared[i] = Math.Min(squared[i], Math.Pow(TensorPrimitives.Distance<float>(points.AsSpan(i * width, width), newest), 2)));
            var rest = generator.NextDouble() * squared.Sum();
            var chosen = 0;
            while (chosen < count - 1 && (rest -= squared[chosen]) > 0)
                chosen++;
            centres.Add(Point(chosen));
        }
        return centres;
    }

    private static KMeans Lloyd(float[] points, int width, List<float[]> centres)
    {
        var nearest = new (int Cluster, float Squared)[points.Length / width];
        var inertia = double.PositiveInfinity;
        for (var iteration = 0; ; iteration++)
        {
            Parallel.For(0, nearest.Length, i => nearest[i] = Nearest(centres, points.AsSpan(i * width, width)));
            var before = inertia;
            inertia = nearest.Sum(point => (double)point.Squared);
            if (iteration == MaxIterations || before - inertia <= LeastGain * inertia)
                return new KMeans(centres, inertia);
            centres = Means(points, width, nearest, centres);
        }
    }

    /// <summary>The mean of each cluster; a centre to which no point belongs stays where it is.</summary>
    private static List<float[]> Means(float[] points, int width, (int Cluster, float Squared)[] nearest, List<float[]> centres)
    {
        var sums = centres.ConvertAll(_ => new double[width]);
        var counts = new int[centres.Count];
        for (var i = 0; i < nearest.Length; i++)
        {
            var sum = sums[nearest[i].Cluster];
            for (var column = 0; column < width; column++)
                sum[column] += points[(i * width) + column];
            counts[nearest[i].Cluster]++;
        }
        return [.. centres.Select((centre, i) => counts[i] == 0 ? centre : Array.ConvertAll(sums[i], sum => (float)(sum / counts[i])))];
    }
}
