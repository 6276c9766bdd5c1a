using Auscult.Simulation.Serving.Arrivals;
using Auscult.Simulation.Serving.Batching;
using Auscult.Simulation.Serving.Settings;
using Auscult.Simulation.Serving.Stepping;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Serving;

/// <summary>
/// A fleet of replicas that answers requests. It is advanced by ticks of any length: inside a tick it goes from event to event, and the
/// same requests get the same tokens at the same moments however long the ticks are. GPU g of the fleet belongs to replica
/// g / tensor_parallel.
/// </summary>
internal sealed class ServingFleet
{
    private readonly IRequestSource _source;
    private readonly Router _router;
    private readonly Engine[] _engines;
    private readonly double _refresh;
    private readonly int _perEngine;
    private long _refreshes;

    /// <param name="plan">Settings and machines.</param>
    /// <param name="startOfDay">Seconds of the day at which the simulation begins.</param>
    /// <param name="seeds">Randomness.</param>
    /// <exception cref="Foundation.InputException">The trace cannot be read.</exception>
    public ServingFleet(ServingPlan plan, double startOfDay, Seeds seeds)
    {
        var config = plan.Config;
        Plan = plan;
        var output = config.Arrivals.MaxOutputTokens;
        if (config.Arrivals.Trace is { } trace)
        {
            var replayed = new ReplayedRequests(trace, config.Arrivals, config.Model);
            output = replayed.Requests.Max(request => request.OutputTokens);
            _source = replayed;
        }
        else
            _source = new DrawnRequests(config.Arrivals, config.Model.MaxContextTokens, startOfDay, seeds.Child("arrivals"));
        _perEngine = plan.ReplicasPerEngine;
        _engines = [.. Enumerable.Range(0, config.Replicas / _perEngine)
            .Select(i => new Engine(plan, output, seeds.Child("experts"), seeds.Child($"engine{i}")))];
        Replicas = [.. _engines.SelectMany(engine => engine.Replicas)];
        Activity = new GpuShares[plan.Gpus];
        _refresh = config.Routing.Refresh.TotalSeconds;
        _router = new Router(config.Routing, config.Replicas, seeds.Child("router").Value);
    }

    /// <summary>Settings and machines.</summary>
    public ServingPlan Plan { get; }

    /// <summary>The replicas; those that step together follow each other.</summary>
    public IReadOnlyList<Replica> Replicas { get; }

    /// <summary>The engines.</summary>
    public IReadOnlyList<Engine> Engines => _engines;

    /// <summary>What each GPU did during the last tick.</summary>
    public GpuShares[] Activity { get; }

    /// <summary>Seconds since the start.</summary>
    public double Now { get; private set; }

    /// <summary>Rate of the requests of the coming ticks, relative to what is configured. Default 1.</summary>
    public double Load { get; set; } = 1;

    /// <summary>Gives experts tokens on top of their own from now on; the model has experts.</summary>
    /// <param name="skew">Per expert, the share of all tokens.</param>
    public void SetSkew(ReadOnlySpan<double> skew)
    {
        foreach (var engine in _engines)
            engine.SetSkew(skew);
    }

    /// <summary>Time since the last heartbeat of the rank on a GPU.</summary>
    public double HeartbeatAge(int gpu) =>
        _engines[gpu / Plan.GpusPerEngine].HeartbeatAge(gpu % Plan.GpusPerEngine, Now);

    /// <summary>Whether a replica serves, as a health check sees it.</summary>
    public bool IsUp(int replica) => _engines[replica / _perEngine].IsUp(replica % _perEngine);

    /// <summary>Begins a new sampling interval of the replicas' histograms.</summary>
    public void ClearIntervals()
    {
        foreach (var replica in Replicas)
        {
            foreach (var histogram in replica.Metrics.Histograms)
                histogram.Clear();
        }
    }

    /// <summary>Lets time pass: one tick.</summary>
    /// <param name="end">End of the tick, seconds since the start.</param>
    /// <param name="capabilities">What each GPU can do during the tick.</param>
    public void Advance(double end, ReadOnlySpan<GpuCapability> capabilities)
    {
        var (gpus, begin) = (Plan.GpusPerEngine, Now);
        _source.SetLoad(Now, Load);
        for (var i = 0; i < _engines.Length; i++)
            _engines[i].SetCapabilities(Now, capabilities.Slice(i * gpus, gpus));
        while (Now < end)
        {
            var refresh = _refreshes * _refresh;
            if (refresh <= Now)
            {
                _refreshes++;
                _router.Refresh(i => Replicas[i].Waiting + Replicas[i].Running, IsUp);
                continue;
            }
            Now = Math.Min(end, refresh);
            while (_source.TryNext(Now, out var request))
            {
                var replica = _router.Choose();
                _engines[replica / _perEngine].Send(replica % _perEngine, request);
            }
            foreach (var engine in _engines)
                engine.Advance(Now);
        }
        for (var i = 0; i < _engines.Length; i++)
            _engines[i].TakeActivity(end - begin, Activity.AsSpan(i * gpus, gpus));
    }
}
