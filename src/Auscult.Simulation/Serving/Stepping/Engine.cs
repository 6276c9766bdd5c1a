using Auscult.Simulation.Noise;
using Auscult.Simulation.Serving.Arrivals;
using Auscult.Simulation.Serving.Batching;
using Auscult.Simulation.Serving.Experts;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Serving.Stepping;

/// <summary>What an engine does.</summary>
internal enum EngineState
{
    /// <summary>It has no request.</summary>
    Idle,

    /// <summary>An iteration runs.</summary>
    Iterating,

    /// <summary>A rank is lost and the others wait for it in a collective.</summary>
    Blocked,

    /// <summary>The loss was detected; the others are being connected without it, or with it again.</summary>
    Reconfiguring,
}

/// <summary>
/// Replicas that step together: one alone, or all those that share a set of experts. It moves from event to event, so it does not matter
/// in how many ticks time passes.
/// </summary>
internal sealed partial class Engine
{
    private readonly ServingConfig _config;
    private readonly IterationTiming _timing;
    private readonly GroupSpeed _speed;
    private readonly Replica[] _replicas;
    private readonly IterationWork[] _work;
    private readonly bool[] _up;
    private readonly double[] _ready;
    private readonly Queue<(int Replica, ArrivingRequest Request)> _inbox = new();
    private readonly double _hostSeconds;
    private readonly double _spread;
    private NoiseStream _noise;
    private EngineState _state;
    private double _end;
    private double _previous;
    private bool _planned;

    /// <param name="plan">The fleet's settings and machines.</param>
    /// <param name="maxOutput">Longest answer of any request.</param>
    /// <param name="popularity">Randomness of the experts' popularity, which belongs to the model: the same for all engines.</param>
    /// <param name="seeds">Randomness of its own.</param>
    public Engine(ServingPlan plan, int maxOutput, Seeds popularity, Seeds seeds)
    {
        var config = _config = plan.Config;
        _hostSeconds = config.Batching.HostMilliseconds * 1e-3;
        _spread = config.Batching.Jitter * Math.Sqrt(6);
        _timing = new IterationTiming(plan);
        _speed = new GroupSpeed(plan, _timing);
        var count = plan.ReplicasPerEngine;
        _replicas = [.. Enumerable.Range(0, count)
            .Select(_ => new Replica(config.Batching, plan.CacheTokens, maxOutput, config.Arrivals.Timeout.TotalSeconds))];
        (_work, _up, _ready) = (new IterationWork[count], new bool[count], new double[count]);
        Array.Fill(_up, true);
        Array.Fill(_ready, double.PositiveInfinity);
        _effort = new Effort[count];
        _counted = new Effort[count];
        _stopped = new double[plan.GpusPerEngine];
        Array.Fill(_stopped, double.NaN);
        _noise = new NoiseStream(seeds.Child("jitter").Value);
        if (config.Model.Experts > 0)
            Experts = new ExpertLoad(config.Experts, config.Model.Experts, plan.GpusPerEngine, popularity);
        _speed.Find(_up, Experts);
    }

    /// <summary>Its replicas.</summary>
    public IReadOnlyList<Replica> Replicas => _replicas;

    /// <summary>Load of its experts; null for a dense model.</summary>
    public ExpertLoad? Experts { get; }

    /// <summary>What it does.</summary>
    public EngineState State => _state;

    /// <summary>Tokens that went through its experts.</summary>
    public long ExpertTokens { get; private set; }

    /// <summary>Whether a replica serves, as a health check sees it: not before a loss is detected.</summary>
    public bool IsUp(int replica) => _up[replica];

    /// <summary>Gives it a request, which comes later than all before.</summary>
    public void Send(int replica, in ArrivingRequest request) => _inbox.Enqueue((replica, request));

    /// <summary>Gives experts tokens on top of their own from now on.</summary>
    /// <param name="skew">Per expert, the share of all tokens.</param>
    public void SetSkew(ReadOnlySpan<double> skew)
    {
        if (Experts!.SetSkew(skew))
            _speed.Find(_up, Experts);
    }

