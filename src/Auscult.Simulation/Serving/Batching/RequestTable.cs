using System.Runtime.InteropServices;

namespace Auscult.Simulation.Serving.Batching;

/// <summary>One request inside a replica.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RequestState
{
    /// <summary>Seconds of its arrival, its first admission to the batch, its first token, its latest token before a preemption.</summary>
    public double Arrival, Admitted, FirstToken, LastToken;

    /// <summary>Iteration after which its latest prefill ended.</summary>
    public long DecodeStart;

    /// <summary>Lengths in tokens.</summary>
    public int Prompt, Output, Reusable;

    /// <summary>Tokens generated up to <see cref="DecodeStart"/>.</summary>
    public int Generated;

    /// <summary>Tokens in the cache, while it is in prefill.</summary>
    public int Prefilled;

    /// <summary>Where it is.</summary>
    public RequestPhase Phase;
}

/// <summary>Where a request is.</summary>
internal enum RequestPhase : byte
{
    /// <summary>In the queue.</summary>
    Waiting,

    /// <summary>Its prompt is being read.</summary>
    Prefill,

    /// <summary>Its prompt is read when the current iteration ends.</summary>
    LastChunk,

    /// <summary>It gets a token every iteration.</summary>
    Decode,
}

/// <summary>The live requests of a replica, in slots that are used again.</summary>
internal sealed class RequestTable
{
    private readonly Stack<int> _free = new();
    private RequestState[] _states = new RequestState[64];
    private int _used;

    /// <summary>Live requests.</summary>
    public int Count => _used - _free.Count;

    /// <summary>Slots that were ever used.</summary>
    public int Slots => _used;

    /// <summary>The request in a slot.</summary>
    public ref RequestState this[int slot] => ref _states[slot];

    /// <summary>A slot for a new request.</summary>
    public int Take()
    {
        if (_free.TryPop(out var slot))
            return slot;
        if (_used == _states.Length)
            Array.Resize(ref _states, _used * 2);
        return _used++;
    }

    /// <summary>Gives a slot back.</summary>
    public void Free(int slot) => _free.Push(slot);
}
