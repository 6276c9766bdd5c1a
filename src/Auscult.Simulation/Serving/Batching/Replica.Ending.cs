namespace Auscult.Simulation.Serving.Batching;

internal sealed partial class Replica
{
    /// <summary>Ends the planned iteration: every decoding request has a token more, prompts that are read have their first.</summary>
    /// <param name="work">What was planned.</param>
    /// <param name="now">When it ends.</param>
    /// <param name="previous">When the one before ended.</param>
    public void Finish(in IterationWork work, double now, double previous)
    {
        _iteration++;
        Metrics.Iterations++;
        Metrics.IterationTokens += work.Tokens;
        Metrics.GenerationTokens += Decoding;
        CacheTokens += Decoding;
        Metrics.InterToken.Add(now - previous, Decoding);
        var due = (int)(_iteration & _dueMask);
        while (_dueAt.First(due) is >= 0 and var done)
            Complete(done, now);
        while (_lastChunks.First() is >= 0 and var read)
            StartDecode(read, now);
    }

    /// <summary>Gives up the requests whose clients no longer wait.</summary>
    public void Expire(double now)
    {
        if (now < _expireFrom)
            return;
        while (NextTimeout <= now)
            Abort(_byAge.First());
        _expireFrom = Math.Min(NextTimeout, now + _timeout);
    }

    /// <summary>Loses every request, and what the cache held.</summary>
    public void AbortAll()
    {
        while (_byAge.First() is >= 0 and var slot)
            Abort(slot);
        _prefixTokens = 0;
    }

    /// <summary>Tokens that live requests have got, and tokens of the batch in the cache, counted request by request.</summary>
    public (long Generated, long Cached) CountTokens()
    {
        var (generated, cached) = (0L, 0L);
        for (var slot = _byAge.First(); slot >= 0; slot = _byAge.Next(slot))
        {
            generated += Generated(slot);
            cached += Cached(slot);
        }
        return (generated, cached);
    }

    private void StartDecode(int slot, double now)
    {
        _lastChunks.Remove(slot);
        ref var request = ref _requests[slot];
        if (request.Generated == 0)
        {
            request.FirstToken = now;
            Metrics.PromptTokens += request.Prompt;
            Metrics.FirstToken.Add(now - request.Arrival);
            Metrics.Prefill.Add(now - request.Admitted);
        }
        else
            Metrics.InterToken.Add(now - request.LastToken);
        Metrics.GenerationTokens++;
        request.Generated++;
        request.DecodeStart = _iteration;
        request.Phase = RequestPhase.Decode;
        Decoding++;
        _dueAt.Append(slot, Due(slot));
        if (request.Generated == request.Output)
            Complete(slot, now);
    }

    private void Complete(int slot, double now)
    {
        ref var request = ref _requests[slot];
        Metrics.Completed++;
        Metrics.CompletedTokens += request.Output;
        Metrics.Request.Add(now - request.Arrival);
        Metrics.Decode.Add(now - request.FirstToken);
        if (request.Output > 1)
            Metrics.PerToken.Add((now - request.FirstToken) / (request.Output - 1));
        Remove(slot);
    }

    private void Abort(int slot)
    {
        Metrics.Aborted++;
        Metrics.AbortedTokens += Generated(slot);
        Remove(slot);
    }

    private void Remove(int slot)
    {
        if (_requests[slot].Phase == RequestPhase.Waiting)
        {
            _waiting.Remove(slot);
            Waiting--;
        }
        else
            LeaveBatch(slot);
        _byAge.Remove(slot);
        _requests.Free(slot);
    }

    private void Preempt(int slot, double now)
    {
        Metrics.Preemptions++;
        var generated = Generated(slot);
        LeaveBatch(slot);
        ref var request = ref _requests[slot];
        (request.Generated, request.Prefilled, request.LastToken, request.Phase) = (generated, 0, now, RequestPhase.Waiting);
        _waiting.Prepend(slot);
        Waiting++;
    }

    private void LeaveBatch(int slot)
    {
        ref var request = ref _requests[slot];
        CacheTokens -= Cached(slot);
        _batch.Remove(slot);
        Running--;
        if (request.Phase == RequestPhase.LastChunk)
            _lastChunks.Remove(slot);
        else if (request.Phase == RequestPhase.Decode)
        {
            _dueAt.Remove(slot, Due(slot));
            Decoding--;
        }
        if (_partial == slot)
            _partial = -1;
    }

    // The iteration after which the answer is whole.
    private int Due(int slot)
    {
        ref var request = ref _requests[slot];
        return (int)((request.DecodeStart + request.Output - request.Generated) & _dueMask);
    }

    private int Generated(int slot)
    {
        ref var request = ref _requests[slot];
        return request.Phase == RequestPhase.Decode ? request.Generated + (int)(_iteration - request.DecodeStart) : request.Generated;
    }

    // The newest token goes into the cache when the next one is made.
    private int Cached(int slot)
    {
        ref var request = ref _requests[slot];
        return request.Phase switch
        {
            RequestPhase.Waiting => 0,
            RequestPhase.Decode => request.Prompt + Generated(slot) - 1,
            _ => request.Prefilled,
        };
    }
}
