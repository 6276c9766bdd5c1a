using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Windowing;

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
    public int Count => _perClass * _classes.Length;

    /// <inheritdoc/>
    public int ElementSize => 1;

    /// <inheritdoc/>
    public void Order(long epoch, Span<int> order)
    {
        var seeds = _seeds.OfEpoch(epoch);
        var drawn = _classes.Select((members, i) => Draw(members, seeds.Child($"class/{i}").Generator())).ToArray();
        var turns = seeds.Child("turns").Generator();
        var turn = new int[_classes.Length];
        WindowSamplers.Count(turn);
        var next = 0;
        for (var round = 0; round < _perClass; round++)
        {
            turns.Shuffle(turn);
            foreach (var i in turn)
                order[next++] = drawn[i][round];
        }
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
