using Auscult.Simulation.Configuration;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// The data loaders of the hosts: they make batches ahead, up to a limit, and a step takes one of every host that feeds a first stage.
/// A slow loader first empties its stock; only then the step waits.
/// </summary>
internal sealed class DataLoaders
{
    private readonly LoaderConfig _config;
    private readonly double[] _stock;
    private readonly double[] _rate;
    private readonly double[] _made;
    private readonly int[] _nodeOfReplica;
    private readonly double _healthyRate;

    /// <param name="config">The loaders.</param>
    /// <param name="layout">The machine room.</param>
    /// <param name="parallel">The groups.</param>
    /// <param name="stepSeconds">Time of a healthy step.</param>
    public DataLoaders(LoaderConfig config, ClusterLayout layout, ParallelLayout parallel, double stepSeconds)
    {
        _config = config;
        (_stock, _rate, _made) = (new double[layout.Nodes], new double[layout.Nodes], new double[layout.Nodes]);
        _nodeOfReplica = [.. Enumerable.Range(0, parallel.Data).Select(data => layout.NodeOfGpu(parallel.RankOf(0, data, 0)))];
        _healthyRate = config.Headroom / stepSeconds;
        Feeds = [.. Enumerable.Range(0, layout.Nodes).Select(node => _nodeOfReplica.Count(n => n == node))];
    }

    /// <summary>By host: replicas that it feeds.</summary>
    public int[] Feeds { get; }

    /// <summary>Host that feeds a replica.</summary>
    public int NodeOf(int replica) => _nodeOfReplica[replica];

    /// <summary>Reads the conditions of a tick.</summary>
    public void Read(int tick, Conditions conditions)
    {
        var storage = conditions.Storage.Quality[0][tick] * (1 - conditions.Storage.ForeignLoad[0][tick]);
        for (var node = 0; node < _rate.Length; node++)
        {
            _rate[node] = _healthyRate * storage * conditions.Node.LoaderQuality[node][tick] * (1 - conditions.Node.Contention[node][tick])
                * conditions.Node.Up[node][tick];
        }
    }

    /// <summary>Takes one batch of every host; the stock may go below 0, which the step must wait for.</summary>
    public void TakeBatch()
    {
        for (var node = 0; node < _stock.Length; node++)
            _stock[node] -= 1;
    }

    /// <summary>Time until the batch of a replica is complete at the present rate; infinite when nothing is made.</summary>
    public double WaitSeconds(int replica)
    {
        var stock = _stock[_nodeOfReplica[replica]];
        return stock >= -1e-9 ? 0 : -stock / _rate[_nodeOfReplica[replica]];
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="seconds">How much.</param>
    public void Advance(double seconds)
    {
        for (var node = 0; node < _stock.Length; node++)
        {
            var stock = Math.Min(_config.PrefetchBatches, _stock[node] + (_rate[node] * seconds));
            _made[node] += stock - _stock[node];
            _stock[node] = stock;
        }
    }

    /// <summary>Batches that a host made since the last call.</summary>
    public double TakeMade(int node)
    {
        var made = _made[node];
        _made[node] = 0;
        return made;
    }

    /// <summary>The processes begin anew: nothing is made ahead.</summary>
    public void Restart() => Array.Clear(_stock);
}
