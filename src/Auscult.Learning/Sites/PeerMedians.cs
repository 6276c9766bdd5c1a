namespace Auscult.Learning.Sites;

/// <summary>Medians over entities of the distances of one moment. Not safe for several threads: it reuses its room.</summary>
internal sealed class PeerMedians(int entities)
{
    /// <summary>Signals that are looked at together: their values lie in a few neighbouring cache lines of each entity.</summary>
    public const int Tile = 8;

    private const int MinPeers = 3;

    private readonly float[] _values = new float[Tile * entities];
    private readonly int[] _counts = new int[Tile];

    /// <summary>Takes a tile of signals.</summary>
    /// <param name="shifts">Holds the distances in the channel of the own past.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="first">First signal of the tile.</param>
    /// <param name="peers">Receives medians, then median absolute deviations, a padded row each; NaN with too few peers.</param>
    /// <param name="width">Padded number of signals.</param>
    public void Take(KindShifts shifts, int moment, int first, float[] peers, int width)
    {
        var tile = Math.Min(Tile, shifts.Signals.Count - first);
        Array.Clear(_counts);
        for (var e = 0; e < entities; e++)
        {
            var cells = shifts.At(moment, e)[(first * KindShifts.Channels)..];
            for (var s = 0; s < tile; s++)
            {
                var distance = cells[s * KindShifts.Channels];
                if (!float.IsNaN(distance))
                    _values[(s * entities) + _counts[s]++] = distance;
            }
        }
        for (var s = 0; s < tile; s++)
            (peers[first + s], peers[width + first + s]) = Middle(_values.AsSpan(s * entities, _counts[s]));
    }

    private static (float Median, float Deviation) Middle(Span<float> values)
    {
        if (values.Length < MinPeers)
            return (float.NaN, float.NaN);
        var median = Median(values);
        foreach (ref var value in values)
            value = Math.Abs(value - median);
        return (median, Median(values));
    }

    private static float Median(Span<float> values)
    {
        var upper = Smallest(values, values.Length / 2);
        if (values.Length % 2 == 1)
            return upper;
        var lower = float.NegativeInfinity;
        foreach (var value in values[..(values.Length / 2)])
            lower = Math.Max(lower, value);
        return (lower + upper) / 2;
    }

    /// <summary>
    /// The value of a rank; smaller ones come to stand before it (Hoare's selection, the pivot being the median of three).
    /// </summary>
    private static float Smallest(Span<float> values, int rank)
    {
        var (low, high) = (0, values.Length - 1);
        while (high > low)
        {
            var (a, b, c) = (values[low], values[(low + high) / 2], values[high]);
            var pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (values[i] < pivot)
                    i++;
                while (values[j] > pivot)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }
            if (rank <= j)
                high = j;
            else if (rank >= i)
                low = i;
            else
                break;
        }
        return values[rank];
    }
}
