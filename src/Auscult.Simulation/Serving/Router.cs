using Auscult.Simulation.Noise;
using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Serving;

/// <summary>Gives requests to replicas by what it heard of them last and what it sent since. Where none is healthy it takes any.</summary>
/// <param name="config">The policy.</param>
/// <param name="replicas">How many.</param>
/// <param name="seed">Randomness.</param>
internal sealed class Router(RoutingConfig config, int replicas, long seed)
{
    private readonly int[] _load = new int[replicas];
    private readonly int[] _healthy = new int[replicas];
    private NoiseStream _noise = new(seed);
    private int _count;
    private int _turn;

    /// <summary>Hears of every replica.</summary>
    /// <param name="load">Its requests, running and waiting.</param>
    /// <param name="isUp">Whether its health check passes.</param>
    public void Refresh(Func<int, int> load, Func<int, bool> isUp)
    {
        _count = 0;
        for (var replica = 0; replica < _load.Length; replica++)
        {
            _load[replica] = load(replica);
            if (isUp(replica))
                _healthy[_count++] = replica;
        }
        if (_count > 0)
            return;
        for (_count = 0; _count < _load.Length; _count++)
            _healthy[_count] = _count;
    }

    /// <summary>The replica for the next request.</summary>
    public int Choose()
    {
        var chosen = config.Policy switch
        {
            RoutingPolicy.RoundRobin => _healthy[_turn++ % _count],
            RoutingPolicy.PowerOfTwo => Lighter(Draw(), Draw()),
            _ => Lightest(),
        };
        _load[chosen]++;
        return chosen;
    }

    private int Draw() => _healthy[(int)(_noise.NextUniform() * _count)];

    private int Lighter(int one, int other) => _load[other] < _load[one] ? other : one;

    // Equal ones are taken in turn.
    private int Lightest()
    {
        var start = _turn++ % _count;
        var best = _healthy[start];
        for (var i = 1; i < _count; i++)
        {
            var at = start + i;
            best = Lighter(best, _healthy[at < _count ? at : at - _count]);
        }
        return best;
    }
}
