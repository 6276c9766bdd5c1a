namespace Auscult.Evaluation.Realism.Telling;

/// <summary>
/// A random forest for two classes (Breiman 2001): trees on bootstrap samples with equal weight for both classes, each split the best of
/// a random subset of features by Gini impurity. The same input and generator give the same forest.
/// </summary>
public sealed class RandomForest
{
    private const int LeastLeaf = 3;
    private const int MaxDepth = 14;
    private readonly Node[] _trees;

    private RandomForest(Node[] trees) => _trees = trees;

    /// <summary>Fits a forest.</summary>
    /// <param name="features"><c>[example][feature]</c> without NaN.</param>
    /// <param name="labels">Class of each example.</param>
    /// <param name="generator">Source of the bootstrap samples and feature subsets.</param>
    /// <param name="numTrees">Number of trees.</param>
    public static RandomForest Fit(IReadOnlyList<double[]> features, IReadOnlyList<bool> labels, Random generator, int numTrees = 100)
    {
        int[][] byClass = [.. new[] { false, true }.Select(label => Enumerable.Range(0, labels.Count).Where(i => labels[i] == label).ToArray())];
        var half = labels.Count / 2;
        var builder = new Builder(features, labels, generator);
        return new RandomForest([.. Enumerable.Range(0, numTrees).Select(_ =>
            builder.Grow([.. byClass.SelectMany(members => Enumerable.Range(0, half).Select(_ => members[generator.Next(members.Length)]))], 0))]);
    }

    /// <summary>Probability of the class <c>true</c>.</summary>
    public double Predict(double[] features) => _trees.Average(tree =>
    {
        var node = tree;
        while (node.Below is not null)
            node = features[node.Feature] <= node.Threshold ? node.Below : node.Above!;
        return node.Share;
    });

    private sealed record Node(double Share, int Feature = -1, double Threshold = 0, Node? Below = null, Node? Above = null);

    private sealed class Builder(IReadOnlyList<double[]> features, IReadOnlyList<bool> labels, Random generator)
    {
        private readonly int[] _order = [.. Enumerable.Range(0, features[0].Length)];

        public Node Grow(int[] members, int depth)
        {
            var positive = members.Count(i => labels[i]);
            var leaf = new Node((double)positive / members.Length);
            if (positive == 0 || positive == members.Length || depth == MaxDepth || members.Length < 2 * LeastLeaf)
                return leaf;
            generator.Shuffle(_order);
            var best = (Impurity: double.PositiveInfinity, Feature: -1, Threshold: 0.0);
            foreach (var feature in _order.AsSpan(0, (int)Math.Ceiling(Math.Sqrt(_order.Length))))
            {
                if (BestSplit(members, positive, feature) is var (impurity, threshold) && impurity < best.Impurity)
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

        private (double Impurity, double Threshold) BestSplit(int[] members, int positive, int feature)
        {
            var values = Array.ConvertAll(members, i => features[i][feature]);
            var sorted = (int[])members.Clone();
            Array.Sort(values, sorted);
            var (best, threshold, below) = (double.PositiveInfinity, 0.0, 0);
            for (var i = 1; i < sorted.Length; i++)
            {
                below += labels[sorted[i - 1]] ? 1 : 0;
                if (values[i] == values[i - 1] || i < LeastLeaf || sorted.Length - i < LeastLeaf)
                    continue;
                var impurity = Gini(below, i) + Gini(positive - below, sorted.Length - i);
                if (impurity < best)
                    (best, threshold) = (impurity, (values[i] + values[i - 1]) / 2);
            }
            return (best, threshold);
        }

        // Gini impurity times the number of members.
        private static double Gini(int positive, int count) => 2.0 * positive * (count - positive) / count;
    }
}
