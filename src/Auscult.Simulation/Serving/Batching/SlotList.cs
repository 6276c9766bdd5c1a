namespace Auscult.Simulation.Serving.Batching;

/// <summary>Doubly linked lists of slots, any number of them over one set of links: a slot is in one list at a time.</summary>
/// <param name="lists">How many lists.</param>
internal sealed class SlotList(int lists)
{
    private readonly int[] _first = Filled(lists);
    private readonly int[] _last = Filled(lists);
    private int[] _previous = Filled(64);
    private int[] _next = Filled(64);

    /// <summary>The first slot of a list, or -1.</summary>
    public int First(int list = 0) => _first[list];

    /// <summary>The last slot of a list, or -1.</summary>
    public int Last(int list = 0) => _last[list];

    /// <summary>The slot behind another, or -1.</summary>
    public int Next(int slot) => _next[slot];

    /// <summary>Adds a slot at the end.</summary>
    public void Append(int slot, int list = 0)
    {
        Reserve(slot);
        var last = _last[list];
        (_previous[slot], _next[slot], _last[list]) = (last, -1, slot);
        if (last < 0)
            _first[list] = slot;
        else
            _next[last] = slot;
    }

    /// <summary>Adds a slot at the front.</summary>
    public void Prepend(int slot, int list = 0)
    {
        Reserve(slot);
        var first = _first[list];
        (_previous[slot], _next[slot], _first[list]) = (-1, first, slot);
        if (first < 0)
            _last[list] = slot;
        else
            _previous[first] = slot;
    }

    /// <summary>Takes a slot out of the list it is in.</summary>
    public void Remove(int slot, int list = 0)
    {
        var (previous, next) = (_previous[slot], _next[slot]);
        if (previous < 0)
            _first[list] = next;
        else
            _next[previous] = next;
        if (next < 0)
            _last[list] = previous;
        else
            _previous[next] = previous;
    }

    private void Reserve(int slot)
    {
        if (slot < _next.Length)
            return;
        Array.Resize(ref _next, Math.Max(slot + 1, _next.Length * 2));
        Array.Resize(ref _previous, _next.Length);
    }

    private static int[] Filled(int length)
    {
        var filled = new int[length];
        Array.Fill(filled, -1);
        return filled;
    }
}
