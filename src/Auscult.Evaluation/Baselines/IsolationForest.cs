namespace Auscult.Evaluation.Baselines;

/// <summary>
/// An isolation forest (Liu, Ting and Zhou 2008): trees that split samples of 256 points at random values of random columns; what is alone
/// after few splits is unusual.
/// </summary>
internal sealed class IsolationForest
{
    private const int SampleSize = 256;
    private const double Euler = 0.57721566490153286;
    private readonly List<Node>[] _trees;
    private readonly double _expected;

    private IsolationForest(List<Node>[] trees, double expected) => (_trees, _expected) = (trees, expected);

    /// <summary>Grows the trees.</summary>
    /// <param name="points"><c>[point, column]</c>.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="trees">Number of trees.</param>
    /// <param name="generator">Source of samples and splits.</param>
    public static IsolationForest Fit(float[] points, int width, int trees, Random generator)
    {
        var count = points.Length / width;
        var size = Math.Min(SampleSize, count);
        var limit = (int)Math.Ceiling(Math.Log2(Math.Max(size, 2)));
        var order = Enumerable.Range(0, count).ToArray();
        var grown = new List<Node>[trees];
        for (var tree = 0; tree < trees; tree++)
        {
            for (var i = 0; i < size; i++)
            {
                var other = generator.Next(i, count);
                (order[i], order[other]) = (order[other], order[i]);
            }
            grown[tree] = [];
            Grow(grown[tree], points, width, order.AsSpan(0, size).ToArray(), 0, limit, generator);
        }
        return new IsolationForest(grown, ExpectedPathLength(size));
    }

    /// <summary>2^(-mean path length / expected path length): near 1 for what is soon alone, below 0.5 for what is usual.</summary>
    public double Score(ReadOnlySpan<float> point)
    {
        var sum = 0.0;
        foreach (var tree in _trees)
        {
            var node = tree[0];
            while (node.Column >= 0)
                node = tree[point[node.Column] <= node.Threshold ? node.Below : node.Above];
            sum += node.PathLength;
        }
        return Math.Pow(2, -sum / (_trees.Length * _expected));
    }

    /// <summary>Mean path length of an unsuccessful search in a binary search tree of n points (equation 1).</summary>
    public static double ExpectedPathLength(int n) => n switch
    {
        <= 1 => 0,
        2 => 1,
        _ => (2 * (Math.Log(n - 1) + Euler)) - (2.0 * (n - 1) / n),
    };

    private static int Grow(List<Node> tree, float[] points, int width, int[] members, int depth, int limit, Random generator)
    {
        var index = tree.Count;
        tree.Add(new Node(-1, 0, 0, 0, depth + ExpectedPathLength(members.Length)));
        if (depth == limit || members.Length < 2 || Split(points, width, members, generator) is not var (column, threshold))
            return index;
        var below = Array.FindAll(members, i => points[(i * width) + column] <= threshold);
        var above = Array.FindAll(members, i => points[(i * width) + column] > threshold);
        var first = Grow(tree, points, width, below, depth + 1, limit, generator);
        var second = Grow(tree, points, width, above, depth + 1, limit, generator);
        tree[index] = new Node(column, threshold, first, second, 0);
        return index;
    }

    /// <summary>A random value of a random column among those that differ between the members; null when all are equal.</summary>
    private static (int Column, float Threshold)? Split(float[] points, int width, int[] members, Random generator)
    {
        var first = generator.Next(width);
        for (var offset = 0; offset < width; offset++)
        {
            var column = (first + offset) % width;
            var (smallest, largest) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (var i in members)
            {
                smallest = Math.Min(smallest, points[(i * width) + column]);
                largest = Math.Max(largest, points[(i * width) + column]);
            }
            if (largest > smallest)
                return (column, Math.Min(smallest + (generator.NextSingle() * (largest - smallest)), MathF.BitDecrement(largest)));
        }
        return null;
    }

    private sealed record Node(int Column, float Threshold, int Below, int Above, double PathLength);
}
