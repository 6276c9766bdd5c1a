using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// Elements that show one entity each. Every window is drawn at least once in an epoch; the last element of an entity is filled up with
/// windows of the same entity drawn a second time. Elements come in a drawn order.
/// </summary>
public sealed class EntitySampler : IWindowSampler
{
    private readonly int[][] _windowsOfEntity;
    private readonly Seeds _seeds;

    /// <param name="index">The windows.</param>
    /// <param name="elementSize">Windows of an element.</param>
    /// <param name="seeds">Source of the order.</param>
    public EntitySampler(IEnumerable<Window> index, int elementSize, Seeds seeds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elementSize, 1);
        (ElementSize, _seeds) = (elementSize, seeds);
        _windowsOfEntity = [.. index.Select((window, i) => (window.Entity, Position: i)).GroupBy(pair => pair.Entity)
            .OrderBy(group => group.Key).Select(group => group.Select(pair => pair.Position).ToArray())];
        Count = _windowsOfEntity.Sum(windows => (windows.Length + elementSize - 1) / elementSize);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int ElementSize { get; }

    /// <inheritdoc/>
    public void Order(long epoch, Span<int> order)
    {
        var seeds = _seeds.OfEpoch(epoch);
        var turn = new int[Count];
        WindowSamplers.Count(turn);
        seeds.Child("turns").Generator().Shuffle(turn);
        var element = 0;
        for (var e = 0; e < _windowsOfEntity.Length; e++)
        {
            var drawn = (int[])_windowsOfEntity[e].Clone();
            seeds.Child($"entity/{e}").Generator().Shuffle(drawn);
            for (var first = 0; first < drawn.Length; first += ElementSize)
            {
                var target = order.Slice(turn[element++] * ElementSize, ElementSize);
                for (var i = 0; i < target.Length; i++)
                    target[i] = drawn[(first + i) % drawn.Length];
            }
        }
    }
}
