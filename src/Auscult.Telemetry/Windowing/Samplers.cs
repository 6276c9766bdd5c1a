using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// In which order an epoch visits windows. An order is a function of the sampler and the number of the epoch, so the number of the next
/// batch is all the state there is.
/// </summary>
public interface IWindowSampler
{
    /// <summary>Elements of an epoch.</summary>
    int Count { get; }

    /// <summary>Windows of an element: what belongs together stays in one batch. 1 where windows are drawn one by one.</summary>
    int ElementSize { get; }

    /// <summary>Writes the order of an epoch; the same epoch always gives the same order.</summary>
    /// <param name="epoch">Number of the epoch, from 0.</param>
    /// <param name="order">
    /// Receives <c>[element, window]</c>: positions in the window index, <see cref="WindowIndex.NoWindow"/> for places that stay empty.
    /// </param>
    void Order(long epoch, Span<int> order);
}

/// <summary>What every sampler can do.</summary>
public static class WindowSamplers
{
    /// <summary>The order of an epoch as an array.</summary>
    public static int[] Order(this IWindowSampler sampler, long epoch)
    {
        var order = new int[sampler.Count * sampler.ElementSize];
        sampler.Order(epoch, order);
        return order;
    }

    /// <summary>The random source of one epoch.</summary>
    internal static Seeds OfEpoch(this Seeds seeds, long epoch) => seeds.Child($"epoch/{epoch}");

    /// <summary>Writes 0, 1, 2 and so on.</summary>
    internal static void Count(Span<int> order)
    {
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
    }
}

/// <summary>Every window once, in order of the index.</summary>
/// <param name="count">Number of windows.</param>
public sealed class SequentialSampler(int count) : IWindowSampler
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public int ElementSize => 1;

    /// <inheritdoc/>
    public void Order(long epoch, Span<int> order) => WindowSamplers.Count(order);
}

/// <summary>Some windows in a given order, the same in every epoch.</summary>
/// <param name="windows">Positions in the window index.</param>
public sealed class FixedSampler(IReadOnlyList<int> windows) : IWindowSampler
{
    /// <inheritdoc/>
    public int Count => windows.Count;

    /// <inheritdoc/>
    public int ElementSize => 1;

    /// <inheritdoc/>
    public void Order(long epoch, Span<int> order)
    {
        for (var i = 0; i < order.Length; i++)
            order[i] = windows[i];
    }
}

/// <summary>Every window once, in an order drawn anew for each epoch.</summary>
/// <param name="count">Number of windows.</param>
/// <param name="seeds">Source of the order.</param>
public sealed class ShuffledSampler(int count, Seeds seeds) : IWindowSampler
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public int ElementSize => 1;

    /// <inheritdoc/>
    public void Order(long epoch, Span<int> order)
    {
        WindowSamplers.Count(order);
        seeds.OfEpoch(epoch).Generator().Shuffle(order);
    }
}
