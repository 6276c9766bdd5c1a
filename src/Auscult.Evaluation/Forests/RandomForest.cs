namespace Auscult.Evaluation.Forests;

/// <summary>
/// A random forest (Breiman 2001): trees on bootstrap samples with equal weight for every class, each split the best of a random subset
/// of features by Gini impurity. The same input and generator give the same forest.
/// </summary>
public sealed class RandomForest
{
    private const int MaxDepth = 14;
    private readonly Node[] _trees;
    private readonly int _numClasses;

    private RandomForest(Node[] trees, int numClasses) => (_trees, _numClasses) = (trees, numClasses);

    /// <summary>Fits a forest.</summary>
    /// <param name="features"><c>[example][feature]</c> without NaN.</param>
    /// <param name="labels">Class of each example, from 0; every class below the largest occurs.</param>
    /// <param name="generator">Source of the bootstrap samples and feature subsets.</param>
    /// <param name="numTrees">Number of trees.</param>
    /// <param name="leastLeaf">Examples below which a leaf is not split off.</param>
    public static RandomForest Fit(
        IReadOnlyList<double[]> features, IReadOnlyList<int> labels, Random generator, int numTrees = 100, int leastLeaf = 3)
    {
        var numClasses = labels.Max() + 1;
        int[][] byClass = [.. Enumerable.Range(0, numClasses)
            .Select(k => Enumerable.Range(0, labels.Count).Where(i => labels[i] == k).ToArray())];
        var ofEach = Math.Max(1, labels.Count / numClasses);
        var builder = new Builder(features, labels, numClasses, leastLeaf, generator);
        return new RandomForest([.. Enumerable.Range(0, numTrees).Select(_ => builder.Grow(Sample(), depth: 0))], numClasses);

        int[] Sample() => [.. byClass.SelectMany(members => Enumerable.Range(0, ofEach).Select(_ => members[generator.Next(members.Length)]))];
    }

    /// <summary><c>[class]</c>: mean share of each class in the leaves that the example reaches; sums to 1.</summary>
    public double[] Predict(double[] features)
    {
        var shares = new double[_numClasses];
        foreach (var tree in _trees)
        {
            var node = tree;
            while (node.Below is not null)
                node = features[node.Feature] <= node.Threshold ? node.Below : node.Above!;
            for (var k = 0; k < shares.Length; k++)
                shares[k] += node.Shares[k] / _trees.Length;
        }
        return shares;
    }

    private sealed record Node(double[] Shares, int Feature = -1, double Threshold = 0, Node? Below = null, Node? Above = null);

    private sealed class Builder(
        IReadOnlyList<double[]> features, IReadOnlyList<int> labels, int numClasses, int leastLeaf, Random generator)
    {
        private readonly int[] _order = [.. Enumerable.Range(0, features[0].Length)];

        public Node Grow(int[] members, int depth)
        {
            var counts = new int[numClasses];
            foreach (var member in members)
                counts[labels[member]]++;
            var leaf = new Node(Array.ConvertAll(counts, count => (double)count / members.Length));
            if (counts.Contains(members.Length) || depth == MaxDepth || members.Length < 2 * leastLeaf)
                return leaf;
            generator.Shuffle(_order);
            var best = (Impurity: double.PositiveInfinity, Feature: -1, Threshold: 0.0);
            foreach (var feature in _order.AsSpan(0, (int)Math.Ceiling(Math.Sqrt(_order.Length))))
            {
                if (BestSplit(members, counts, feature) is var (impurity, threshold) && impurity < best.Impurity)
                    best = (impurity, feature, threshold);
            }
            return best.Feature < 0 ? leaf : leaf with
            {
                Feature = best.Feature,
                Threshold = best.Threshold,
                Below = Grow([.. members.Where(i => features[i][best.Feature] <= best.Threshold)], depth + 1),
                Above = Grow([.. members.Where(i => features[i][best.Feature] > best.Threshold)], depth + 1),
            };
        }

        // Gini impurity times members is the members minus the sum of squared class counts over the members; the sums are kept up.
        private (double Impurity, double Threshold) BestSplit(int[] members, int[] counts, int feature)
        {
            var values = Array.ConvertAll(members, i => features[i][feature]);
            var sorted = (int[])members.Clone();
            Array.Sort(values, sorted);
            var below = new int[numClasses];
            var (squaresBelow, squaresAbove) = (0L, counts.Sum(count => (long)count * count));
            var (best, threshold) = (double.PositiveInfinity, 0.0);
            for (var i = 1; i < sorted.Length; i++)
            {
                var label = labels[sorted[i - 1]];
                squaresBelow += (2 * below[label]) + 1;
                squaresAbove -= (2 * (counts[label] - below[label])) - 1;
                below[label]++;
                if (values[i] == values[i - 1] || i < leastLeaf || sorted.Length - i < leastLeaf)
                    continue;
                var impurity = sorted.Length - ((double)squaresBelow / i) - ((double)squaresAbove / (sorted.Length - i));
                if (impurity < best)
                    (best, threshold) = (impurity, (values[i] + values[i - 1]) / 2);
            }
            return (best, threshold);
        }
    }
}
