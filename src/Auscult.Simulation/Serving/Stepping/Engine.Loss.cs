using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Serving.Stepping;

internal sealed partial class Engine
{
    private readonly double[] _stopped;
    private double _left;
    private double _lost;
    private bool _restartsTogether;

    /// <summary>Takes over what the GPUs can do from a moment on. What runs goes on at the old speed to the end of its iteration.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="gpus">Per GPU of the engine.</param>
    public void SetCapabilities(double now, ReadOnlySpan<GpuCapability> gpus)
    {
        if (!_speed.Set(gpus))
            return;
        _speed.Find(_up, Experts);
        for (var gpu = 0; gpu < gpus.Length; gpu++)
        {
            if (!gpus[gpu].IsAlive && double.IsNaN(_stopped[gpu]))
                _stopped[gpu] = now;
            else if (gpus[gpu].IsAlive && _up[ReplicaOf(gpu)])
                _stopped[gpu] = double.NaN;
        }
        Watch(now);
    }

    /// <summary>
    /// Seconds lost since this was asked last: blocked, reconfigured, down, or slower than with healthy GPUs and usual experts.
    /// </summary>
    public double TakeLost()
    {
        var lost = _lost;
        _lost = 0;
        return lost;
    }

    /// <summary>Time since the last heartbeat of a rank.</summary>
    /// <param name="gpu">Index in the engine.</param>
    /// <param name="now">The moment.</param>
    public double HeartbeatAge(int gpu, double now)
    {
        var period = _config.Recovery.Heartbeat.TotalSeconds;
        // Ranks beat at different moments.
        var phase = period * (gpu * 0.618034 % 1);
        var last = double.IsNaN(_stopped[gpu]) ? now : _stopped[gpu];
        return now - last + ((last + phase) % period);
    }

    private int ReplicaOf(int gpu) => gpu / _config.TensorParallel;

    private bool IsAlive(int replica)
    {
        foreach (var gpu in _speed.Gpus.Slice(replica * _config.TensorParallel, _config.TensorParallel))
        {
            if (!gpu.IsAlive)
                return false;
        }
        return true;
    }

    private bool AllAlive(bool onlyUp)
    {
        for (var i = 0; i < _replicas.Length; i++)
        {
            if ((_up[i] || !onlyUp) && !IsAlive(i))
                return false;
        }
        return true;
    }

    private void Watch(double now)
    {
        for (var i = 0; i < _replicas.Length; i++)
        {
            var alive = _restartsTogether ? AllAlive(onlyUp: false) : IsAlive(i);
            if (!_up[i] && alive != double.IsFinite(_ready[i]))
                _ready[i] = alive ? now + _config.Recovery.Restart.TotalSeconds : double.PositiveInfinity;
        }
        var whole = AllAlive(onlyUp: true);
        if (!whole && _state != EngineState.Blocked)
        {
            _left = _state == EngineState.Iterating ? _end - now : 0;
            (_state, _end) = (EngineState.Blocked, now + _config.Recovery.Detection.TotalSeconds);
        }
        else if (whole && _state == EngineState.Blocked)
        {
            // It came back before anyone gave it up.
            if (_left > 0)
                (_state, _end) = (EngineState.Iterating, now + _left);
            else
                Continue(now);
        }
    }

    private void Lose(double now)
    {
        var survivors = Enumerable.Range(0, _replicas.Length).Any(i => _up[i] && IsAlive(i));
        var elastic = _config.Recovery.Policy == RecoveryPolicy.Elastic && survivors;
        _restartsTogether = !elastic;
        for (var i = 0; i < _replicas.Length; i++)
        {
            if (!elastic || !IsAlive(i))
                TakeOut(i, now);
        }
        (_state, _end) = elastic
            ? (EngineState.Reconfiguring, now + _config.Recovery.Elastic.TotalSeconds)
            : (EngineState.Idle, now);
        _planned &= elastic;
        Regroup();
    }

    private void TakeOut(int replica, double now)
    {
        (_up[replica], _ready[replica], _work[replica]) = (false, double.PositiveInfinity, default);
        _replicas[replica].AbortAll();
        foreach (ref var stopped in _stopped.AsSpan(replica * _config.TensorParallel, _config.TensorParallel))
            stopped = double.IsNaN(stopped) ? now : stopped;
    }

    // Replicas that are started again come back at the end of an iteration; the others wait while the groups are made anew.
    private void Rejoin(double now)
    {
        var (joined, others) = (false, false);
        for (var i = 0; i < _replicas.Length; i++)
        {
            others |= _up[i];
            if (_ready[i] > now)
                continue;
            (_up[i], _ready[i], joined) = (true, double.PositiveInfinity, true);
            _stopped.AsSpan(i * _config.TensorParallel, _config.TensorParallel).Fill(double.NaN);
        }
        if (!joined)
            return;
        Regroup();
        if (others)
            (_state, _planned, _end) = (EngineState.Reconfiguring, false, now + _config.Recovery.Elastic.TotalSeconds);
    }

    private void Continue(double now)
    {
        if (!_planned || !_work.Any(work => work.Tokens > 0))
        {
            Start(now);
            return;
        }
        // The interrupted iteration is done again.
        _state = EngineState.Iterating;
        Run(now);
    }

    private void Regroup()
    {
        _downShare = _up.Count(up => !up) / (double)_up.Length;
        if (Experts is not null)
        {
            var present = new bool[_stopped.Length];
            for (var gpu = 0; gpu < present.Length; gpu++)
                present[gpu] = _up[ReplicaOf(gpu)];
            Experts.SetPresent(present);
        }
        _speed.Find(_up, Experts);
    }
}
