namespace Auscult.Sweeps.Importance;

/// <summary>One axis of a box: an interval of the unit line, or a set of choices.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Choices">Which choices are in, or null for a number.</param>
internal readonly record struct BoxSide(double Low, double High, bool[]? Choices)
{
    /// <summary>Share of the axis.</summary>
    public double Size => Choices is null ? High - Low : Choices.Count(isIn => isIn) / (double)Choices.Length;

    /// <summary>Whether a place is in.</summary>
    public bool Contains(double place) => Choices is null ? place >= Low && place < High : Choices[(int)place];
}

/// <summary>A leaf: the box of points that reach it, and its value.</summary>
internal sealed record Leaf(BoxSide[] Box, double Value)
{
    /// <summary>Share of the space.</summary>
    public double Volume => Box.Aggregate(1.0, (volume, side) => volume * side.Size);
}

/// <summary>
/// A regression tree whose leaves know their boxes: splits of least squared error, at a threshold of a number or one choice against the others.
/// </summary>
internal sealed class RegressionTree(IReadOnlyList<double[]> points, IReadOnlyList<double> costs, IReadOnlyList<int> numChoices, Random generator)
{
    private readonly int[] _order = [.. Enumerable.Range(0, numChoices.Count)];

    /// <summary>Grows a tree on some of the points (with repetitions); its leaves fill the space.</summary>
    /// <param name="members">Indices of the points.</param>
    public IReadOnlyList<Leaf> Grow(int[] members)
    {
        var leaves = new List<Leaf>();
        Grow(members, [.. numChoices.Select(count => new BoxSide(0, 1, count == 0 ? null : [.. Enumerable.Repeat(true, count)]))], leaves);
        return leaves;
    }

    private void Grow(int[] members, BoxSide[] box, List<Leaf> leaves)
    {
        var mean = members.Average(i => costs[i]);
        if (members.Any(i => costs[i] != costs[members[0]]) && BestSplit(members) is { } split)
        {
            var (inside, outside) = Halves(box[split.Dimension], split);
            Grow([.. members.Where(i => split.TakesIn(points[i]))], With(box, split.Dimension, inside), leaves);
            Grow([.. members.Where(i => !split.TakesIn(points[i]))], With(box, split.Dimension, outside), leaves);
            return;
        }
        leaves.Add(new Leaf(box, mean));
    }

    // Five of six dimensions are tried (at least one): enough to make trees differ without hiding the only one that matters.
    private Split? BestSplit(int[] members)
    {
        generator.Shuffle(_order);
        var (best, least) = ((Split?)null, double.PositiveInfinity);
        foreach (var dimension in _order.AsSpan(0, Math.Max(1, (int)Math.Ceiling(_order.Length * 5 / 6.0))))
        {
            double[] places = [.. members.Select(i => points[i][dimension]).Distinct().Order()];
            for (var k = 0; k < places.Length && places.Length > 1; k++)
            {
                if (numChoices[dimension] == 0 && k == places.Length - 1)
                    break;
                var split = new Split(dimension, numChoices[dimension] == 0 ? (places[k] + places[k + 1]) / 2 : places[k], numChoices[dimension] > 0);
                var error = Error(members, split, isIn: true) + Error(members, split, isIn: false);
                if (error < least)
                    (best, least) = (split, error);
            }
        }
        return best;
    }

    private double Error(int[] members, Split split, bool isIn)
    {
        var (count, sum, squares) = (0, 0.0, 0.0);
        foreach (var i in members)
        {
            if (split.TakesIn(points[i]) != isIn)
                continue;
            count++;
            sum += costs[i];
            squares += costs[i] * costs[i];
        }
        return count == 0 ? double.PositiveInfinity : squares - (sum * sum / count);
    }

    private static (BoxSide In, BoxSide Out) Halves(BoxSide side, Split split) => side.Choices is { } choices
        ? (side with { Choices = [.. choices.Select((isIn, c) => isIn && c == (int)split.Place)] },
            side with { Choices = [.. choices.Select((isIn, c) => isIn && c != (int)split.Place)] })
        : (side with { High = split.Place }, side with { Low = split.Place });

    private static BoxSide[] With(BoxSide[] box, int dimension, BoxSide side)
    {
        var changed = (BoxSide[])box.Clone();
        changed[dimension] = side;
        return changed;
    }

    private sealed record Split(int Dimension, double Place, bool IsChoice)
    {
        public bool TakesIn(double[] point) => IsChoice ? point[Dimension] == Place : point[Dimension] < Place;
    }
}
