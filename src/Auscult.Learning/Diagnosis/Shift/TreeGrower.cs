namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>Grows one extremely randomised tree from values by column, <c>[feature][example]</c>.</summary>
internal sealed class TreeGrower(float[][] columns, int[] labels, float[] weights, int classes, ExtraTreesConfig config, Random random)
{
    // Features that are constant within a node cost a look but no split: so many looks per wanted feature are taken at most.
    private const int LooksPerFeature = 4;
    private readonly List<int> _features = [];
    private readonly List<float> _thresholds = [];
    private readonly List<int> _below = [];
    private readonly List<float> _shares = [];
    private readonly float[] _left = new float[classes];
    private readonly float[] _all = new float[classes];
    private readonly int _tried = Math.Max(1, (int)(config.TriedFeatures * Math.Sqrt(columns.Length)));
    private int _leaves;

    public Tree Grow()
    {
        var members = Enumerable.Range(0, labels.Length).ToArray();
        var open = new Stack<(int Node, int First, int Count)>();
        AddNode();
        open.Push((0, 0, members.Length));
        while (open.TryPop(out var task))
        {
            var part = members.AsSpan(task.First, task.Count);
            if (Split(part) is not var (feature, threshold) || Partition(part, feature, threshold) is not (> 0 and var lower))
            {
                _below[task.Node] = Leaf(part);
                continue;
            }
            (_features[task.Node], _thresholds[task.Node], _below[task.Node]) = (feature, threshold, _features.Count);
            AddNode();
            AddNode();
            open.Push((_below[task.Node], task.First, lower));
            open.Push((_below[task.Node] + 1, task.First + lower, task.Count - lower));
        }
        return new Tree(classes, [.. _features], [.. _thresholds], [.. _below], [.. _shares]);
    }

    private void AddNode()
    {
        _features.Add(-1);
        _thresholds.Add(0);
        _below.Add(0);
    }

    private int Leaf(ReadOnlySpan<int> members)
    {
        Count(members, _all);
        var total = _all.Sum();
        foreach (var count in _all)
            _shares.Add(count / total);
        return _leaves++;
    }

    private (int Feature, float Threshold)? Split(ReadOnlySpan<int> members)
    {
        if (members.Length < 2 * config.MinLeaf || IsPure(members))
            return null;
        Count(members, _all);
        (int Feature, float Threshold)? best = null;
        var bestPurity = double.NegativeInfinity;
        for (var (looks, tried) = (0, 0); tried < _tried && looks < LooksPerFeature * _tried; looks++)
        {
            var feature = random.Next(columns.Length);
            var (low, high) = RangeOf(members, feature);
            if (low == high)
                continue;
            tried++;
            var threshold = low + (random.NextSingle() * (high - low));
            if (threshold >= high)
                threshold = low;
            if (Purity(members, feature, threshold) is { } purity && purity > bestPurity)
                (best, bestPurity) = ((feature, threshold), purity);
        }
        return best;
    }

    /// <summary>Sum over both sides of (sum of squared class weights / weight): larger is purer; null where a side is too small.</summary>
    private double? Purity(ReadOnlySpan<int> members, int feature, float threshold)
    {
        Array.Clear(_left);
        var count = 0;
        var column = columns[feature];
        foreach (var i in members)
        {
            if (column[i] <= threshold)
            {
                _left[labels[i]] += weights[i];
                count++;
            }
        }
        if (count < config.MinLeaf || members.Length - count < config.MinLeaf)
            return null;
        var (left, right, leftSquares, rightSquares) = (0.0, 0.0, 0.0, 0.0);
        for (var c = 0; c < _left.Length; c++)
        {
            var (below, above) = (_left[c], _all[c] - _left[c]);
            (left, right) = (left + below, right + above);
            (leftSquares, rightSquares) = (leftSquares + ((double)below * below), rightSquares + ((double)above * above));
        }
        return (leftSquares / left) + (rightSquares / right);
    }

    private (float Low, float High) RangeOf(ReadOnlySpan<int> members, int feature)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        var column = columns[feature];
        foreach (var i in members)
        {
            var value = column[i];
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        return (low, high);
    }

    private int Partition(Span<int> members, int feature, float threshold)
    {
        var lower = 0;
        var column = columns[feature];
        for (var i = 0; i < members.Length; i++)
        {
            if (column[members[i]] <= threshold)
            {
                (members[i], members[lower]) = (members[lower], members[i]);
                lower++;
            }
        }
        return lower;
    }

    private bool IsPure(ReadOnlySpan<int> members)
    {
        foreach (var i in members)
        {
            if (labels[i] != labels[members[0]])
                return false;
        }
        return true;
    }

    private void Count(ReadOnlySpan<int> members, float[] counts)
    {
        Array.Clear(counts);
        foreach (var i in members)
            counts[labels[i]] += weights[i];
    }
}
