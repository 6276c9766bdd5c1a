namespace Auscult.Simulation.Serving.Stepping;

internal sealed partial class Engine
{
    private readonly Effort[] _effort;
    private readonly Effort[] _counted;
    private Effort _expertEffort;
    private Effort _expertCounted;
    private double _kernelSeconds;
    private double _usualSeconds;
    private double _duration;
    private double _engaged;
    private double _blocked;
    private double _mark;
    private double _downShare;

    /// <summary>What the GPUs did since this was asked last.</summary>
    /// <param name="seconds">How long ago that was.</param>
    /// <param name="shares">Per GPU of the engine.</param>
    public void TakeActivity(double seconds, Span<GpuShares> shares)
    {
        for (var gpu = 0; gpu < shares.Length; gpu++)
        {
            shares[gpu] = _up[ReplicaOf(gpu)] && _speed.Gpus[gpu].IsAlive
                ? _speed.Shares(gpu, seconds, _counted[ReplicaOf(gpu)], _expertCounted, Experts?.RankShares[gpu] ?? 0, _engaged, _blocked)
                : default;
        }
        Array.Clear(_counted);
        (_expertCounted, _engaged, _blocked) = (default, 0, 0);
    }

    private void Account(double now)
    {
        var elapsed = now - _mark;
        _mark = now;
        if (elapsed <= 0)
            return;
        if (_state == EngineState.Blocked)
            _blocked += elapsed;
        if (_state != EngineState.Iterating)
        {
            _lost += _state == EngineState.Idle ? elapsed * _downShare : elapsed;
            return;
        }
        var part = elapsed / _duration;
        _lost += Math.Max(_downShare, 1 - (_usualSeconds / _duration)) * elapsed;
        for (var i = 0; i < _counted.Length; i++)
            _counted[i] = _counted[i].Plus(_effort[i], part);
        if (Experts is not null)
            _expertCounted = _expertCounted.Plus(_expertEffort, part);
        _engaged += _kernelSeconds * part;
    }
}
