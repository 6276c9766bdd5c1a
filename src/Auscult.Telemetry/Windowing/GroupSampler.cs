using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// Elements that show all members of a peer group over the same rows: place m of an element is always member m of its group. Members
/// without a window at that time, and the places beyond a group smaller than the largest, stay empty. Elements come in a drawn order.
/// </summary>
public sealed class GroupSampler : IWindowSampler
{
    private readonly int[][] _elements;
    private readonly Seeds _seeds;

    /// <param name="index">The windows.</param>
    /// <param name="groups">Groups of the frame, such as <see cref="FrameSchema.PeerGroups"/>.</param>
    /// <param name="seeds">Source of the order.</param>
    /// <param name="smallestPresence">Members that must have a window for the element to be shown; 2 is the least that compares.</param>
    /// <exception cref="InputException">At no time do that many members of a group have a window.</exception>
    public GroupSampler(IEnumerable<Window> index, IReadOnlyList<PeerGroup> groups, Seeds seeds, int smallestPresence = 2)
    {
        _seeds = seeds;
        ElementSize = groups.Select(group => group.Entities.Count).DefaultIfEmpty(0).Max();
        var byEntity = index.Select((window, i) => (window, i)).GroupBy(pair => pair.window.Entity)
            .ToDictionary(group => group.Key, group => group.ToDictionary(pair => pair.window.FirstRow, pair => pair.i));
        var elements = new List<(int Group, int Row, int[] Windows)>();
        for (var g = 0; g < groups.Count; g++)
        {
            var members = groups[g].Entities.Select(entity => byEntity.GetValueOrDefault(entity)).ToArray();
            foreach (var row in members.OfType<Dictionary<int, int>>().SelectMany(windows => windows.Keys).Distinct())
            {
                var windows = new int[ElementSize];
                Array.Fill(windows, WindowIndex.NoWindow);
                for (var m = 0; m < members.Length; m++)
                    windows[m] = members[m] is { } own && own.TryGetValue(row, out var window) ? window : WindowIndex.NoWindow;
                if (windows.Count(window => window != WindowIndex.NoWindow) >= smallestPresence)
                    elements.Add((g, row, windows));
            }
        }
        _elements = [.. elements.OrderBy(element => element.Group).ThenBy(element => element.Row).Select(element => element.Windows)];
        if (_elements.Length == 0)
        {
            throw new InputException(
                $"at no time do {smallestPresence} members of a group have a window", remedy: "choose another kind of group or other rows");
        }
    }

    /// <inheritdoc/>
    public int Count => _elements.Length;

    /// <summary>Members of the largest group.</summary>
    public int ElementSize { get; }

    /// <inheritdoc/>
    public void Order(long epoch, Span<int> order)
    {
        var turn = new int[Count];
        WindowSamplers.Count(turn);
        _seeds.OfEpoch(epoch).Generator().Shuffle(turn);
        for (var i = 0; i < turn.Length; i++)
            _elements[turn[i]].CopyTo(order[(i * ElementSize)..]);
    }
}
