using Auscult.Simulation.Serving.Arrivals;
using Auscult.Simulation.Serving.Metrics;
using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Serving.Batching;

/// <summary>
/// Queue, batch and key-value cache of one replica, after the scheduler of vLLM: every iteration each decoding request gets a token, what
/// is left of the token budget reads prompts in order of arrival, and where the cache is full the request admitted last gives way and is
/// read again later. An iteration costs time in the requests that enter or leave, not in those that decode.
/// </summary>
internal sealed partial class Replica
{
    private readonly BatchingConfig _config;
    private readonly long _capacity;
    private readonly double _timeout;
    private readonly RequestTable _requests = new();
    private readonly SlotList _byAge = new(1);
    private readonly SlotList _waiting = new(1);
    private readonly SlotList _batch = new(1);
    private readonly SlotList _lastChunks = new(1);
    private readonly SlotList _dueAt;
    private readonly long _dueMask;
    private double _expireFrom;
    private long _iteration;
    private long _prefixTokens;
    private int _partial = -1;

    /// <param name="config">How it batches.</param>
    /// <param name="capacity">Tokens that the cache holds; at least the longest request.</param>
    /// <param name="maxOutput">Longest answer.</param>
    /// <param name="timeout">Seconds after which a client gives up.</param>
    public Replica(BatchingConfig config, long capacity, int maxOutput, double timeout)
    {
        (_config, _capacity, _timeout) = (config, capacity, timeout);
        var ring = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)maxOutput + 1);
        (_dueAt, _dueMask) = (new SlotList(ring), ring - 1);
    }

    /// <summary>What it counted.</summary>
    public ReplicaMetrics Metrics { get; } = new();

    /// <summary>Requests in the queue.</summary>
    public int Waiting { get; private set; }

    /// <summary>Requests in the batch.</summary>
    public int Running { get; private set; }

    /// <summary>Requests that get a token every iteration.</summary>
    public int Decoding { get; private set; }

    /// <summary>Tokens of the requests of the batch in the cache.</summary>
    public long CacheTokens { get; private set; }

    /// <summary>Share of the cache that the batch uses.</summary>
    public double CacheRatio => CacheTokens / (double)_capacity;

    /// <summary>Whether nothing is to be done.</summary>
    public bool IsIdle => Waiting + Running == 0;

    /// <summary>When the oldest request is given up; infinity without any.</summary>
    public double NextTimeout => _byAge.First() is >= 0 and var slot ? _requests[slot].Arrival + _timeout : double.PositiveInfinity;

    /// <summary>Takes a request into the queue.</summary>
    public void Receive(in ArrivingRequest arriving)
    {
        Metrics.Received++;
        var slot = _requests.Take();
        _requests[slot] = new RequestState
        {
            Arrival = arriving.Seconds,
            Admitted = double.NaN,
            FirstToken = double.NaN,
            Prompt = arriving.PromptTokens,
            Output = arriving.OutputTokens,
            Reusable = arriving.ReusableTokens,
        };
        _byAge.Append(slot);
        _waiting.Append(slot);
        Waiting++;
    }

    /// <summary>Refuses a request: nobody is there to answer.</summary>
    public void Refuse()
    {
        Metrics.Received++;
        Metrics.Aborted++;
    }

    /// <summary>Plans an iteration.</summary>
    /// <param name="now">When it begins.</param>
    public IterationWork Plan(double now)
    {
        while (CacheTokens + Decoding > _capacity)
            Preempt(_batch.Last(), now);
        var budget = _config.MaxTokens - Decoding;
        var (prompt, pairs, attended) = (0, 0.0, CacheTokens - (_partial >= 0 ? _requests[_partial].Prefilled : 0));
        while (budget > 0 && (_partial >= 0 || TryAdmit(now)))
        {
            ref var request = ref _requests[_partial];
            var left = request.Prompt + request.Generated - request.Prefilled;
            var chunk = (int)Math.Min(Math.Min(budget, left), _capacity - CacheTokens - Decoding);
            if (chunk <= 0)
                break;
            pairs += chunk * (request.Prefilled + (0.5 * chunk));
            request.Prefilled += chunk;
            CacheTokens += chunk;
            prompt += chunk;
            budget -= chunk;
            if (chunk < left)
                break;
            request.Phase = RequestPhase.LastChunk;
            _lastChunks.Append(_partial);
            _partial = -1;
        }
        return new IterationWork(Decoding, prompt, attended, pairs);
    }

    private bool TryAdmit(double now)
    {
        var slot = _waiting.First();
        if (slot < 0 || Running >= _config.MaxRequests)
            return false;
        ref var request = ref _requests[slot];
        var need = request.Prompt + request.Generated;
        if (CacheTokens + Decoding + need > _capacity * (Running == 0 ? 1 : 1 - _config.Watermark))
            return false;
        _waiting.Remove(slot);
        _batch.Append(slot);
        Waiting--;
        Running++;
        _partial = slot;
        request.Phase = RequestPhase.Prefill;
        if (double.IsNaN(request.Admitted))
        {
            request.Admitted = now;
            Metrics.Queue.Add(now - request.Arrival);
        }
        request.Prefilled = Found(request.Prompt, request.Reusable);
        CacheTokens += request.Prefilled;
        return true;
    }

    // Beginnings live where the batch leaves the cache free, and are there only after they were read once.
    private int Found(int prompt, int reusable)
    {
        if (!_config.PrefixCache)
            return 0;
        _prefixTokens = Math.Min(_prefixTokens, _capacity - CacheTokens);
        var share = Math.Min(1, _prefixTokens / _config.PrefixWorkingSetTokens);
        var found = (int)(Math.Min(reusable, prompt - 1) * share);
        _prefixTokens += prompt - found;
        Metrics.PrefixQueries += prompt;
        Metrics.PrefixHits += found;
        return found;
    }
}
