using Auscult.Simulation.Configuration;
using Auscult.Simulation.Serving;
using Auscult.Simulation.Serving.Batching;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Serving;

/// <summary>A fleet and what happened to it.</summary>
internal sealed class TestFleet
{
    /// <summary>Two replicas of eight GPUs with a dense model, under a steady Poisson load.</summary>
    public static readonly ServingConfig Dense = new()
    {
        Replicas = 2,
        Arrivals = new ArrivalConfig { RatePerSecond = 6, DailyAmplitude = 0, WanderSigma = 0 },
    };

    /// <summary>Eight replicas of four GPUs that share 256 experts.</summary>
    public static readonly ServingConfig Mixture = new()
    {
        Replicas = 8,
        TensorParallel = 4,
        ExpertParallel = 32,
        Model = new ServedModelConfig
        {
            Parameters = 671e9, ActiveParameters = 37e9, BytesPerParameter = 1, Layers = 61, HiddenSize = 7168,
            KeyValueBytesPerToken = 70_272, Experts = 256, ExpertsPerToken = 8,
        },
        Efficiency = new EfficiencyConfig { Compute = 1.1 },
        Arrivals = new ArrivalConfig { RatePerSecond = 40, DailyAmplitude = 0, WanderSigma = 0 },
        Recovery = new RecoveryConfig { Policy = RecoveryPolicy.Elastic },
    };

    private readonly GpuCapability[] _capabilities;

    public TestFleet(ServingConfig config, long seed = 1)
    {
        Fleet = new ServingFleet(new ServingPlan(config, Room(config)), 0, new Seeds(seed));
        _capabilities = new GpuCapability[Fleet.Plan.Gpus];
        Array.Fill(_capabilities, GpuCapability.Nominal);
    }

    public ServingFleet Fleet { get; }

    public IReadOnlyList<Replica> Replicas => Fleet.Replicas;

    /// <summary>Requests anywhere in the fleet.</summary>
    public int Present => Replicas.Sum(replica => replica.Waiting + replica.Running);

    public static MachineRoomConfig Room(ServingConfig config) =>
        new() { Nodes = Math.Max(2, ((config.Replicas * config.TensorParallel) + 7) / 8) };

    /// <summary>Changes what one GPU can do from now on.</summary>
    public void Set(int gpu, GpuCapability capability) => _capabilities[gpu] = capability;

    /// <summary>Advances in ticks and looks after each.</summary>
    public TestFleet Run(double seconds, double tick = 1, Action? look = null)
    {
        var (begin, ticks) = (Fleet.Now, (int)Math.Round(seconds / tick));
        for (var i = 1; i <= ticks; i++)
        {
            Fleet.Advance(begin + (i * seconds / ticks), _capabilities);
            look?.Invoke();
        }
        return this;
    }

    /// <summary>Forgets the latencies so far.</summary>
    public TestFleet Clear()
    {
        Fleet.ClearIntervals();
        return this;
    }

    /// <summary>Sum over the replicas.</summary>
    public long Total(Func<Replica, long> of) => Replicas.Sum(of);

    /// <summary>Mean of a latency over the replicas since it was cleared.</summary>
    public double Latency(Func<Replica, Simulation.Serving.Metrics.LatencyHistogram> of) =>
        Replicas.Select(replica => of(replica).IntervalMean).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
