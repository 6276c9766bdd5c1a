using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Windowing;

/// <summary>In which order an epoch visits the windows of an index.</summary>
public interface IWindowSampler
{
    /// <summary>Positions in the window index; the same epoch always gives the same order.</summary>
    int[] Order(int epoch);
}

/// <summary>Every window once, in order of the index.</summary>
/// <param name="count">Number of windows.</param>
public sealed class SequentialSampler(int count) : IWindowSampler
{
    /// <inheritdoc/>
    public int[] Order(int epoch) => [.. Enumerable.Range(0, count)];
}

/// <summary>Every window once, in an order drawn anew for each epoch.</summary>
/// <param name="count">Number of windows.</param>
/// <param name="seeds">Source of the order.</param>
public sealed class ShuffledSampler(int count, Seeds seeds) : IWindowSampler
{
    /// <inheritdoc/>
    public int[] Order(int epoch)
    {
        var order = Enumerable.Range(0, count).ToArray();
        seeds.Child($"epoch/{epoch}").Generator().Shuffle(order);
        return order;
    }
}

/// <summary>
/// Every class equally often: within a class each window appears once before one appears again, and classes alternate in a drawn
/// order.
/// </summary>
public sealed class BalancedSampler : IWindowSampler
{
    private readonly int[][] _classes;
    private readonly Seeds _seeds;
    private readonly int _perClass;

    /// <param name="classOfWindow">Class of each window of the index; negative numbers leave a window out.</param>
    /// <param name="seeds">Source of the order.</param>
    /// <param name="perClass">Windows per class and epoch; null takes the size of the largest class.</param>
    public BalancedSampler(IReadOnlyList<int> classOfWindow, Seeds seeds, int? perClass = null)
    {
        _seeds = seeds;
        _classes = [.. Enumerable.Range(0, classOfWindow.Count).Where(i => classOfWindow[i] >= 0)
            .GroupBy(i => classOfWindow[i]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        _perClass = perClass ?? _classes.Select(members => members.Length).DefaultIfEmpty(0).Max();
    }

    /// <inheritdoc/>
    public int[] Order(int epoch)
    {
        var epochSeeds = _seeds.Child($"epoch/{epoch}");
        var drawn = _classes.Select((members, i) => Draw(members, epochSeeds.Child($"class/{i}").Generator())).ToArray();
        var turns = epochSeeds.Child("turns").Generator();
        var turn = Enumerable.Range(0, _classes.Length).ToArray();
        var order = new List<int>(_perClass * _classes.Length);
        for (var round = 0; round < _perClass; round++)
        {
            turns.Shuffle(turn);
            foreach (var i in turn)
                order.Add(drawn[i][round]);
        }
        return [.. order];
    }

    private int[] Draw(int[] members, Random random)
    {
        var drawn = new int[_perClass];
        var deck = (int[])members.Clone();
        for (var i = 0; i < drawn.Length; i++)
        {
            if (i % deck.Length == 0)
                random.Shuffle(deck);
            drawn[i] = deck[i % deck.Length];
        }
        return drawn;
    }
}
