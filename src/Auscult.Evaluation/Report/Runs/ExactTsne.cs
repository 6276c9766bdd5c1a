namespace Auscult.Evaluation.Report.Runs;

/// <summary>t-SNE (van der Maaten and Hinton 2008) without approximations: time grows with the square of the points.</summary>
public static class ExactTsne
{
    private const int Iterations = 400;
    private const int Exaggerated = 100;
    private const double Exaggeration = 12;
    private const double Smallest = 1e-12;

    /// <summary>Lays points out so that near ones stay near.</summary>
    /// <param name="rows"><c>[point][dimension]</c>.</param>
    /// <param name="start">Where the layout starts, <c>[point]</c>: the first two principal components. The same start gives the same layout.</param>
    /// <param name="perplexity">About how many neighbours count; at most a third of the points.</param>
    public static (double X, double Y)[] Layout(IReadOnlyList<double[]> rows, IReadOnlyList<(double X, double Y)> start, double perplexity = 30)
    {
        var n = rows.Count;
        if (n < 4)
            return [.. start];
        var p = Affinities(rows, Math.Min(perplexity, (n - 1) / 3.0));
        var scale = 1e-4 / Math.Max(Smallest, Math.Sqrt(start.Average(point => point.X * point.X)));
        var place = start.SelectMany(point => new[] { point.X * scale, point.Y * scale }).ToArray();
        var (speed, gain, force) = (new double[2 * n], new double[2 * n], new double[2 * n]);
        Array.Fill(gain, 1);
        var rate = Math.Max(50, n / Exaggeration);
        var weights = new double[n * n];
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            Forces(p, place, weights, force, iteration < Exaggerated ? Exaggeration : 1);
            var momentum = iteration < Exaggerated ? 0.5 : 0.8;
            for (var i = 0; i < force.Length; i++)
            {
                gain[i] = Math.Max(0.01, Math.Sign(force[i]) == Math.Sign(speed[i]) ? gain[i] * 0.8 : gain[i] + 0.2);
                speed[i] = (momentum * speed[i]) - (rate * gain[i] * force[i]);
                place[i] += speed[i];
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => (place[2 * i], place[(2 * i) + 1]))];
    }

    private static void Forces(double[] p, double[] place, double[] weights, double[] force, double exaggeration)
    {
        var n = place.Length / 2;
        var sums = new double[n];
        Parallel.For(0, n, i =>
        {
            for (var j = 0; j < n; j++)
            {
                var (dx, dy) = (place[2 * i] - place[2 * j], place[(2 * i) + 1] - place[(2 * j) + 1]);
                sums[i] += weights[(i * n) + j] = i == j ? 0 : 1 / (1 + (dx * dx) + (dy * dy));
            }
        });
        var total = sums.Sum();
        Parallel.For(0, n, i =>
        {
            var (x, y) = (0.0, 0.0);
            for (var j = 0; j < n; j++)
            {
                var weight = weights[(i * n) + j];
                var pull = ((exaggeration * p[(i * n) + j]) - Math.Max(Smallest, weight / total)) * weight;
                x += pull * (place[2 * i] - place[2 * j]);
                y += pull * (place[(2 * i) + 1] - place[(2 * j) + 1]);
            }
            (force[2 * i], force[(2 * i) + 1]) = (4 * x, 4 * y);
        });
    }

    /// <summary>Symmetric affinities; each point's own have the perplexity that is asked for, found by bisection.</summary>
    private static double[] Affinities(IReadOnlyList<double[]> rows, double perplexity)
    {
        var n = rows.Count;
        var own = new double[n * n];
        Parallel.For(0, n, i =>
        {
            var distances = new double[n];
            for (var j = 0; j < n; j++)
                distances[j] = MathNet.Numerics.Distance.SSD(rows[i], rows[j]);
            var nearest = Enumerable.Range(0, n).Where(j => j != i).Min(j => distances[j]);
            var (low, high, precision) = (0.0, double.PositiveInfinity, 1.0);
            for (var step = 0; step < 60; step++)
            {
                var (sum, weighted) = (0.0, 0.0);
                for (var j = 0; j < n; j++)
                {
                    var distance = distances[j] - nearest;
                    var weight = j == i ? 0 : Math.Exp(-precision * distance);
                    own[(i * n) + j] = weight;
                    sum += weight;
                    weighted += weight * distance;
                }
                var entropy = Math.Log(sum) + (precision * weighted / sum);
                for (var j = 0; j < n; j++)
                    own[(i * n) + j] /= sum;
                if (Math.Abs(entropy - Math.Log(perplexity)) < 1e-5)
                    break;
                if (entropy > Math.Log(perplexity))
                    (low, precision) = (precision, double.IsInfinity(high) ? precision * 2 : (precision + high) / 2);
                else
                    (high, precision) = (precision, (precision + low) / 2);
            }
        });
        var both = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                both[(i * n) + j] = Math.Max(Smallest, (own[(i * n) + j] + own[(j * n) + i]) / (2.0 * n));
        }
        return both;
    }
}