    /// <summary>Does everything that happens before a moment.</summary>
    public void Advance(double until)
    {
        while (NextEvent() is var next && next < until)
        {
            Account(next);
            Receive(next);
            switch (_state)
            {
                case EngineState.Idle:
                    Rejoin(next);
                    if (_state == EngineState.Idle)
                        Start(next);
                    break;
                case EngineState.Iterating:
                    Finish(next);
                    Rejoin(next);
                    if (_state == EngineState.Iterating)
                        Start(next);
                    break;
                case EngineState.Blocked when next >= _end:
                    Lose(next);
                    break;
                case EngineState.Reconfiguring when next >= _end:
                    Continue(next);
                    break;
                default:
                    foreach (var replica in _replicas)
                        replica.Expire(next);
                    break;
            }
        }
        Account(until);
        Receive(until);
    }

    private double NextEvent()
    {
        if (_state == EngineState.Iterating)
            return _end;
        if (_state == EngineState.Idle)
            return Math.Min(_inbox.TryPeek(out var first) ? first.Request.Seconds : double.PositiveInfinity, _ready.Min());
        var next = _end;
        foreach (var replica in _replicas)
            next = Math.Min(next, replica.NextTimeout);
        return next;
    }

    private void Receive(double now)
    {
        while (_inbox.TryPeek(out var head) && head.Request.Seconds <= now)
        {
            _inbox.Dequeue();
            if (_up[head.Replica])
                _replicas[head.Replica].Receive(head.Request);
            else
                _replicas[head.Replica].Refuse();
        }
    }

    private void Start(double now)
    {
        _planned = false;
        if (Experts?.Advance(now) == true)
            _speed.Find(_up, Experts);
        for (var i = 0; i < _replicas.Length; i++)
        {
            _work[i] = _up[i] && !_replicas[i].IsIdle ? _replicas[i].Plan(now) : default;
            _planned |= _work[i].Tokens > 0;
        }
        _state = _planned ? EngineState.Iterating : EngineState.Idle;
        if (_planned)
            Run(now);
    }

    private void Run(double now)
    {
        var (tokens, dense, usual) = (0, 0.0, 0.0);
        for (var i = 0; i < _replicas.Length; i++)
        {
            _effort[i] = _work[i].Tokens > 0 ? _timing.Dense(_work[i]) : default;
            if (_work[i].Tokens > 0)
                (dense, usual) = (Math.Max(dense, _speed.Dense(i, _effort[i])), Math.Max(usual, _speed.UsualDense(_effort[i])));
            tokens += _work[i].Tokens;
        }
        var expert = 0.0;
        if (Experts is not null)
        {
            _expertEffort = _timing.Experts(tokens);
            var assigned = (double)tokens * _config.Model.ExpertsPerToken;
            expert = _speed.Expert(_expertEffort, assigned);
            usual += _speed.UsualExpert(_expertEffort, assigned, Experts);
        }
        var jitter = Jitter();
        var kernels = (dense + expert) * jitter;
        _usualSeconds = (usual * jitter) + _hostSeconds;
        _kernelSeconds = kernels;
        _duration = kernels + (_hostSeconds * _speed.HostFactor);
        _end = now + _duration;
    }

    private void Finish(double now)
    {
        for (var i = 0; i < _replicas.Length; i++)
        {
            if (_work[i].Tokens > 0)
            {
                ExpertTokens += _work[i].Tokens;
                _replicas[i].Finish(_work[i], now, _previous);
            }
            _replicas[i].Expire(now);
        }
        _previous = now;
    }

    // Triangular, with the standard deviation asked for.
    private double Jitter()
    {
        var bits = _noise.NextBits();
        var triangle = ((uint)bits + (double)(uint)(bits >> 32)) / uint.MaxValue;
        return Math.Max(0.1, 1 + (_spread * (triangle - 1)));
    }
}
